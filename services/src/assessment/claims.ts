/** What somebody vouches for: that all outlets of a category are in the data, in the whole city or in some of its areas. */
import type { CategoryId } from "@quarterhour/data";

/** Whether it holds where a residence (a row of the reach table) stands. A set of categories holds everywhere. */
export interface Claimed {
  has(category: CategoryId, residence: number): boolean;
}

export interface AreaClaim {
  category: CategoryId;
  /** null: the whole city. */
  area: string | null;
}

/** Ids of the areas that a place lies in. */
export interface InAreas {
  district: string | null;
  street: string | null;
  community: string | null;
}

/** The claims of a city over its residences. */
export class Claims implements Claimed {
  /** Claimed in the whole city. */
  readonly everywhere: ReadonlySet<CategoryId>;
  /** Claimed in these areas and not in the whole city. */
  readonly inParts: ReadonlyMap<CategoryId, ReadonlySet<string>>;
  /** Residences in the same areas are one group: there are far fewer of those. */
  readonly #groupOf: Uint32Array;
  /** By category claimed in parts: 1 for each group within. */
  readonly #groups: ReadonlyMap<CategoryId, Uint8Array>;

  /** `residences` in the order of the table's rows. */
  constructor(claims: readonly AreaClaim[], residences: readonly { areas: InAreas }[]) {
    this.everywhere = new Set(claims.flatMap(({ category, area }) => (area === null ? category : [])));
    const inParts = new Map<CategoryId, Set<string>>();
    for (const { category, area } of claims) {
      if (area === null || this.everywhere.has(category)) continue;
      const areas = inParts.get(category);
      if (areas === undefined) inParts.set(category, new Set([area]));
      else areas.add(area);
    }
    this.inParts = inParts;
    const groups: InAreas[] = [];
    this.#groupOf = inParts.size === 0 ? new Uint32Array() : groupByAreas(residences, groups);
    this.#groups = new Map(
      [...inParts].map(([category, areas]) => [
        category,
        Uint8Array.from(groups, (group) => (isIn(group, areas) ? 1 : 0)),
      ]),
    );
  }

  has(category: CategoryId, residence: number): boolean {
    if (this.everywhere.has(category)) return true;
    return this.#groups.get(category)?.[this.#groupOf[residence]] === 1;
  }

  /** Categories claimed where a place in these areas lies. */
  within(areas: InAreas): ReadonlySet<CategoryId> {
    if (this.inParts.size === 0) return this.everywhere;
    const found = new Set(this.everywhere);
    for (const [category, claimed] of this.inParts) if (isIn(areas, claimed)) found.add(category);
    return found;
  }

  /** Share of all households where the category is claimed, 0 to 1; null where there are none. */
  householdShare(category: CategoryId, residences: readonly { households: number }[]): number | null {
    let all = 0;
    let within = 0;
    for (let i = 0; i < residences.length; i++) {
      all += residences[i].households;
      if (this.has(category, i)) within += residences[i].households;
    }
    return all > 0 ? within / all : null;
  }
}

function isIn({ district, street, community }: InAreas, areas: ReadonlySet<string>): boolean {
  return [district, street, community].some((id) => id !== null && areas.has(id));
}

/** Number of each residence's group; `groups` takes the areas of each. */
function groupByAreas(residences: readonly { areas: InAreas }[], groups: InAreas[]): Uint32Array {
  const numbers = new Map<string, number>();
  const groupOf = new Uint32Array(residences.length);
  for (let i = 0; i < residences.length; i++) {
    const { areas } = residences[i];
    const key = `${areas.district ?? ""}\n${areas.street ?? ""}\n${areas.community ?? ""}`;
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = groups.length));
      groups.push(areas);
    }
    groupOf[i] = number;
  }
  return groupOf;
}
