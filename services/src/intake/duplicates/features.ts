/** What speaks for and against two outlets being one, as numbers. Pure. */
import type { Position } from "@quarterhour/isochrones";
import { fromWgs84 } from "../tables/coordinates.ts";
import type { Profile, Profiles } from "./profiles.ts";
import { isHotline } from "./text.ts";
import { areRelated, machines } from "./words.ts";

export interface Comparison {
  meters: number;
  /** 0 to 1: how much of both names is common, by weight; the better of characters and sounds. */
  nameLikeness: number;
  nameSame: boolean;
  soundsLike: boolean;
  contained: boolean;
  nameless: boolean;
  branch: "same" | "different" | null;
  phone: "same" | "hotline" | "different" | null;
  category: "same" | "related" | "different";
  kinds: "same" | "different" | null;
  address: "same" | "different" | null;
  floorsDiffer: boolean;
  /** They lie as far apart as GCJ-02 lies from WGS-84 here. */
  shifted: boolean;
  statusDiffers: boolean;
  /** One closed before the other opened. */
  succeeds: boolean;
  sameSource: boolean;
  machines: boolean;
  chain: boolean;
  features: Float64Array;
}

/** In the order of the weights in model.ts. */
export const featureNames = [
  "one",
  "name likeness",
  "shorter name contained",
  "weight of what is common",
  "without a name",
  "name the same",
  "how common the name is",
  "branch the same",
  "branch different",
  "near",
  "far",
  "near and alike",
  "phone the same",
  "phone different",
  "category the same",
  "category different",
  "repairs differ",
  "address the same",
  "address different",
  "floors differ",
  "same source",
  "status differs",
  "opened on the same day",
  "opened on other days",
  "shifted",
  "chain the same",
] as const;

const DAY = 86_400_000;
/** Beyond, only what lies off by a coordinate system's shift is one. */
const SHIFT_FROM_METERS = 80;

export function metersBetween(a: Profile, b: Profile): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function compare(a: Profile, b: Profile, all: Profiles): Comparison {
  const nameless = a.full === "" || b.full === "";
  const nameSame = !nameless && a.full === b.full;
  let common = 0;
  let likeness = 0;
  let contained = 0;
  let soundsLike = false;
  if (nameSame) {
    common = a.weight;
    likeness = contained = 1;
  } else if (!nameless) {
    common = commonWeight(a.grams, b.grams, all.gramWeights);
    likeness = common / (a.weight + b.weight - common);
    contained = common / Math.min(a.weight, b.weight);
    if (likeness < 0.8) {
      const sound = commonWeight(a.sounds, b.sounds, all.soundWeights);
      // a sound stands for many characters
      const soundLikeness = 0.95 * (sound / (a.soundWeight + b.soundWeight - sound));
      if (soundLikeness > likeness + 0.1) {
        soundsLike = soundLikeness > 0.6;
        likeness = soundLikeness;
        contained = Math.max(contained, (0.95 * sound) / Math.min(a.soundWeight, b.soundWeight));
        common = Math.max(common, 0.8 * sound);
      }
    }
  }

  let meters = metersBetween(a, b);
  let shifted = false;
  if (meters > SHIFT_FROM_METERS && likeness > 0.5) {
    const left = metersLeftByShift(a, b);
    if (left < SHIFT_FROM_METERS && left < meters / 3) {
      meters = left;
      shifted = true;
    }
  }
  const errors = Math.hypot(a.errorMeters, b.errorMeters);
  const near = Math.exp(-meters / errors);

  const branch = branchOf(a, b);
  const phone = phoneOf(a, b);
  const category = categoryOf(a, b);
  const chain = chainsAgree(a, b);
  const kinds =
    a.kinds.length === 0 || b.kinds.length === 0
      ? null
      : a.kinds.some((kind) => b.kinds.includes(kind))
        ? "same"
        : "different";
  const addressed = addressOf(a, b);
  const floorsDiffer = a.address.floor !== null && b.address.floor !== null && a.address.floor !== b.address.floor;
  const statusDiffers = a.status !== b.status;
  const sameSource = a.source === b.source;
  const daysApart = a.openedOn && b.openedOn ? Math.abs(Date.parse(a.openedOn) - Date.parse(b.openedOn)) / DAY : null;
  const named = nameSame ? (all.nameCounts.get(a.full) ?? 1) : 1;

  const features = new Float64Array(featureNames.length);
  features[0] = 1;
  features[1] = likeness;
  features[2] = contained;
  features[3] = Math.min(common, 60) / 60;
  features[4] = nameless ? 1 : 0;
  features[5] = nameSame ? 1 : 0;
  features[6] = Math.min(1, Math.log10(named) / 2);
  features[7] = branch === "same" ? 1 : 0;
  features[8] = branch === "different" ? 1 : 0;
  features[9] = near;
  features[10] = Math.log1p(meters / 50);
  features[11] = near * likeness;
  features[12] = phone === "same" ? 1 : phone === "hotline" ? 0.25 : 0;
  features[13] = phone === "different" ? 1 : 0;
  features[14] = category === "same" ? 1 : 0;
  features[15] = category === "different" ? 1 : 0;
  features[16] = kinds === "different" ? 1 : 0;
  features[17] = addressed === 1 ? 1 : 0;
  features[18] = addressed < 0 ? -addressed : 0;
  features[19] = floorsDiffer ? 1 : 0;
  features[20] = sameSource ? 1 : 0;
  features[21] = statusDiffers ? 1 : 0;
  features[22] = daysApart === 0 ? 1 : 0;
  features[23] = daysApart !== null && daysApart > 0 ? Math.min(1, daysApart / 180) : 0;
  features[24] = shifted ? 1 : 0;
  features[25] = chain ? 1 : 0;
  return {
    meters,
    nameLikeness: likeness,
    nameSame,
    soundsLike,
    contained: contained > 0.9,
    nameless,
    branch,
    phone,
    category,
    kinds,
    address: addressed === 1 ? "same" : addressed < 0 ? "different" : null,
    floorsDiffer,
    shifted,
    statusDiffers,
    succeeds: endsBefore(a, b) || endsBefore(b, a),
    sameSource,
    machines: areMachines(a, b),
    chain,
    features,
  };
}

/** How far apart they are if one of them was taken for GCJ-02, or not taken for it, by mistake. */
function metersLeftByShift(a: Profile, b: Profile): number {
  const left = (one: Profile, other: Profile) => {
    const there: Position = fromWgs84(one.location, "gcj02");
    const [lng, lat] = one.location;
    // metres per degree as in the profiles, which only differ by a factor from degrees
    const x = one.x * (lng === 0 ? 1 : there[0] / lng);
    const y = one.y * (lat === 0 ? 1 : there[1] / lat);
    return Math.hypot(x - other.x, y - other.y);
  };
  return Math.min(left(a, b), left(b, a));
}

function commonWeight(a: Int32Array, b: Int32Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    if (a[i] === b[k]) {
      sum += weights[a[i]];
      i++;
      k++;
    } else if (a[i] < b[k]) i++;
    else k++;
  }
  return sum;
}

/** A branch that is called by its house is also told by the address of the other. */
function branchOf(a: Profile, b: Profile): Comparison["branch"] {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ]) {
    const { street, number } = other.address;
    const called = /^(\D+)(\d+)$/.exec(one.branch ?? "");
    if (called && number !== null && called[1] === street && Number(called[2]) !== number) return "different";
  }
  if (a.branch === null || b.branch === null) return null;
  return branchesAgree(a.branch, b.branch) ? "same" : "different";
}

/** 听澜路 and 听澜路117 do not contradict each other; 听澜路117 and 听澜路21 do. */
const branchesAgree = (a: string, b: string): boolean =>
  a === b || (/\D$/.test(a) && b.startsWith(a)) || (/\D$/.test(b) && a.startsWith(b));

function phoneOf(a: Profile, b: Profile): Comparison["phone"] {
  if (a.phones.length === 0 || b.phones.length === 0) return null;
  const shared = a.phones.filter((phone) => b.phones.includes(phone));
  if (shared.length === 0) return a.phones.every(isHotline) || b.phones.every(isHotline) ? null : "different";
  return shared.every(isHotline) ? "hotline" : "same";
}

function categoryOf(a: Profile, b: Profile): Comparison["category"] {
  if (a.categories.some((category) => b.categories.includes(category))) return "same";
  return a.categories.some((one) => b.categories.some((other) => areRelated(one, other))) ? "related" : "different";
}

/** 1 for the same house, 0 where that is not known, down to -1 for another street or a house far along it. */
function addressOf({ address: a }: Profile, { address: b }: Profile): number {
  if (a.street === null || b.street === null) return 0;
  if (a.street !== b.street) return -1;
  if (a.number === null || b.number === null) return 0;
  return a.number === b.number ? 1 : -Math.min(1, 0.4 + Math.abs(a.number - b.number) / 50);
}

/** Whether one's time was over when the other's began. With a day in common they are the same time. */
const endsBefore = (a: Profile, b: Profile): boolean =>
  a.closedOn !== null &&
  b.openedOn !== null &&
  a.closedOn <= b.openedOn &&
  a.openedOn !== b.openedOn &&
  a.closedOn !== b.closedOn;

/** Also where one goes by the name of the chain alone. */
const chainsAgree = (a: Profile, b: Profile): boolean =>
  (a.chain !== "" && (a.chain === b.chain || a.chain === b.full)) || (b.chain !== "" && b.chain === a.full);

/** Self-service: several of one name may stand in one compound. */
const areMachines = (a: Profile, b: Profile): boolean =>
  [a, b].some(({ categories }) => categories.some((id) => machines.has(id)));
