/** The house numbers known along a road, and where another one must lie. */
import { along, distance, meanOf } from "./frame.ts";
import type { Foot, Point } from "./frame.ts";

export interface Anchor {
  main: number;
  sub: string | null;
  at: Point;
  /** 0 for a door. A number that a whole compound has lies within so much of its middle. */
  blurMeters: number;
  /** 13号院: in some lanes courtyards are counted by themselves. */
  courtyard: boolean;
  /** Long roads may be counted anew in the next district. */
  district: string | null;
}

/** Ways to tell where a number lies from others. */
type Method = "side" | "both" | "loose" | "beyond" | "beyond-both";
const METHODS: Method[] = ["side", "both", "loose", "beyond", "beyond-both"];

/** Where something is, and how far off that may be. */
export interface Estimate {
  at: Point;
  /** Two thirds of the true places lie within about this. */
  errorMeters: number;
  how: string;
}

/** Along a street, one number more is rarely more than this. */
const METERS_PER_NUMBER = 10;
/** A road's own numbers tell how regular it is; until so many have been looked at, others' experience counts too. */
const TRIALS_OF_PRIOR = 6;
const MOST_TRIALS = 30;
/** How far errors exceed what is estimated, where nothing is known of the road. */
const PRIOR: Record<Method, number> = { side: 1.6, both: 2.2, loose: 2, beyond: 2.2, "beyond-both": 2.8 };

export class HouseNumbers {
  readonly #anchors: Anchor[];
  readonly #foot: (point: Point) => Foot | null;
  readonly #scales: Record<Method, number>;

  /** `foot`: the nearest place on the road. */
  constructor(anchors: Anchor[], foot: (point: Point) => Foot | null) {
    this.#anchors = anchors.toSorted((a, b) => a.main - b.main);
    this.#foot = foot;
    this.#scales = this.#tried();
  }

  /** Where a house number lies: known, between known ones of its side, beyond the last one; null where nothing tells. */
  locate(main: number, sub: string | null, courtyard: boolean): (Estimate & { known: boolean }) | null {
    const same = this.#anchors.filter((anchor) => anchor.main === main);
    if (same.length > 0) return this.#known(same, sub, courtyard);
    let best: Estimate | null = null;
    for (const method of METHODS) {
      const estimate = this.#by(method, main, null);
      if (estimate === null) continue;
      const errorMeters = estimate.errorMeters * this.#scales[method];
      if (best === null || errorMeters < best.errorMeters) best = { ...estimate, errorMeters };
    }
    return best === null ? null : { ...best, known: false };
  }

  #by(method: Method, main: number, without: number | null): Estimate | null {
    const all = without === null ? this.#anchors : this.#anchors.filter((anchor) => anchor.main !== without);
    switch (method) {
      case "side":
        return this.#between(
          all.filter((anchor) => anchor.blurMeters === 0 && anchor.main % 2 === main % 2),
          main,
        );
      case "both":
        return this.#between(
          all.filter((anchor) => anchor.blurMeters === 0),
          main,
        );
      case "loose":
        return this.#between(all, main);
      case "beyond":
        return this.#beyond(
          all.filter((anchor) => anchor.main % 2 === main % 2),
          main,
        );
      case "beyond-both":
        return this.#beyond(all, main);
    }
  }

  /** Places the road's own numbers by the others and sees how far off that is: irregular roads are known by it. */
  #tried(): Record<Method, number> {
    const scales = { ...PRIOR };
    const firm = this.#anchors.filter(({ blurMeters }) => blurMeters === 0);
    const step = Math.max(1, Math.floor(firm.length / MOST_TRIALS));
    const trials = firm.filter((_, index) => index % step === 0);
    for (const method of METHODS) {
      const ratios: number[] = [];
      for (const { main, at } of trials) {
        const estimate = this.#by(method, main, main);
        if (estimate !== null) ratios.push(distance(estimate.at, at) / estimate.errorMeters);
      }
      if (ratios.length === 0) continue;
      ratios.sort((a, b) => a - b);
      const usual = ratios[Math.min(ratios.length - 1, Math.floor(ratios.length * 0.75))];
      const mixed = (usual * ratios.length + PRIOR[method] * TRIALS_OF_PRIOR) / (ratios.length + TRIALS_OF_PRIOR);
      scales[method] = Math.max(0.7, Math.min(5, mixed));
    }
    return scales;
  }

  #known(same: Anchor[], sub: string | null, courtyard: boolean): Estimate & { known: boolean } {
    const firm = same.filter((anchor) => anchor.blurMeters === 0 && anchor.courtyard === courtyard);
    const exact = firm.filter((anchor) => anchor.sub === sub);
    const [chosen, how, base] =
      exact.length > 0
        ? [exact, "已有门牌", 10]
        : firm.length > 0
          ? [firm, "同号门牌", 25]
          : same.some(({ blurMeters }) => blurMeters === 0)
            ? [same, "同号的院落或门牌", 70]
            : [same, "同号院落", 20 + 0.75 * Math.max(...same.map(({ blurMeters }) => blurMeters))];
    const at = medoid(chosen.map((anchor) => anchor.at));
    const spread = Math.max(...chosen.map((anchor) => distance(anchor.at, at)));
    return { at, errorMeters: base + spread * 0.7, how, known: base === 10 };
  }

  /** Between the nearest lower and higher number. */
  #between(anchors: Anchor[], main: number): Estimate | null {
    let lower: Anchor | null = null;
    let upper: Anchor | null = null;
    for (const anchor of anchors) {
      if (anchor.main < main) lower = anchor;
      else if (anchor.main > main && upper === null) upper = anchor;
    }
    if (lower === null || upper === null) return null;
    const steps = upper.main - lower.main;
    const gap = distance(lower.at, upper.at);
    // Far apart for so few numbers, or too near for so many: one of the two is not where or what it says.
    if (gap > 150 + steps * 30 || (steps > 60 && gap < steps * 0.8)) return null;
    const share = (main - lower.main) / steps;
    const nearer = Math.min(main - lower.main, upper.main - main);
    const wander = Math.sqrt(share * (1 - share)) * gap * 0.45;
    return {
      at: this.#onTheSide(along(lower.at, upper.at, share), lower.at, upper.at, gap),
      errorMeters: 12 + Math.min(wander, nearer * METERS_PER_NUMBER * 2 + 10),
      how: `介于${lower.main}号与${upper.main}号之间`,
    };
  }

  /** Beyond the last known number, by the metres per number of the last two that lie apart. */
  #beyond(anchors: Anchor[], main: number): Estimate | null {
    if (anchors.length === 0) return null;
    const byCloseness = anchors.toSorted((a, b) => Math.abs(a.main - main) - Math.abs(b.main - main));
    const [nearest] = byCloseness;
    const steps = Math.abs(nearest.main - main);
    const second = byCloseness.find(
      (anchor) =>
        anchor.main !== nearest.main && distance(anchor.at, nearest.at) > 20 && distance(anchor.at, nearest.at) < 800,
    );
    const plain = { at: nearest.at, errorMeters: 20 + steps * METERS_PER_NUMBER, how: `${nearest.main}号附近` };
    if (second === undefined) return plain;
    const perNumber = distance(second.at, nearest.at) / Math.abs(second.main - nearest.main);
    const meters = perNumber * steps;
    if (perNumber > 30 || meters > 600) return plain;
    const target = along(second.at, nearest.at, (main - second.main) / (nearest.main - second.main));
    const foot = this.#foot(target);
    const off = foot === null ? 0 : Math.max(0, foot.meters - 40);
    const errorMeters = 20 + meters * 0.45 + off;
    if (errorMeters >= plain.errorMeters) return plain;
    return {
      at: this.#onTheSide(target, nearest.at, second.at, meters + 50),
      errorMeters,
      how: `由${nearest.main}号推算`,
    };
  }

  /** Moves a guess to the road, as far beside it and on the side as the doors it came from. */
  #onTheSide(guess: Point, a: Point, b: Point, gap: number): Point {
    const foot = this.#foot(guess);
    if (foot === null || foot.meters > 60 + gap * 0.5) return guess;
    const [footA, footB] = [this.#foot(a), this.#foot(b)];
    if (footA === null || footB === null) return guess;
    // Headings of two ways may run against each other; the side is told by the sheet's own directions then.
    const sideOf = (other: Foot) =>
      other.sideMeters * Math.sign(other.heading[0] * foot.heading[0] + other.heading[1] * foot.heading[1] || 1);
    const side = Math.max(-40, Math.min(40, (sideOf(footA) + sideOf(footB)) / 2));
    return [foot.at[0] - foot.heading[1] * side, foot.at[1] + foot.heading[0] * side];
  }
}

function medoid(points: Point[]): Point {
  if (points.length <= 2) return meanOf(points);
  const sum = (point: Point) => points.reduce((total, other) => total + distance(point, other), 0);
  return points.reduce((best, point) => (sum(point) < sum(best) ? point : best));
}
