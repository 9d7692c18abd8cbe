/** How much may be sent without an account. One place for all numbers; services/README.md says what they mean. */
import type { Allowance } from "../store/index.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Nobody fills a form in sooner, nor leaves it open longer. */
export const FORM_LEAST_SECONDS = 3;
export const FORM_MOST_SECONDS = 2 * HOUR;

/** Two who report the same kind of thing within so many metres mean the same. */
export const SAME_WITHIN_METERS = 50;

/** Photos of decided reports that are not public are kept so long, in case the decision is taken back. */
export const PHOTO_DAYS = 30;

/** From so many ratings on an average says something. */
export const LEAST_RATINGS = 3;

/** Characters. */
export const NAME_LENGTH = 100;
export const NOTE_LENGTH = 1000;
export const COMMENT_LENGTH = 500;

/** Many people of a neighbourhood may come from one address of their mobile network. */
const REPORTS_PER_SENDER = { hour: 20, day: 60 };
const RATINGS_PER_SENDER = { hour: 30, day: 100 };
/** Answers without a link; whoever has one is not counted here. */
const ANSWERS_PER_SENDER = { hour: 20, day: 60 };
const ANSWERS_PER_SENDER_AND_CIRCLE = 5;
const ANSWERS_PER_CIRCLE_AND_DAY = 1000;
const REPORTS_PER_PLACE_AND_DAY = 40;
const RATINGS_PER_OUTLET_AND_DAY = 50;
/** What a steward's queue and the store can bear, whoever sends it: some 250 MB of photos a day at the most. */
const REPORTS_PER_CITY_AND_DAY = 2000;
const RATINGS_PER_CITY_AND_DAY = 5000;
const PHOTOS_PER_CITY_AND_DAY = 500;

/** @param place an outlet's id, or a cell of the map */
export function reportAllowances(city: string, sender: string, place: string, withPhoto: boolean): Allowance[] {
  return [
    { key: `report hour ${sender}`, limit: REPORTS_PER_SENDER.hour, seconds: HOUR },
    { key: `report day ${sender}`, limit: REPORTS_PER_SENDER.day, seconds: DAY },
    { key: `report place ${city} ${place}`, limit: REPORTS_PER_PLACE_AND_DAY, seconds: DAY },
    ...(withPhoto ? [{ key: `photo ${city}`, limit: PHOTOS_PER_CITY_AND_DAY, seconds: DAY }] : []),
    { key: `report city ${city}`, limit: REPORTS_PER_CITY_AND_DAY, seconds: DAY },
  ];
}

/** Whoever rates an outlet twice on a day is refused by the first of these. */
export function ratingAllowances(city: string, sender: string, outlet: string): Allowance[] {
  return [
    { key: `rating own ${city} ${outlet} ${sender}`, limit: 1, seconds: DAY },
    { key: `rating hour ${sender}`, limit: RATINGS_PER_SENDER.hour, seconds: HOUR },
    { key: `rating day ${sender}`, limit: RATINGS_PER_SENDER.day, seconds: DAY },
    { key: `rating outlet ${city} ${outlet}`, limit: RATINGS_PER_OUTLET_AND_DAY, seconds: DAY },
    { key: `rating city ${city}`, limit: RATINGS_PER_CITY_AND_DAY, seconds: DAY },
  ];
}

/** A family may answer from one connection, not a class. */
export function answerAllowances(city: string, sender: string, circle: string): Allowance[] {
  return [
    { key: `answer own ${city} ${circle} ${sender}`, limit: ANSWERS_PER_SENDER_AND_CIRCLE, seconds: DAY },
    { key: `answer hour ${sender}`, limit: ANSWERS_PER_SENDER.hour, seconds: HOUR },
    { key: `answer day ${sender}`, limit: ANSWERS_PER_SENDER.day, seconds: DAY },
    { key: `answer circle ${city} ${circle}`, limit: ANSWERS_PER_CIRCLE_AND_DAY, seconds: DAY },
  ];
}

/** What is full, for a person. */
export function limitSentence(key: string): string {
  if (key.startsWith("rating own"))
    return "This outlet was rated from your connection today already; once a day is enough.";
  if (key.startsWith("answer own"))
    return "Several answers came from your connection today already. Please try again tomorrow.";
  if (key.startsWith("photo")) return "No more photos can be taken in today; the report is welcome without one.";
  if (/^\w+ (hour|day)/.test(key)) return "Too much was sent from your connection lately. Please try again later.";
  if (/^\w+ (place|outlet)/.test(key)) return "Much was said about this place today already; stewards will look at it.";
  return "More was sent today than can be looked at. Please try again later.";
}
