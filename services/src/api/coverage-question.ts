/** What questions about coverage share: who walks, when, on which day, where; and how their answers say so. */
import { categories, categoryOf } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { FastifyReply } from "fastify";
import { setImmediate } from "node:timers/promises";
import { Type } from "typebox";
import type { CoverageCategory } from "../assessment/coverage.ts";
import type { CityContext } from "./city-context.ts";
import type { LongWork, Progress } from "./long-work.ts";
import { localTime } from "../china-clock.ts";
import { readDay, readMoment, readSettings } from "./input.ts";
import { invalidField } from "./problem.ts";
import { reachOf } from "./reach-variants.ts";
import type { VariantReach, Walkers } from "./reach-variants.ts";
import {
  answeredDay,
  askedDay,
  nullable,
  profileId,
  settingsExample,
  speedKmh,
  walkSettings,
} from "./schemas/common.ts";

/** Query parameters: who walks and when. */
export const walkersQuery = {
  profile: Type.Optional(profileId),
  speedKmh: Type.Optional(speedKmh),
  at: Type.Optional(
    Type.String({
      maxLength: 40,
      description:
        "Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then",
      examples: ["06:30"],
    }),
  ),
  date: Type.Optional(askedDay),
};

export const askedRing = Type.Optional(
  Type.Number({ minimum: 1, maximum: 30, description: "Minutes of the ring; the policy's own when left out" }),
);

export const askedArea = Type.Optional(
  Type.String({
    maxLength: 64,
    description: "Id of a district, street, community or circle; the whole city when left out",
    examples: ["a_000007"],
  }),
);

/** How long an answer is waited for before it is said how far it is. */
export const patienceMilliseconds = 3000;

interface WalkersText {
  profile?: Parameters<typeof readSettings>[0]["profile"];
  speedKmh?: number;
  at?: string;
  date?: string;
}

export interface AskedWalkers extends Walkers {
  /** The day of the outlets; undefined: as it is now. */
  date: string | undefined;
  /** Of the moment, as it was asked for. */
  asked: string | undefined;
}

/** Throws a Problem naming the field that is wrong. */
export function readWalkers({ profile, speedKmh: speed, at, date: dateText }: WalkersText): AskedWalkers {
  const date = dateText === undefined ? undefined : readDay(dateText, "date");
  const settings = readSettings({ profile, speedKmh: speed });
  return { settings, moment: at === undefined ? null : readTime(at, date), date, asked: at };
}

/** To the minute. `HH:MM` is on that day, or on the Wednesday of this week: a day like others. */
function readTime(text: string, date: string | undefined): Date {
  if (/^\d{1,2}:\d{2}$/.test(text)) {
    const [hours, minutes] = text.split(":").map(Number);
    if (hours > 23 || minutes > 59) throw invalidField("at", `${text} is no time of day; should be 00:00 to 23:59`);
    return new Date(`${date ?? wednesday()}T${text.padStart(5, "0")}:00+08:00`);
  }
  const moment = readMoment(text, "at");
  return new Date(Math.floor(moment.getTime() / 60_000) * 60_000);
}

function wednesday(): string {
  const today = new Date(`${localTime(new Date()).slice(0, 10)}T00:00:00Z`);
  // Monday is the first day of the week
  const weekday = (today.getUTCDay() + 6) % 7;
  return new Date(today.getTime() + (2 - weekday) * 86_400_000).toISOString().slice(0, 10);
}

/** The categories, each with the policy's ring or the one asked for. */
export function ringsOf(wanted: readonly CategoryId[] | undefined, ring: number | undefined): CoverageCategory[] {
  const ids = wanted ?? categories.map(({ id }) => id);
  return ids.map((id) => ({ id, ringMinutes: ring ?? categoryOf(id).ringMinutes }));
}

/** The 202 of what takes longer. */
export const workingAnswer = Type.Object(
  {
    state: Type.Literal("working"),
    step: Type.String(),
    fraction: nullable(Type.Number({ minimum: 0, maximum: 1 })),
    startedAt: Type.String(),
  },
  {
    title: "Working",
    description:
      "It is being worked out: ask the same again after `Retry-After` seconds. It is given up when nobody has asked for half a minute",
    examples: [
      { state: "working", step: "walking from all homes", fraction: 0.4, startedAt: "2026-06-01T08:00:00.000Z" },
    ],
  },
);

export function sendWorking(reply: FastifyReply, { step, fraction, startedAt }: Progress) {
  void reply.code(202).header("Retry-After", "1").header("Cache-Control", "no-store");
  return { state: "working" as const, step, fraction, startedAt };
}

/** The reach that a question is about, or how far it is. */
export async function askedReach(works: LongWork, context: CityContext, walkers: Walkers) {
  return reachOf(works, context, walkers, patienceMilliseconds);
}

/** Members of an answer that say what it is about. */
const basisSchema = Type.Object(
  {
    formulas: Type.Array(Type.String(), { description: "Ids in services/src/assessment/README.md" }),
    dataDate: nullable(Type.String({ description: "Of the map" })),
    networkVersion: Type.String(),
    profile: profileId,
    speedKmh: Type.Number(),
    date: nullable(Type.String({ description: "Of the outlets; null: as they are now" })),
    at: nullable(Type.String({ description: "Local time at which outlets are open and gates passed" })),
    knownShare: nullable(
      Type.Number({ description: "Of all households × categories of the answer, those of which the data can say" }),
    ),
  },
  { title: "Basis" },
);

export const aboutSchemas = {
  date: answeredDay,
  at: Type.Optional(
    Type.Object(
      { time: Type.String({ examples: ["2026-11-18T06:30"] }), asked: Type.String({ examples: ["06:30"] }) },
      { description: "Local time that was asked for; absent: whatever the hour" },
    ),
  ),
  settings: walkSettings,
  networkVersion: Type.String(),
  basis: basisSchema,
};

export const aboutExample = {
  settings: settingsExample,
  networkVersion: "8c2f1d…",
  basis: {
    formulas: ["coverage.share", "coverage.known-share"],
    dataDate: "2026-05-31",
    networkVersion: "8c2f1d…",
    profile: "adult",
    speedKmh: 5,
    date: null,
    at: null,
    knownShare: 0.98,
  },
};

export function aboutOf(
  context: CityContext,
  { date, moment, asked }: Pick<AskedWalkers, "date" | "moment" | "asked">,
  { settings, networkVersion }: Pick<VariantReach, "settings" | "networkVersion">,
  formulas: string[],
  knownShare: number | null,
) {
  const time = moment === null ? null : localTime(moment);
  return {
    ...(date !== undefined && { date }),
    ...(time !== null && { at: { time, asked: asked! } }),
    settings,
    networkVersion,
    basis: {
      formulas,
      dataDate: context.city.osmDate,
      networkVersion,
      profile: settings.profile,
      speedKmh: settings.speedKmh,
      date: date ?? null,
      at: time,
      knownShare,
    },
  };
}

/** Share of households × categories that are known; null where there are none. */
export function knownShareOf(cells: Iterable<{ covered: number; gap: number; unknown: number }>): number | null {
  let known = 0;
  let all = 0;
  for (const { covered, gap, unknown } of cells) {
    known += covered + gap;
    all += covered + gap + unknown;
  }
  return all > 0 ? known / all : null;
}

/** Does work step by step; others have their turn between. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
