/** Takes in what residents send, past everything that keeps the queue clear of machines. */
import { isRepairKindId } from "@quarterhour/data";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { createHash, randomBytes } from "node:crypto";
import type { Allowance, City, Outlet, ReportKind, Store } from "../store/index.ts";
import { issueForm, openForm, readCode } from "./form-token.ts";
import {
  COMMENT_LENGTH,
  FORM_MOST_SECONDS,
  limitSentence,
  NAME_LENGTH,
  NOTE_LENGTH,
  PHOTO_DAYS,
  ratingAllowances,
  reportAllowances,
  SAME_WITHIN_METERS,
} from "./limits.ts";
import { readPhoto } from "./photos.ts";
import { InboxRefusal } from "./refusal.ts";
import { senderOf } from "./sender.ts";
import { cleanText, flagsOf } from "./text.ts";

export interface InboxOptions {
  /** The same on all instances; without it forms are only good on the instance that gave them out, until it ends. */
  secret: string | null;
  /** Comments are seen at once, save those with a link or the like; otherwise each waits for a steward. */
  commentsAtOnce: boolean;
}

export interface Sent {
  /** As `newForm` gave it. */
  form: string;
  /** A field that people do not see and machines fill in. */
  website?: string | undefined;
}

export interface SentReport extends Sent {
  kind: ReportKind;
  outlet?: string | null | undefined;
  location?: Position | null | undefined;
  category?: CategoryId | null | undefined;
  repairKind?: RepairKindId | null | undefined;
  name?: string | null | undefined;
  note?: string | null | undefined;
  since?: string | null | undefined;
}

export interface SentRating extends Sent {
  stars: number;
  comment?: string | null | undefined;
}

/** Cells of the map in which reports are counted; 0.002° are some 200 m. */
const CELLS_PER_DEGREE = 500;

const invalid = (field: string, message: string) => new InboxRefusal("invalid", field, message);

export class Inbox {
  readonly #store: Store;
  /** Signs forms. */
  readonly #secret: string;
  readonly #options: InboxOptions;

  constructor(store: Store, options: InboxOptions) {
    this.#store = store;
    this.#options = options;
    this.#secret = options.secret ?? randomBytes(32).toString("base64url");
  }

  newForm(city: string): string {
    return issueForm(this.#secret, city, Date.now());
  }

  /**
   * Takes in a report. All that costs nothing is checked first, then how much came of late, the photo last.
   * Returns the tracking code, and the report's id. Throws InboxRefusal.
   */
  async report(
    city: City,
    address: string,
    sent: SentReport,
    photo: Uint8Array | null,
  ): Promise<{ code: string; id: string; outcome: "added" | "joined" | "known" }> {
    const code = this.#open(city.id, sent);
    const said = readReport(city, sent);
    const { outlet } = said;
    if (outlet !== null) await this.#existing(city.id, outlet, "outlet");
    const sender = await senderOf(this.#store, this.#options.secret, address);
    const place = outlet ?? said.location!.map((degrees) => Math.floor(degrees * CELLS_PER_DEGREE)).join(" ");
    await this.#allow(reportAllowances(city.id, sender, place, photo !== null));
    const picture = photo === null ? null : await readPhoto(photo);
    const draft = { ...said, photo: picture, sender, codeHash: hashOf(code) };
    const { id, outcome } = await this.#store.addReport(city.id, draft, SAME_WITHIN_METERS);
    await this.#store.tidyInbox(PHOTO_DAYS);
    return { code, id, outcome };
  }

  /** Takes in a rating. Returns whether its comment waits for a steward. Throws InboxRefusal. */
  async rate(city: string, outlet: string, address: string, sent: SentRating): Promise<{ pending: boolean }> {
    const code = this.#open(city, sent);
    const comment = cleanText(sent.comment, "comment", COMMENT_LENGTH);
    const flags = flagsOf(comment);
    const pending = comment !== null && (flags.length > 0 || !this.#options.commentsAtOnce);
    const sender = await senderOf(this.#store, this.#options.secret, address);
    await this.#allow(ratingAllowances(city, sender, outlet));
    const state = pending ? "pending" : "shown";
    await this.#store.addRating(city, { outlet, stars: sent.stars, comment, flags, state, codeHash: hashOf(code) });
    await this.#store.tidyInbox(PHOTO_DAYS);
    return { pending };
  }

  /**
   * Lets something in that came with a form: counts it, and says whether the same form was sent before.
   * Throws InboxRefusal.
   */
  async admit(
    city: string,
    address: string,
    sent: Sent,
    allowances: (sender: string) => Allowance[],
  ): Promise<"new" | "again"> {
    const code = this.#open(city, sent);
    await this.#allow(allowances(await senderOf(this.#store, this.#options.secret, address)));
    const once = { key: `form ${hashOf(code)}`, limit: 1, seconds: FORM_MOST_SECONDS };
    return (await this.#store.takeAllowances([once])) === null ? "new" : "again";
  }

  /** What became of a report; null where there is none under this code. */
  async track(city: string, text: string) {
    const code = readCode(text);
    return code === null ? null : this.#store.reportOfCode(city, hashOf(code));
  }

  #open(city: string, { form, website }: Sent): string {
    if (website !== undefined && website !== "") throw invalid("website", "is not for people; leave it empty");
    return openForm(this.#secret, city, form, Date.now());
  }

  async #existing(city: string, id: string, field: string): Promise<Outlet> {
    const outlet = await this.#store.getOutlet(city, id);
    if (outlet) return outlet;
    throw invalid(field, `there is no outlet ${JSON.stringify(id)} in ${city}`);
  }

  async #allow(allowances: Allowance[]): Promise<void> {
    const full = await this.#store.takeAllowances(allowances);
    if (full) throw new InboxRefusal("full", "form", limitSentence(full.key), full.retryAfterSeconds);
  }
}

/** The code is with whoever sent the report; the store has only this. */
function hashOf(code: string): string {
  return createHash("sha256").update(`code ${code}`).digest("base64url");
}

function readReport({ bbox }: City, sent: SentReport) {
  const { kind } = sent;
  const said = {
    kind,
    outlet: sent.outlet ?? null,
    location: sent.location ?? null,
    category: sent.category ?? null,
    repairKind: sent.repairKind ?? null,
    name: cleanText(sent.name, "name", NAME_LENGTH),
    note: cleanText(sent.note, "note", NOTE_LENGTH),
    since: sent.since ?? null,
  };
  if (said.name?.includes("\n")) throw invalid("name", "should be one line");
  if (kind === "new") {
    if (said.outlet !== null) throw invalid("outlet", "means nothing for a new outlet; is it moved or wrong?");
    if (said.category === null) throw invalid("category", "is missing; what does the new outlet do?");
  }
  if (said.location === null) {
    if (kind === "new" || kind === "moved") throw invalid("location", "is missing; where is the outlet now?");
    if (said.outlet === null) throw invalid("outlet", "is missing; name the outlet, or where it is (location)");
  } else {
    const [lng, lat] = said.location;
    const [west, south, east, north] = bbox;
    if (!(lng >= west && lng <= east && lat >= south && lat <= north)) {
      throw invalid("location", `${lng},${lat} is outside of the city, which is ${bbox.join(",")}`);
    }
  }
  if (said.repairKind !== null && (said.category !== "small-repair" || !isRepairKindId(said.repairKind))) {
    throw invalid("repairKind", "goes with the category small-repair only");
  }
  if (kind === "wrong" && !said.note && !said.name && !said.category && !(said.outlet && said.location)) {
    throw invalid("note", "is missing; what is wrong, and what would be right?");
  }
  if (said.since !== null) checkDay(said.since);
  return { ...said, flags: flagsOf(said.name, said.note) };
}

function checkDay(day: string): void {
  const moment = Date.parse(day);
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== day) {
    throw invalid("since", `should be a day such as 2026-05-31, and is ${JSON.stringify(day)}`);
  }
  // by the clock that is furthest ahead
  if (moment > Date.now() + 14 * 3_600_000) throw invalid("since", `${day} has not come yet`);
}
