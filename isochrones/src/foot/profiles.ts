import type { ProfileId, WalkSettings } from "../types.ts";

/** How one kind of walker differs from another. Factors multiply the time a stretch takes on level, firm ground. */
export interface Profile {
  id: ProfileId;
  nameZh: string;
  nameEn: string;
  speedKmh: number;
  stepsFactor: number;
  /** May the walker use stairs at all? */
  steps: boolean;
  /** May the walker use soft or rough ground (sand, mud, gravel, grass)? */
  softGround: boolean;
  /** Time lost at each set of traffic lights walked through. */
  signalDelaySeconds: number;
  source: string;
}

/**
 * GB 50180-2018 pairs 5, 10 and 15 minutes with 300, 500 and 1000 m, that is 0.83–1.1 m/s; routing engines walk at
 * 1.39 m/s (5 km/h). The speed is therefore a visible setting and these are only its defaults.
 */
export const profiles: readonly Profile[] = [
  {
    id: "adult",
    nameZh: "成年人",
    nameEn: "Adult",
    speedKmh: 5,
    stepsFactor: 1,
    steps: true,
    softGround: true,
    signalDelaySeconds: 2,
    source: "OSRM foot profile: 5 km/h, 2 s at traffic signals, steps at the same speed",
  },
  {
    id: "elder",
    nameZh: "老年人",
    nameEn: "Older person",
    speedKmh: 3.6,
    stepsFactor: 1.6,
    steps: true,
    softGround: true,
    signalDelaySeconds: 2,
    source: "1.0 m/s, middle of the 0.83–1.1 m/s that GB 50180-2018 implies; steps slower by our own estimate",
  },
  {
    id: "child",
    nameZh: "带孩子",
    nameEn: "With a child in hand",
    speedKmh: 3.6,
    stepsFactor: 1.4,
    steps: true,
    softGround: true,
    signalDelaySeconds: 2,
    source: "as the older person; steps by our own estimate",
  },
  {
    id: "pram",
    nameZh: "推婴儿车",
    nameEn: "With a pram",
    speedKmh: 4,
    stepsFactor: 1,
    steps: false,
    softGround: true,
    signalDelaySeconds: 2,
    source: "own estimate; stairs are left out",
  },
  {
    id: "wheelchair",
    nameZh: "轮椅",
    nameEn: "Wheelchair",
    speedKmh: 4,
    stepsFactor: 1,
    steps: false,
    softGround: false,
    signalDelaySeconds: 2,
    source: "own estimate; stairs and soft ground are left out",
  },
];

/** The settings a question starts from when it says nothing else. */
export const defaultSettings: WalkSettings = {
  profile: "adult",
  speedKmh: 5,
  privateWays: "residents",
  direction: "outbound",
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
  return { profile: id, speedKmh, privateWays, direction };
}

/** The row of a profile; RangeError listing the known ones otherwise. */
export function profileOf(id: string): Profile {
  const profile = profiles.find((row) => row.id === id);
  if (!profile) {
    throw new RangeError(`profile: "${id}" is not known; use one of ${profiles.map((row) => row.id).join(", ")}`);
  }
  return profile;
}
