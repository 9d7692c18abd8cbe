/** The options of siting: which candidates are worth a search, and whom each would cover. */
import { setImmediate } from "node:timers/promises";
import { gainsAlone } from "./cover.ts";
import type { Demand } from "./demand.ts";
import { chooseGreedily } from "./greedy.ts";
import { coverOf } from "./placed-cover.ts";
import type { PlacedCover } from "./placed-cover.ts";
import type { HomeWeights, SitingQuestion, Weighing } from "./question.ts";

/** Between so many homes others get a turn. */
const homesPerTurn = 50_000;
/** Fewer are searched at once, more are weighed first. */
const fewCandidates = 3000;
/** More are put into groups, and the groups weighed before the candidates. */
const manyCandidates = 20_000;
/** So many candidates of the best groups are weighed before it is known what is worth it. */
const firstWeighed = 8192;
/** Candidates are searched so many at a time, after each of which the work can be called off. */
const batch = 1024;
/** So many pairs of option and home are held at most; candidates beyond are only counted in the bound. */
const mostPairs = 40_000_000;
/** Of what the last site gains, candidates that could gain so much are searched. */
const worthSearching = 0.8;

export interface Options {
  cover: PlacedCover;
  candidateOf: Int32Array;
  needOf: Int32Array;
  fixed: number[];
  searched: number;
  tooFewHouseholds: number;
}

/** Searches candidates, those that could gain most first, until the rest could not matter. */
export class OptionFinder {
  readonly #question: SitingQuestion;
  readonly #demand: Demand;
  readonly #longest: number;
  #elements = new Uint32Array(1 << 16);
  #length = 0;
  readonly #start: number[] = [0];
  readonly #candidateOf: number[] = [];
  readonly #needOf: number[] = [];
  readonly #fixed: Map<string, number>;
  readonly #fixedOptions: number[];
  #searched = 0;
  #tooFew = 0;

  constructor(question: SitingQuestion, demand: Demand) {
    this.#question = question;
    this.#demand = demand;
    this.#longest = Math.max(...question.needs.map(({ ringMinutes }) => ringMinutes));
    this.#fixed = new Map(question.fixed.map(({ candidate, need }, i) => [`${candidate} ${need}`, i]));
    this.#fixedOptions = question.fixed.map(() => -1);
  }

  async find(): Promise<Options> {
    const { candidates, weigh, minimumHouseholds } = this.#question;
    if (weigh === null || candidates.count < fewCandidates) return this.#choose(null);
    const grouped = candidates.count >= manyCandidates;
    const weights = await this.#weights();
    const weighing = await weigh(weights, minimumHouseholds > 0 ? null : this.#demand.isWanting, grouped);
    try {
      return await this.#choose(new Gains(this.#question, weighing, weights.limits.length));
    } finally {
      weighing.release();
    }
  }

  /** Searches candidates, those first that gain most alone, or may. */
  async #choose(gains: Gains | null): Promise<Options> {
    const { candidates, needs, count, fixed, signal, progress } = this.#question;
    await gains?.begin();
    const known = gains?.ofNeed ?? needs.map(() => new Float64Array(candidates.count).fill(Infinity));
    forbid(known, candidates);
    const isFixed = new Uint8Array(candidates.count);
    for (const { candidate } of fixed) isFixed[candidate] = 1;
    const sorted = (list: Uint32Array): { order: Uint32Array; most: Float64Array } => {
      const most = known.reduce((all, ofNeed) => all.map((gain, i) => Math.max(gain, ofNeed[i])), known[0]);
      const order = list
        .filter((candidate) => most[candidate] > 0 || isFixed[candidate] === 1)
        .sort((a, b) => isFixed[b] - isFixed[a] || most[b] - most[a] || a - b);
      return { order, most };
    };
    let { order, most } = sorted(Uint32Array.from({ length: candidates.count }, (_, candidate) => candidate));
    let at = 0;
    while (at < order.length) {
      const worth = at === 0 ? 0 : this.#worth();
      // now that it is known what is worth a search, the rest is weighed one by one, where it was not
      if (at > 0 && (await gains?.refine(order.subarray(at).filter((candidate) => most[candidate] > worth)))) {
        forbid(known, candidates);
        const rest = sorted(order.slice(at));
        most = rest.most;
        order = Uint32Array.from([...order.subarray(0, at), ...rest.order]);
      }
      let end = Math.min(order.length, at + Math.max(batch, at));
      while (end > at && most[order[end - 1]] <= worth && isFixed[order[end - 1]] === 0) end--;
      if (end === at || (this.#length > mostPairs && isFixed[order[at]] === 0)) break;
      while (at < end) {
        signal?.throwIfAborted();
        const part = order.subarray(at, Math.min(end, at + batch));
        await this.#search(part, known);
        at += part.length;
        progress?.("looking at candidates", gains === null ? (0.9 * at) / order.length : null);
      }
    }
    this.#searched = at;
    this.#tooFew += gains?.tooFew ?? 0;
    return this.#options(this.#mostOfRest(order.subarray(at), known, count));
  }

  /** What homes weigh for each need that they lack; behind these, for each need, what they are as customers. */
  async #weights(): Promise<HomeWeights> {
    const { homes, needs, minimumHouseholds } = this.#question;
    const demand = this.#demand;
    const limits = needs.map(({ ringMinutes }) => ringMinutes * 60_000);
    const withCustomers = minimumHouseholds > 0;
    const start = new Uint32Array(new SharedArrayBuffer((homes.count + 1) * 4));
    const perHome = withCustomers ? needs.length : 0;
    const length = demand.weights.length + perHome * homes.count;
    const what = new Uint8Array(new SharedArrayBuffer(length));
    const weight = new Float64Array(new SharedArrayBuffer(length * 8));
    let at = 0;
    for (let home = 0; home < homes.count; home++) {
      if (home % homesPerTurn === homesPerTurn - 1) await setImmediate();
      for (let need = 0; need < needs.length; need++) {
        const element = demand.elementOf(home, need);
        if (element < 0) continue;
        what[at] = need;
        weight[at++] = demand.weights[element];
      }
      for (let need = 0; need < perHome; need++) {
        what[at] = needs.length + need;
        weight[at++] = homes.households[home];
      }
      start[home + 1] = at;
    }
    return { limits: withCustomers ? [...limits, ...limits] : limits, start, what, weight };
  }

  /** What a candidate must be able to gain to be worth a search: it depends on what the last site gains of those known. */
  #worth(): number {
    const cover = coverOf(this.#options(new Float64Array()).cover);
    const { options } = chooseGreedily({ ...cover, clash: null });
    if (options.length < cover.count) return 0;
    const alone = gainsAlone(cover);
    const seen = new Uint8Array(cover.weights.length);
    let last = alone[options[0]];
    for (const option of options) {
      let gain = 0;
      for (let i = cover.start[option]; i < cover.start[option + 1]; i++) {
        const element = cover.elements[i];
        if (seen[element] === 1) continue;
        seen[element] = 1;
        gain += cover.weights[element];
      }
      last = Math.min(last, gain);
    }
    return worthSearching * last;
  }

  async #search(candidates: Uint32Array, gains: readonly Float64Array[]): Promise<void> {
    const { homes, needs, around, minimumHouseholds } = this.#question;
    const demand = this.#demand;
    // who lacks nothing is a customer all the same
    const among = minimumHouseholds > 0 ? null : demand.isWanting;
    const { start, home, seconds } = await around(candidates, this.#longest, among);
    for (let i = 0; i < candidates.length; i++) {
      const candidate = candidates[i];
      for (let need = 0; need < needs.length; need++) {
        const fixed = this.#fixed.get(`${candidate} ${need}`);
        if (gains[need][candidate] === 0 && fixed === undefined) continue;
        const from = this.#length;
        const limit = needs[need].ringMinutes * 60;
        this.#makeRoom(start[i + 1] - start[i]);
        let households = 0;
        for (let k = start[i]; k < start[i + 1]; k++) {
          if (seconds[k] > limit) continue;
          households += homes.households[home[k]];
          const element = demand.elementOf(home[k], need);
          if (element >= 0) this.#elements[this.#length++] = element;
        }
        if (fixed === undefined && households < minimumHouseholds) {
          this.#length = from;
          this.#tooFew++;
        }
        if (this.#length === from && fixed === undefined) continue;
        // sums do not depend on the order in which threads found homes
        this.#elements.subarray(from, this.#length).sort();
        if (fixed !== undefined) this.#fixedOptions[fixed] = this.#needOf.length;
        this.#start.push(this.#length);
        this.#candidateOf.push(candidate);
        this.#needOf.push(need);
      }
    }
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#elements.length) return;
    const larger = new Uint32Array(Math.max(this.#length + more, this.#elements.length * 2));
    larger.set(this.#elements.subarray(0, this.#length));
    this.#elements = larger;
  }

  /** The most that candidates which were not searched could gain, as many as could be chosen. */
  #mostOfRest(candidates: Uint32Array, gainsOf: readonly Float64Array[], count: number): Float64Array {
    const gains: number[] = [];
    for (const candidate of candidates) {
      const ofCandidate = gainsOf.map((ofNeed) => ofNeed[candidate]).filter((gain) => gain > 0);
      if (this.#question.candidates.takesOne?.[candidate] === 1) gains.push(Math.max(...ofCandidate));
      else gains.push(...ofCandidate);
    }
    return Float64Array.from(gains.sort((a, b) => b - a).slice(0, count));
  }

  #options(unseen: Float64Array): Options {
    const { candidates, count, minimumDistanceMeters } = this.#question;
    const candidateOf = Int32Array.from(this.#candidateOf);
    const needOf = Int32Array.from(this.#needOf);
    return {
      candidateOf,
      needOf,
      fixed: this.#fixedOptions.filter((option) => option >= 0),
      searched: this.#searched,
      tooFewHouseholds: this.#tooFew,
      cover: {
        weights: this.#demand.weights,
        start: Uint32Array.from(this.#start),
        elements: this.#elements.slice(0, this.#length),
        count,
        unseen,
        placeOf: candidateOf,
        needOf,
        lngLat: candidates.lngLat,
        takesOne: candidates.takesOne,
        minimumDistanceMeters,
      },
    };
  }
}

/** What may not be chosen gains nothing. */
function forbid(gains: readonly Float64Array[], { count, allows }: SitingQuestion["candidates"]): void {
  if (allows === null) return;
  for (const [need, ofNeed] of gains.entries()) {
    for (let candidate = 0; candidate < count; candidate++) {
      if (ofNeed[candidate] > 0 && !allows(candidate, need)) ofNeed[candidate] = 0;
    }
  }
}

/** What candidates gain alone, or no less than that: as far as it was weighed. */
class Gains {
  /** Per need and candidate. */
  readonly ofNeed: Float64Array[];
  tooFew = 0;
  readonly #question: SitingQuestion;
  readonly #weighing: Weighing;
  readonly #width: number;
  /** 1 where what it gains is known, not only a bound. */
  readonly #isKnown: Uint8Array;

  constructor(question: SitingQuestion, weighing: Weighing, width: number) {
    this.#question = question;
    this.#weighing = weighing;
    this.#width = width;
    this.ofNeed = question.needs.map(() => new Float64Array(question.candidates.count));
    this.#isKnown = new Uint8Array(question.candidates.count);
  }

  /** Weighs all, or where there are groups these, and the candidates of the best. */
  async begin(): Promise<void> {
    const { groups } = this.#weighing;
    const { count } = this.#question.candidates;
    const all = Uint32Array.from({ length: count }, (_, candidate) => candidate);
    if (groups === null) {
      await this.refine(all);
      return;
    }
    const { leader, extra } = groups;
    const extraOf = new Int32Array(new SharedArrayBuffer(count * 4));
    for (const candidate of all) extraOf[leader[candidate]] = Math.max(extraOf[leader[candidate]], extra[candidate]);
    const leaders = all.filter((candidate) => leader[candidate] === candidate);
    const sums = await this.#weigh(leaders, extraOf);
    for (const candidate of all) this.#take(candidate, sums, leader[candidate]);
    const most = this.ofNeed.reduce((one, other) => one.map((gain, i) => Math.max(gain, other[i])));
    const first = all.sort((a, b) => most[b] - most[a] || a - b).slice(0, firstWeighed);
    await this.refine(first);
  }

  /** Weighs those that were not; false where all were. */
  async refine(candidates: Uint32Array): Promise<boolean> {
    const unknown = candidates.filter((candidate) => this.#isKnown[candidate] === 0);
    if (unknown.length === 0) return false;
    const sums = await this.#weigh(unknown, null);
    for (const candidate of unknown) {
      this.#isKnown[candidate] = 1;
      this.#take(candidate, sums, candidate);
    }
    return true;
  }

  #weigh(candidates: Uint32Array, extra: Int32Array | null): Promise<Float64Array> {
    const { progress } = this.#question;
    return this.#weighing.weigh(candidates, extra, (fraction) => progress?.("weighing candidates", 0.9 * fraction));
  }

  #take(candidate: number, sums: Float64Array, row: number): void {
    const { needs, minimumHouseholds } = this.#question;
    for (let need = 0; need < needs.length; need++) {
      const gain = sums[row * this.#width + need];
      const hasFew = minimumHouseholds > 0 && sums[row * this.#width + needs.length + need] < minimumHouseholds;
      if (hasFew && gain > 0) this.tooFew++;
      // added up in another order, the same homes may come to a little more
      this.ofNeed[need][candidate] = hasFew ? 0 : gain * (1 + 1e-12);
    }
  }
}
