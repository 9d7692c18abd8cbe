/** A good choice soon: the best next one again and again, then exchanges of one for another while that gains. */
import { Chosen, gainsAlone, tolerance } from "./cover.ts";
import type { Choice, Cover } from "./cover.ts";

/**
 * Adds the option that gains most until there are as many as there may be or none gains anything. What an option gained
 * when last looked at is a bound on what it gains now, so that few are looked at again. Equal gains: the lower option.
 */
export function chooseGreedily(cover: Cover, chosen: Chosen = new Chosen(cover)): Choice {
  const queue = new GainQueue(gainsAlone(cover));
  while (chosen.options.length < cover.count && queue.length > 0) {
    const option = queue.pop();
    const isUsable = !chosen.options.includes(option) && chosen.clashing(option).length === 0;
    const gain = isUsable ? chosen.gain(option) : 0;
    if (gain <= 0) continue;
    if (queue.length > 0 && queue.isBefore(queue.gain, queue.first, gain, option)) queue.push(gain, option);
    else chosen.add(option);
  }
  return { options: [...chosen.options], value: chosen.value() };
}

/** Exchanges one chosen option for another, the best exchange first, while that gains; fills up what remains free. */
export function improve(cover: Cover, choice: Choice, mostExchanges = 200): Choice {
  const chosen = new Chosen(cover);
  for (const option of choice.options) chosen.add(option);
  const alone = gainsAlone(cover);
  const byGain = Uint32Array.from(alone.keys()).sort((a, b) => alone[b] - alone[a] || a - b);
  const least = tolerance(cover);
  for (let exchange = 0; exchange < mostExchanges; exchange++) {
    const best = bestExchange(cover, chosen, byGain, alone);
    if (best === null || best.gain <= least) break;
    chosen.remove(best.out);
    chosen.add(best.in);
    chooseGreedily(cover, chosen);
  }
  const options = inOrderOfGain(cover, chosen.options);
  return { options, value: chosen.value() };
}

/** The same options, each the one that gains most beside those before it. */
export function inOrderOfGain(cover: Cover, options: readonly number[]): number[] {
  const chosen = new Chosen(cover);
  const left = [...options].sort((a, b) => a - b);
  while (left.length > 0) {
    let best = 0;
    let gain = chosen.gain(left[0]);
    for (let i = 1; i < left.length; i++) {
      const other = chosen.gain(left[i]);
      if (other > gain) [best, gain] = [i, other];
    }
    chosen.add(left[best]);
    left.splice(best, 1);
  }
  return chosen.options;
}

function bestExchange(
  cover: Cover,
  chosen: Chosen,
  byGain: Uint32Array,
  alone: Float64Array,
): { out: number; in: number; gain: number } | null {
  const { weights, start, elements } = cover;
  const { times, options } = chosen;
  if (options.length === 0) return null;
  // what is covered once is lost with the option that covers it
  const ownerOf = new Int32Array(weights.length).fill(-1);
  const loss = options.map((option, owner) => {
    let lost = 0;
    for (let i = start[option]; i < start[option + 1]; i++) {
      const element = elements[i];
      if (times[element] !== 1) continue;
      ownerOf[element] = owner;
      lost += weights[element];
    }
    return lost;
  });
  const leastLoss = Math.min(...loss);
  const regained = new Float64Array(options.length);
  let best: { out: number; in: number; gain: number } | null = null;
  for (const option of byGain) {
    if (alone[option] - leastLoss <= (best?.gain ?? 0)) break;
    if (options.includes(option)) continue;
    const clashing = chosen.clashing(option);
    if (clashing.length > 1) continue;
    regained.fill(0);
    let gain = 0;
    for (let i = start[option]; i < start[option + 1]; i++) {
      const element = elements[i];
      if (times[element] === 0) gain += weights[element];
      else if (ownerOf[element] >= 0) regained[ownerOf[element]] += weights[element];
    }
    for (let owner = 0; owner < options.length; owner++) {
      if (clashing.length === 1 && clashing[0] !== options[owner]) continue;
      const net = gain + regained[owner] - loss[owner];
      if (net > (best?.gain ?? 0)) best = { out: options[owner], in: option, gain: net };
    }
  }
  return best;
}

/** Options by what they gain, the most first; equal ones by number. */
class GainQueue {
  readonly #gains: Float64Array;
  readonly #options: Uint32Array;
  length: number;

  constructor(gains: Float64Array) {
    this.#options = Uint32Array.from(gains.keys()).sort((a, b) => gains[b] - gains[a] || a - b);
    // sorted is a heap
    this.#gains = Float64Array.from(this.#options, (option) => gains[option]);
    this.length = gains.length;
  }

  get first(): number {
    return this.#options[0];
  }

  get gain(): number {
    return this.#gains[0];
  }

  isBefore(gain: number, option: number, otherGain: number, other: number): boolean {
    return gain > otherGain || (gain === otherGain && option < other);
  }

  pop(): number {
    const option = this.#options[0];
    const last = --this.length;
    if (last > 0) this.#sink(this.#gains[last], this.#options[last]);
    return option;
  }

  push(gain: number, option: number): void {
    let at = this.length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isBefore(this.#gains[parent], this.#options[parent], gain, option)) break;
      this.#gains[at] = this.#gains[parent];
      this.#options[at] = this.#options[parent];
      at = parent;
    }
    this.#gains[at] = gain;
    this.#options[at] = option;
  }

  #sink(gain: number, option: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.length) break;
      const right = child + 1;
      if (
        right < this.length &&
        this.isBefore(this.#gains[right], this.#options[right], this.#gains[child], this.#options[child])
      ) {
        child = right;
      }
      if (this.isBefore(gain, option, this.#gains[child], this.#options[child])) break;
      this.#gains[at] = this.#gains[child];
      this.#options[at] = this.#options[child];
      at = child;
    }
    this.#gains[at] = gain;
    this.#options[at] = option;
  }
}
