import type { ProfileId, WalkSettings } from "../types.ts";
import { minuteOfWeek } from "./hours.ts";
import { elevatorSeconds } from "./rules.ts";
import type { Ground } from "./surfaces.ts";

/** How one kind of walker differs from another. Factors multiply the time a stretch takes on level, firm ground. */
export interface Profile {
  id: ProfileId;
  nameZh: string;
  nameEn: string;
  speedKmh: number;
  /** What the walker pushes or sits in; decides about stairs, kerbs, turnstiles and narrow gates. */
  wheels: "wheelchair" | "pram" | null;
  stepsFactor: number;
  /** By the firmness of the ground; null where the walker cannot go. Beside this, feet lose time on OSRM's surfaces. */
  groundFactors: Record<Ground, number | null>;
  /** Steeper ways are not used; null: any. */
  maxInclinePercent: number | null;
  /** Of Tobler's hiking function, see pace.ts. */
  slopeExponent: number;
  /** Time lost at each set of traffic lights walked through. */
  signalSeconds: number;
  /** Waiting for a lift and riding in it. */
  elevatorSeconds: number;
  source: string;
}

const onFoot = {
  wheels: null,
  groundFactors: { firm: 1, uneven: 1, rough: 1, soft: 1 },
  maxInclinePercent: null,
  slopeExponent: 3.5,
  signalSeconds: 2,
  elevatorSeconds,
} as const;

/**
 * GB 50180-2018 pairs 5, 10 and 15 minutes with 300, 500 and 1000 m, that is 0.83–1.1 m/s; routing engines walk at
 * 1.39 m/s (5 km/h). The speed is therefore a visible setting and these are only its defaults.
 * For all: 2 s at traffic signals as OSRM's foot profile has it, 40 s for a lift (own estimate: half a minute of waiting,
 * ten seconds of riding), slopes by Tobler's hiking function.
 */
export const profiles: readonly Profile[] = [
  {
    ...onFoot,
    id: "adult",
    nameZh: "成年人",
    nameEn: "Adult",
    speedKmh: 5,
    stepsFactor: 1,
    source: "OSRM foot profile: 5 km/h, steps at the same speed",
  },
  {
    ...onFoot,
    id: "elder",
    nameZh: "老年人",
    nameEn: "Older person",
    speedKmh: 3.6,
    stepsFactor: 1.6,
    source: "1.0 m/s, middle of the 0.83–1.1 m/s that GB 50180-2018 implies; steps slower by our own estimate",
  },
  {
    ...onFoot,
    id: "child",
    nameZh: "带孩子",
    nameEn: "With a child in hand",
    speedKmh: 3.6,
    stepsFactor: 1.4,
    source: "as the older person; steps by our own estimate",
  },
  {
    ...onFoot,
    id: "pram",
    nameZh: "推婴儿车",
    nameEn: "With a pram",
    speedKmh: 4,
    wheels: "pram",
    stepsFactor: 1.5,
    groundFactors: { firm: 1, uneven: 1.1, rough: 1.4, soft: 2 },
    maxInclinePercent: 15,
    slopeExponent: 4.5,
    source: "own estimate; stairs only with a ramp, slopes up to 15 %",
  },
  {
    ...onFoot,
    id: "wheelchair",
    nameZh: "轮椅",
    nameEn: "Wheelchair",
    speedKmh: 4,
    wheels: "wheelchair",
    stepsFactor: 1.5,
    groundFactors: { firm: 1, uneven: 1.4, rough: null, soft: null },
    maxInclinePercent: 8,
    slopeExponent: 7,
    source:
      "own estimate; stairs only with a ramp, no rough or soft ground, slopes up to 8 % (GB 50763-2012: ramps of at most 1:12)",
  },
];

/** The settings a question starts from when it says nothing else. */
export const defaultSettings: WalkSettings = {
  profile: "adult",
  speedKmh: 5,
  privateWays: "residents",
  direction: "outbound",
  at: null,
  signalSeconds: 2,
};

/**
 * Fills in what a caller left out; the speed defaults to the profile's own.
 * Throws RangeError naming the field where a value is impossible.
 */
export function completeSettings(partial: Partial<WalkSettings> = {}): WalkSettings {
  const id = partial.profile ?? defaultSettings.profile;
  const profile = profileOf(id);
  const speedKmh = partial.speedKmh ?? profile.speedKmh;
  if (!(speedKmh >= 0.5 && speedKmh <= 15)) {
    throw new RangeError(`speedKmh: ${speedKmh} is not a walking speed; give a number from 0.5 to 15`);
  }
  const privateWays = partial.privateWays ?? defaultSettings.privateWays;
  if (privateWays !== "residents" && privateWays !== "exclude") {
    throw new RangeError(`privateWays: "${String(privateWays)}" is not known; use "residents" or "exclude"`);
  }
  const direction = partial.direction ?? defaultSettings.direction;
  if (direction !== "outbound" && direction !== "inbound") {
    throw new RangeError(`direction: "${String(direction)}" is not known; use "outbound" or "inbound"`);
  }
  const at = partial.at ?? null;
  const local = at === null ? null : (minuteOfWeek(at)?.local ?? undefined);
  if (local === undefined) {
    throw new RangeError(`at: "${at}" is not a date and time; write it as 2026-06-01T22:30, local time in China`);
  }
  const signalSeconds = partial.signalSeconds ?? profile.signalSeconds;
  if (!(signalSeconds >= 0 && signalSeconds <= 60)) {
    throw new RangeError(`signalSeconds: ${signalSeconds} is not a wait at traffic lights; give a number from 0 to 60`);
  }
  return { profile: id, speedKmh, privateWays, direction, at: local, signalSeconds };
}

/** The row of a profile; RangeError listing the known ones otherwise. */
export function profileOf(id: string): Profile {
  const profile = profiles.find((row) => row.id === id);
  if (!profile) {
    throw new RangeError(`profile: "${id}" is not known; use one of ${profiles.map((row) => row.id).join(", ")}`);
  }
  return profile;
}
