/** The options of siting: which candidates are worth a search, and whom each would cover. */
import { setImmediate } from "node:timers/promises";
import { gainsAlone } from "./cover.ts";
import type { Demand } from "./demand.ts";
import { chooseGreedily } from "./greedy.ts";
import { coverOf } from "./placed-cover.ts";
import type { PlacedCover } from "./placed-cover.ts";
import type { HomeWeights, SitingQuestion } from "./question.ts";

/** Between so many homes others get a turn. */
const homesPerTurn = 50_000;
/** Fewer are searched at once, more are weighed first. */
const fewCandidates = 3000;
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
  #isWeighed = false;
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
    const { candidates, count, fixed, signal, progress } = this.#question;
    const gains = await this.#gains();
    const most = gains.reduce((all, ofNeed) => all.map((gain, i) => Math.max(gain, ofNeed[i])));
    const isFixed = new Uint8Array(candidates.count);
    for (const { candidate } of fixed) isFixed[candidate] = 1;
    const order = Uint32Array.from(most.keys())
      .filter((candidate) => most[candidate] > 0 || isFixed[candidate] === 1)
      .sort((a, b) => isFixed[b] - isFixed[a] || most[b] - most[a] || a - b);
    let at = 0;
    while (at < order.length) {
      const worth = at === 0 ? 0 : this.#worth();
      let end = Math.min(order.length, at + Math.max(batch, at));
      while (end > at && most[order[end - 1]] <= worth && isFixed[order[end - 1]] === 0) end--;
      if (end === at || (this.#length > mostPairs && isFixed[order[at]] === 0)) break;
      while (at < end) {
        signal?.throwIfAborted();
        const part = order.subarray(at, Math.min(end, at + batch));
        await this.#search(part, gains);
        at += part.length;
        progress?.("looking at candidates", this.#share(at / order.length));
      }
    }
    this.#searched = at;
    return this.#options(this.#mostOfRest(order.subarray(at), gains, count));
  }

  /** Weighing comes first, where there is any. */
  #share(searched: number): number {
    return this.#isWeighed ? 0.6 + 0.3 * searched : 0.9 * searched;
  }

  /** Per need and candidate what it gains alone, 0 where it may not be chosen; Infinity where only a search will tell. */
  async #gains(): Promise<Float64Array[]> {
    const { needs, candidates, weigh, minimumHouseholds, progress } = this.#question;
    const gains = needs.map(() => new Float64Array(candidates.count).fill(Infinity));
    if (weigh !== null && candidates.count >= fewCandidates) {
      this.#isWeighed = true;
      const weights = await this.#weights();
      const among = minimumHouseholds > 0 ? null : this.#demand.isWanting;
      const sums = await weigh(weights, among, (fraction) => progress?.("weighing candidates", 0.6 * fraction));
      const width = weights.limits.length;
      for (let need = 0; need < needs.length; need++) {
        for (let candidate = 0; candidate < candidates.count; candidate++) {
          const hasFew = minimumHouseholds > 0 && sums[candidate * width + needs.length + need] < minimumHouseholds;
          if (hasFew && sums[candidate * width + need] > 0) this.#tooFew++;
          // added up in another order, the same homes may come to a little more
          gains[need][candidate] = hasFew ? 0 : sums[candidate * width + need] * (1 + 1e-12);
        }
      }
    }
    if (candidates.allows !== null) {
      for (let need = 0; need < needs.length; need++) {
        for (let candidate = 0; candidate < candidates.count; candidate++) {
          if (!candidates.allows(candidate, need)) gains[need][candidate] = 0;
        }
      }
    }
    return gains;
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
