/**
 * No choice gains more than this: the Lagrangian dual of maximal covering. Of each element's weight a part (its price) is
 * paid to the options that cover it, the rest is given away for nothing; what the best options are then paid, and the rest,
 * is at least what any choice gains. Prices are moved until that is as little as can be found.
 */
import { Chosen, gainsAlone, optionCount } from "./cover.ts";
import type { Choice, Cover } from "./cover.ts";

export interface UpperBound {
  value: number;
  /** Per element: what its cover is paid at the lowest bound found. */
  prices: Float64Array;
  /** The best choice met on the way, where it is better than the one known. */
  choice: Choice | null;
}

/** So many elements are looked at in all rounds together at most; and so many rounds made. */
const mostLooks = 4e8;
const mostRounds = 600;
/** Rounds without a lower bound until steps become shorter. */
const patience = 12;

export function lagrangianBound(cover: Cover, known: Choice): UpperBound {
  const { weights, start, elements } = cover;
  const alone = gainsAlone(cover);
  const { active, rest } = worthPricing(cover, alone, known);
  let size = 0;
  for (const option of active) size += start[option + 1] - start[option];
  const rounds = Math.min(mostRounds, Math.floor(mostLooks / (size + weights.length + 1)));

  const prices = firstPrices(cover, known);
  const paid = new Float64Array(active.length);
  const times = new Uint16Array(weights.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const picker = new Picker(cover, active, rest);
  const best: UpperBound = { value: total, prices: prices.slice(), choice: null };
  let bestKnown = known.value;
  let step = 1;
  let since = 0;
  for (let round = 0; round <= rounds; round++) {
    let kept = 0;
    for (let element = 0; element < weights.length; element++) kept += weights[element] - prices[element];
    for (let a = 0; a < active.length; a++) {
      let sum = 0;
      const end = start[active[a] + 1];
      for (let i = start[active[a]]; i < end; i++) sum += prices[elements[i]];
      paid[a] = sum;
    }
    const value = kept + picker.pick(paid);
    if (value < best.value) {
      if (best.value - value > 1e-5 * best.value) since = 0;
      best.value = value;
      best.prices.set(prices);
    } else since++;
    const picked = picker.picked.map((a) => active[a]);
    const choice = tried(cover, picked);
    if (choice.value > bestKnown) {
      bestKnown = choice.value;
      best.choice = choice;
    }
    if (best.value - bestKnown <= 1e-9 * best.value) break;
    if (since >= patience) {
      step /= 2;
      since = 0;
      prices.set(best.prices);
      if (step < 0.002) break;
      continue;
    }
    times.fill(0);
    for (const option of picked) for (let i = start[option]; i < start[option + 1]; i++) times[elements[i]]++;
    let norm = 0;
    for (let element = 0; element < weights.length; element++) {
      if (isStuck(times[element], prices[element], weights[element])) continue;
      norm += (1 - times[element]) ** 2;
    }
    if (norm === 0) break;
    const length = (step * Math.max(value - bestKnown, 1e-4 * value)) / norm;
    for (let element = 0; element < weights.length; element++) {
      const moved = prices[element] + length * (1 - times[element]);
      prices[element] = moved < 0 ? 0 : moved > weights[element] ? weights[element] : moved;
    }
  }
  return best;
}

/** Prices at the end of their span that would be moved beyond it. */
function isStuck(times: number, price: number, weight: number): boolean {
  return times === 0 ? price >= weight : times > 1 ? price <= 0 : true;
}

/**
 * Prices at which the bound is what the known choice gains and the best gains beside it: nothing for what it covers. The
 * middle between those and full prices is nearer to the lowest bound than either.
 */
function firstPrices(cover: Cover, known: Choice): Float64Array {
  const chosen = new Chosen(cover);
  for (const option of known.options) chosen.add(option);
  return cover.weights.map((weight, element) => (chosen.times[element] > 1 ? weight / chosen.times[element] : weight));
}

/**
 * Options that gain so little alone that they could hardly be among the best paid are not priced: they count with all
 * that they gain alone, which is no less.
 */
function worthPricing(cover: Cover, alone: Float64Array, known: Choice): { active: Uint32Array; rest: Float64Array } {
  const chosen = new Chosen(cover);
  let last = Infinity;
  for (const option of known.options) {
    last = Math.min(last, chosen.gain(option));
    chosen.add(option);
  }
  const isLarge = cover.elements.length > 1_000_000 && known.options.length === cover.count;
  const least = isLarge ? 0.75 * last : 0;
  const active: number[] = [];
  const rest: number[] = [...cover.unseen];
  for (let option = 0; option < optionCount(cover); option++) {
    if (alone[option] > least) active.push(option);
    else if (alone[option] > 0) rest.push(alone[option]);
  }
  rest.sort((a, b) => b - a);
  return { active: Uint32Array.from(active), rest: Float64Array.from(rest.slice(0, cover.count)) };
}

/** Those of the options that may stand together, in the order given. */
function tried(cover: Cover, options: readonly number[]): Choice {
  const chosen = new Chosen(cover);
  for (const option of options) if (chosen.clashing(option).length === 0) chosen.add(option);
  return { options: [...chosen.options], value: chosen.value() };
}

/** Picks the best paid, of each clique one. */
class Picker {
  readonly #count: number;
  readonly #rest: Float64Array;
  /** Per active option its clique, -1 where it is in none. */
  readonly #cliqueOf: Int32Array | null;
  readonly #bestOfClique: Int32Array;
  readonly #order: number[] = [];
  /** Indices among the active options. */
  picked: number[] = [];

  constructor(cover: Cover, active: Uint32Array, rest: Float64Array) {
    this.#count = cover.count;
    this.#rest = rest;
    const { cliqueOf } = cover;
    this.#cliqueOf = cliqueOf && Int32Array.from(active, (option) => cliqueOf[option]);
    const cliques = this.#cliqueOf?.reduce((most, clique) => Math.max(most, clique + 1), 0) ?? 0;
    this.#bestOfClique = new Int32Array(cliques);
  }

  /** What they are paid together. */
  pick(paid: Float64Array): number {
    const candidates = this.#candidates(paid);
    const best = mostOf(candidates, paid, this.#count);
    // those without a price take part with what they could gain
    let value = 0;
    let own = 0;
    let other = 0;
    while (own + other < this.#count && (own < best.length || other < this.#rest.length)) {
      const isOwn = own < best.length && (other >= this.#rest.length || paid[best[own]] >= this.#rest[other]);
      value += isOwn ? paid[best[own++]] : this.#rest[other++];
    }
    this.picked = best.slice(0, own);
    return value;
  }

  #candidates(paid: Float64Array): ArrayLike<number> {
    const cliqueOf = this.#cliqueOf;
    if (cliqueOf === null) return { length: paid.length };
    const bestOf = this.#bestOfClique.fill(-1);
    const order = this.#order;
    order.length = 0;
    for (let a = 0; a < paid.length; a++) {
      const clique = cliqueOf[a];
      if (clique < 0) order.push(a);
      else if (bestOf[clique] < 0 || paid[a] > paid[bestOf[clique]]) bestOf[clique] = a;
    }
    for (const a of bestOf) if (a >= 0) order.push(a);
    return order;
  }
}

/** The `count` best paid, the best first; equal ones by number. A list without entries stands for all numbers. */
function mostOf(list: ArrayLike<number>, paid: Float64Array, count: number): number[] {
  const isAll = !(0 in list);
  const best: number[] = [];
  for (let i = 0; i < list.length; i++) {
    const a = isAll ? i : list[i];
    const isBetter = (than: number): boolean => paid[a] > paid[than] || (paid[a] === paid[than] && a < than);
    if (best.length === count && (count === 0 || !isBetter(best[count - 1]))) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBetter(best[middle])) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, a);
    if (best.length > count) best.pop();
  }
  return best;
}
