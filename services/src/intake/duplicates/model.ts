/** From what speaks for and against to one score, and to reasons in words. Pure. */
import { featureNames } from "./features.ts";
import type { Comparison } from "./features.ts";

/**
 * Weights of a logistic regression over `featureNames`, fitted by `npm run bench -- duplicates --fit` on pairs of the
 * metropolis with known truth. A score is the probability there; what real tables are like decides what it is elsewhere.
 */
const weights: readonly number[] = [
  -3.21, 3.07, 2.36, 0, 2.77, 1.6, -0.71, 0.82, -1.11, 1.7, -1.77, 0, 5.01, -1.12, 0.2, -2.59, -2.52, 1.65, -1.98,
  -4.07, -2.52, -1.32, 2, -0.8, 0, 0.49,
];

/**
 * From `propose` on a pair is shown to a steward; from `sure` on it is offered for acceptance in bulk. Figures in
 * services/README.md.
 */
export const thresholds = { propose: 0.2, sure: 0.95 } as const;

/** The highest score that is never offered in bulk. */
const belowSure = thresholds.sure - 0.001;

export function logitOf({ features }: Comparison, by: readonly number[] = weights): number {
  let sum = 0;
  for (let i = 0; i < features.length; i++) sum += features[i] * by[i];
  return sum;
}

const MOVED_FROM_METERS = 80;
/** Far apart, nothing but a person can say. */
const SURE_WITHIN_METERS = 150;

/** The score, held down where no likeness makes it certain, or none makes it likely. */
export function scoreOf(comparison: Comparison, logit: number): number {
  const score = 1 / (1 + Math.exp(-logit));
  const { nameSame, nameLikeness, phone, meters, shifted } = comparison;
  // Whoever comes after a shop that closed is another, unless it has its name and number. The same shop at another
  // place after it closed here has moved, and both are right.
  if (comparison.succeeds && !(nameSame && phone === "same" && meters < MOVED_FROM_METERS)) {
    return Math.min(score, thresholds.propose / 3);
  }
  const doubtful =
    comparison.succeeds ||
    comparison.nameless ||
    comparison.statusDiffers ||
    comparison.category === "different" ||
    comparison.branch === "different" ||
    comparison.floorsDiffer ||
    (nameLikeness < 0.5 && !comparison.contained) ||
    (!nameSame && phone !== "same" && comparison.address !== "same") ||
    comparison.address === "different" ||
    (phone === "different" && comparison.address !== "same") ||
    (comparison.sameSource && !nameSame) ||
    (comparison.machines && phone !== "same" && !openedTogether(comparison)) ||
    shifted ||
    meters > SURE_WITHIN_METERS;
  return doubtful ? Math.min(score, belowSure) : score;
}

const OPENED = featureNames.indexOf("opened on the same day");
const openedTogether = ({ features }: Comparison): boolean => features[OPENED] === 1;

/** Of a pair of which one is just as like a third. */
export const undecided = (score: number): number => Math.min(score, belowSure);

export const reasonWords = {
  "name.same": ["名称相同", "same name"],
  "name.alike": ["名称相近", "similar names"],
  "name.sounds": ["名称读音相近", "names that sound alike"],
  "name.contained": ["一方名称包含另一方", "one name is part of the other"],
  "name.different": ["名称不同", "different names"],
  "name.none": ["一方没有名称", "one has no name"],
  "chain.same": ["连锁品牌相同", "same chain"],
  "branch.same": ["分店名一致", "same branch"],
  "branch.different": ["分店名不同", "different branches"],
  "phone.same": ["电话相同", "same telephone number"],
  "phone.hotline": ["同一客服热线", "same hotline"],
  "phone.different": ["电话不同", "different telephone numbers"],
  "category.same": ["业态相同", "same category"],
  "category.related": ["业态相近", "related categories"],
  "category.different": ["业态不同", "different categories"],
  "kinds.different": ["修理项目不同", "different repairs"],
  "address.same": ["门牌地址相同", "same street and number"],
  "address.different": ["门牌地址不同", "different addresses"],
  "floors.different": ["楼层不同", "different floors"],
  "distance.near": ["位置很近", "close together"],
  "distance.far": ["位置较远", "far apart"],
  "distance.shifted": ["偏差恰为坐标系偏移", "apart by just the shift of GCJ-02"],
  "status.different": ["营业状态不同", "one is open, one is not"],
  "dates.successive": ["一家停业后另一家开业", "one closed before the other opened"],
  "opened.same": ["开业日期相同", "opened on the same day"],
  "rival.alike": ["另有同样相像的网点", "another outlet is as similar"],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type ReasonKey = keyof typeof reasonWords;

/** What a person should look at, the weightiest first: for, then against. */
export function reasonsOf(comparison: Comparison, hasRival: boolean): ReasonKey[] {
  const { nameLikeness, meters } = comparison;
  const reasons: (ReasonKey | false)[] = [
    comparison.nameless
      ? "name.none"
      : comparison.nameSame
        ? "name.same"
        : comparison.soundsLike
          ? "name.sounds"
          : comparison.contained
            ? "name.contained"
            : nameLikeness > 0.4
              ? "name.alike"
              : "name.different",
    comparison.phone === "same" ? "phone.same" : comparison.phone === "hotline" && "phone.hotline",
    comparison.address === "same" && "address.same",
    comparison.shifted ? "distance.shifted" : meters <= 60 ? "distance.near" : meters > 150 && "distance.far",
    `category.${comparison.category}`,
    comparison.chain && "chain.same",
    comparison.branch !== null && `branch.${comparison.branch}`,
    openedTogether(comparison) && "opened.same",
    comparison.phone === "different" && "phone.different",
    comparison.address === "different" && "address.different",
    comparison.floorsDiffer && "floors.different",
    comparison.kinds === "different" && "kinds.different",
    comparison.succeeds && "dates.successive",
    comparison.statusDiffers && "status.different",
    hasRival && "rival.alike",
  ];
  return reasons.filter((reason) => reason !== false);
}
