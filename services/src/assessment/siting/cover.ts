/**
 * Maximal covering in numbers alone: options cover elements, an element counts once however often it is covered, at most
 * so many options are chosen. An element is a home that lacks something, an option a place that could offer it.
 */

export interface Cover {
  /** Per element, not below 0. */
  weights: Float64Array;
  /** Option o covers elements[start[o]] … elements[start[o + 1] - 1], each once. */
  start: Uint32Array;
  elements: Uint32Array;
  /** At most so many options are chosen. */
  count: number;
  /** May these two not be chosen together? null: all may. */
  clash: ((one: number, other: number) => boolean) | null;
  /** Per option its clique, whose members all clash with each other; -1 where it is in none. null: there are none. */
  cliqueOf: Int32Array | null;
  /** What options that were never looked at could gain at most, each. They are never chosen, but no bound forgets them. */
  unseen: Float64Array;
}

export interface Choice {
  /** In the order chosen: each gains most beside those before it, until something was exchanged. */
  options: number[];
  value: number;
}

export function optionCount(cover: Cover): number {
  return cover.start.length - 1;
}

/** What each option gains alone. */
export function gainsAlone({ weights, start, elements }: Cover): Float64Array {
  const gains = new Float64Array(start.length - 1);
  for (let option = 0; option < gains.length; option++) {
    let gain = 0;
    for (let i = start[option]; i < start[option + 1]; i++) gain += weights[elements[i]];
    gains[option] = gain;
  }
  return gains;
}

/** Equal as far as sums of many fractions can tell. */
export function tolerance(cover: Cover): number {
  let total = 1;
  for (const weight of cover.weights) total += weight;
  return total * 1e-11;
}

/** What is chosen, and how often it covers each element. */
export class Chosen {
  readonly options: number[] = [];
  readonly times: Uint16Array;
  readonly #cover: Cover;

  constructor(cover: Cover) {
    this.#cover = cover;
    this.times = new Uint16Array(cover.weights.length);
  }

  /** What an option would add. */
  gain(option: number): number {
    const { weights, start, elements } = this.#cover;
    let gain = 0;
    for (let i = start[option]; i < start[option + 1]; i++) {
      const element = elements[i];
      if (this.times[element] === 0) gain += weights[element];
    }
    return gain;
  }

  add(option: number): void {
    const { start, elements } = this.#cover;
    for (let i = start[option]; i < start[option + 1]; i++) this.times[elements[i]]++;
    this.options.push(option);
  }

  remove(option: number): void {
    const { start, elements } = this.#cover;
    for (let i = start[option]; i < start[option + 1]; i++) this.times[elements[i]]--;
    this.options.splice(this.options.indexOf(option), 1);
  }

  /** Those chosen that an option cannot stand beside. */
  clashing(option: number): number[] {
    const { clash } = this.#cover;
    return clash === null ? [] : this.options.filter((chosen) => chosen === option || clash(chosen, option));
  }

  value(): number {
    const { weights } = this.#cover;
    let value = 0;
    for (let element = 0; element < weights.length; element++) if (this.times[element] > 0) value += weights[element];
    return value;
  }
}
