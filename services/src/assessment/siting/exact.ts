/** The best choice of all where that can be found in time: branch and bound. */
import { Chosen, gainsAlone, optionCount, tolerance } from "./cover.ts";
import type { Choice, Cover } from "./cover.ts";
import type { UpperBound } from "./upper-bound.ts";

export interface Searched {
  choice: Choice;
  /** No choice gains more; the choice's own value where it is the best. */
  upper: number;
}

/**
 * Looks through all choices that could gain more than the known one, and leaves off after `mostLooks` elements looked at:
 * then `upper` says what could still be found. The number of looks, not the clock, decides, so that answers are the same
 * on every machine.
 */
export function searchBest(cover: Cover, known: Choice, bound: UpperBound, mostLooks: number): Searched {
  const search = new BestSearch(cover, known, bound, mostLooks);
  return search.run();
}

class BestSearch {
  readonly #cover: Cover;
  readonly #bound: UpperBound;
  /** What options are paid at the prices of the bound. */
  readonly #paid: Float64Array;
  /** Weight that the prices give away. */
  #kept = 0;
  readonly #chosen: Chosen;
  #best: Choice;
  #looksLeft: number;
  /** A choice must gain so much more to be better. */
  readonly #least: number;
  readonly #isWhole: boolean;
  readonly #unseen: number;
  /** Upper bound of all that was left off. */
  #open = 0;

  constructor(cover: Cover, known: Choice, bound: UpperBound, mostLooks: number) {
    this.#cover = cover;
    this.#bound = bound;
    this.#best = known;
    this.#looksLeft = mostLooks;
    this.#chosen = new Chosen(cover);
    this.#isWhole = cover.weights.every(Number.isInteger);
    this.#least = tolerance(cover);
    this.#paid = gainsAlone({ ...cover, weights: bound.prices });
    for (let element = 0; element < cover.weights.length; element++) {
      this.#kept += cover.weights[element] - bound.prices[element];
    }
    this.#unseen = cover.unseen.reduce((most, gain) => Math.max(most, gain), 0);
  }

  run(): Searched {
    const { count } = this.#cover;
    if (this.#isHopeless(this.#bound.value)) return this.#answer();
    const all = Uint32Array.from({ length: optionCount(this.#cover) }, (_, option) => option);
    // an option that cannot be part of anything better is left out for good
    const mostPaid = this.#paid.toSorted().reverse().slice(0, count);
    const withOne = mostPaid.slice(0, count - 1).reduce((sum, paid) => sum + Math.max(paid, this.#unseen), this.#kept);
    const useful = all.filter((option) => !this.#isHopeless(withOne + this.#paid[option]));
    // what was never looked at can only be shut out, not chosen
    if (this.#unseen > 0 && !this.#isHopeless(withOne + this.#unseen)) this.#open = this.#bound.value;
    else this.#visit(useful, 0, this.#kept);
    return this.#answer();
  }

  #answer(): Searched {
    const upper = Math.max(this.#best.value, Math.min(this.#bound.value, this.#open));
    return { choice: this.#best, upper: this.#isHopeless(upper) ? this.#best.value : upper };
  }

  /** Nothing better than the best can be found below this bound. */
  #isHopeless(upper: number): boolean {
    return this.#isWhole ? upper < this.#best.value + 1 - 1e-6 : upper <= this.#best.value + this.#least;
  }

  /** All choices of those chosen so far and any of `options`. `paid` includes what the chosen are paid. */
  #visit(options: Uint32Array, value: number, paid: number): void {
    const left = this.#cover.count - this.#chosen.options.length;
    if (value > this.#best.value + this.#least) {
      this.#best = { options: [...this.#chosen.options], value: this.#chosen.value() };
    }
    if (left === 0 || options.length === 0) return;
    const gains = this.#gainsOf(options);
    const order = Uint32Array.from(gains.keys()).sort((a, b) => gains[b] - gains[a] || options[a] - options[b]);
    const usable = order.filter((i) => gains[i] > 0);
    if (this.#isHopeless(paid + this.#mostPaid(options, usable, left))) return;
    for (let i = 0; i < usable.length; i++) {
      // all that is left to look at here takes at most the best of what each gains
      let upper = value;
      for (let k = i; k < Math.min(i + left, usable.length); k++) upper += gains[usable[k]];
      if (this.#isHopeless(upper)) return;
      if (this.#looksLeft <= 0) {
        this.#open = Math.max(this.#open, Math.min(upper, paid + this.#mostPaid(options, usable.subarray(i), left)));
        return;
      }
      const option = options[usable[i]];
      const { clash } = this.#cover;
      const others = usable.subarray(i + 1).filter((k) => clash === null || !clash(option, options[k]));
      this.#chosen.add(option);
      this.#visit(
        others.map((k) => options[k]),
        value + gains[usable[i]],
        paid + this.#paid[option],
      );
      this.#chosen.remove(option);
    }
  }

  #gainsOf(options: Uint32Array): Float64Array {
    const { start } = this.#cover;
    const gains = new Float64Array(options.length);
    for (let i = 0; i < options.length; i++) {
      gains[i] = this.#chosen.gain(options[i]);
      this.#looksLeft -= start[options[i] + 1] - start[options[i]] + 1;
    }
    return gains;
  }

  #mostPaid(options: Uint32Array, usable: Uint32Array, left: number): number {
    const paid = Float64Array.from(usable, (i) => this.#paid[options[i]]).sort();
    let sum = 0;
    for (let i = 0; i < Math.min(left, paid.length); i++) sum += paid[paid.length - 1 - i];
    return sum;
  }
}
