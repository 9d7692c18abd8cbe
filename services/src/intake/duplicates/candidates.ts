/** Which pairs are worth comparing: of a hundred thousand outlets, a few for each. Pure. */
import { metersBetween } from "./features.ts";
import type { Profile, Profiles } from "./profiles.ts";

/** Neighbours within this are compared whatever they are called. */
const CELL_METERS = 90;
/** Farther apart, two places are two shops, whatever else agrees. */
const FARTHEST_METERS = 1_500;
/** What more outlets share says too little to compare all of them. */
const LARGEST_GROUP = 60;
/** So many of the rarest parts of a name are followed. */
const RAREST = 4;
/** Where more stand in a cell, their names must share a part that is not common, unless one has no name. */
const CROWDED = 8;
/** A part of names is common that more than this share of the city has, such as 便利 or 中心. */
const COMMON_SHARE = 0.01;
const LEAST_COMMON = 40;
/** In the groups of a crowd, stands for having no name. */
const NAMELESS = -1;

type Groups<K> = Map<K, number[]>;

export class Candidates {
  readonly #list: Profile[];
  readonly #counts: Int32Array;
  readonly #cells: Groups<number> = new Map();
  readonly #inCrowd = new Map<number, Groups<number>>();
  readonly #byPhone: Groups<string> = new Map();
  readonly #byGram: Groups<number> = new Map();
  readonly #byName: Groups<string> = new Map();
  readonly #byAddress: Groups<string> = new Map();
  readonly #left: number;
  readonly #bottom: number;
  readonly #columns: number;
  readonly #seen: Int32Array;

  constructor({ list, gramCounts }: Profiles) {
    this.#list = list;
    this.#counts = gramCounts;
    this.#seen = new Int32Array(list.length).fill(-1);
    let [left, bottom, right] = [Infinity, Infinity, -Infinity];
    for (const { x, y } of list) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
    }
    this.#left = left;
    this.#bottom = bottom;
    this.#columns = Math.floor((right - left) / CELL_METERS) + 3;
    for (const [i, profile] of list.entries()) {
      add(this.#cells, this.#cellOf(profile), i);
      for (const phone of profile.phones) add(this.#byPhone, phone, i);
      if (profile.full !== "") add(this.#byName, profile.full, i);
      const { street, number } = profile.address;
      if (street !== null && number !== null) add(this.#byAddress, `${street}${number}`, i);
      for (const gram of this.#rarest(profile)) add(this.#byGram, gram, i);
    }
  }

  #cellOf({ x, y }: Profile): number {
    const column = Math.floor((x - this.#left) / CELL_METERS) + 1;
    const row = Math.floor((y - this.#bottom) / CELL_METERS) + 1;
    return row * this.#columns + column;
  }

  #rarest({ grams }: Profile): number[] {
    const shared = Array.from(grams).filter((gram) => this.#counts[gram] > 1 && this.#counts[gram] <= LARGEST_GROUP);
    return shared.sort((p, q) => this.#counts[p] - this.#counts[q]).slice(0, RAREST);
  }

  /** Rows to compare the given one with, each once, itself not among them. */
  of(index: number): number[] {
    const profile = this.#list[index];
    const found: number[] = [];
    const seen = this.#seen;
    seen[index] = index;
    const take = (other: number) => {
      if (seen[other] === index) return;
      seen[other] = index;
      found.push(other);
    };
    const takeNear = (group: number[] | undefined) => {
      if (group === undefined || group.length > LARGEST_GROUP) return;
      for (const other of group) {
        if (seen[other] !== index && metersBetween(profile, this.#list[other]) <= FARTHEST_METERS) take(other);
      }
    };
    const cell = this.#cellOf(profile);
    for (const row of [cell - this.#columns, cell, cell + this.#columns]) {
      for (let next = row - 1; next <= row + 1; next++) {
        const group = this.#cells.get(next);
        if (group === undefined) continue;
        if (group.length <= CROWDED || profile.full === "") for (const other of group) take(other);
        else {
          const crowd = this.#crowd(next, group);
          for (const part of [...this.#telling(profile), NAMELESS])
            for (const other of few(crowd.get(part))) take(other);
        }
      }
    }
    for (const phone of profile.phones) takeNear(this.#byPhone.get(phone));
    takeNear(this.#byName.get(profile.full));
    for (const gram of this.#rarest(profile)) takeNear(this.#byGram.get(gram));
    const { street, number } = profile.address;
    if (street !== null && number !== null) takeNear(this.#byAddress.get(`${street}${number}`));
    return found;
  }

  /** The parts of a name that are not common. */
  #telling({ grams }: Profile): number[] {
    const most = Math.max(LEAST_COMMON, COMMON_SHARE * this.#list.length);
    return Array.from(grams).filter((gram) => this.#counts[gram] <= most);
  }

  #crowd(cell: number, group: number[]): Groups<number> {
    let crowd = this.#inCrowd.get(cell);
    if (crowd === undefined) {
      crowd = new Map();
      for (const index of group) {
        const profile = this.#list[index];
        if (profile.full === "") add(crowd, NAMELESS, index);
        for (const gram of this.#telling(profile)) add(crowd, gram, index);
      }
      this.#inCrowd.set(cell, crowd);
    }
    return crowd;
  }
}

const none: number[] = [];
const few = (group: number[] | undefined): number[] =>
  group === undefined || group.length > LARGEST_GROUP ? none : group;

function add<K>(groups: Groups<K>, key: K, index: number): void {
  const group = groups.get(key);
  if (group) group.push(index);
  else groups.set(key, [index]);
}
