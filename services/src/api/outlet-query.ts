/** Which outlets a question means: the filters that the list, the GeoJSON and the CSV share. */
import { categories } from "@quarterhour/data";
import type { CategoryId, RepairKindId, Tier } from "@quarterhour/data";
import type { BoundingBox } from "@quarterhour/isochrones";
import { Type } from "typebox";
import type { Outlet, OutletQuery, OutletStatus, Store } from "../store/store.ts";
import { setImmediate } from "node:timers/promises";
import { foldText, searchText } from "../store/search-text.ts";
import type { CityContext } from "./city-context.ts";
import { readBox, readCategories, readKinds, readList, readMoment, readSince } from "./input.ts";
import { outletOpenAt } from "./outlet-view.ts";
import { tier } from "./schemas/common.ts";

/** The filters, for a query string. */
export const outletFilters = {
  category: Type.Optional(
    Type.String({ maxLength: 1000, description: "Category ids, separated by commas", examples: ["pharmacy,bank"] }),
  ),
  kind: Type.Optional(
    Type.String({ maxLength: 200, description: "Kinds of small repair, separated by commas", examples: ["shoe"] }),
  ),
  tier: Type.Optional(tier),
  bbox: Type.Optional(
    Type.String({ maxLength: 120, description: "west,south,east,north", examples: ["118.03,38.74,118.07,38.77"] }),
  ),
  open: Type.Optional(
    Type.String({
      maxLength: 40,
      description:
        "now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours",
      examples: ["now"],
    }),
  ),
  q: Type.Optional(
    Type.String({ maxLength: 100, description: "In the name or address, in characters, pinyin or initials" }),
  ),
  status: Type.Optional(
    Type.String({
      maxLength: 40,
      default: "open,planned",
      description: "Of open, closed, planned, separated by commas; open and planned when left out",
      examples: ["open"],
    }),
  ),
  changedSince: Type.Optional(Type.String({ maxLength: 40, description: "ISO 8601", examples: ["2025-06-01"] })),
};

export interface OutletFilter {
  categories?: CategoryId[];
  kinds?: RepairKindId[];
  bbox?: BoundingBox;
  status: OutletStatus[];
  openAt?: Date;
  q?: string;
  changedSince?: string;
}

const statuses: readonly OutletStatus[] = ["open", "closed", "planned"];

/** Reads the filters. Throws a 400 Problem for what makes no sense. */
export function readOutletFilter(query: {
  category?: string;
  kind?: string;
  tier?: Tier;
  bbox?: string;
  open?: string;
  q?: string;
  status?: string;
  changedSince?: string;
}): OutletFilter {
  const ofTier =
    query.tier === undefined ? null : new Set(categories.filter((c) => c.tier === query.tier).map((c) => c.id));
  const named = readCategories(query.category, "category");
  const isStatus = (word: string): word is OutletStatus => (statuses as readonly string[]).includes(word);
  return {
    categories: ofTier === null ? named : (named ?? [...ofTier]).filter((id) => ofTier.has(id)),
    kinds: readKinds(query.kind, "kind"),
    bbox: query.bbox === undefined ? undefined : readBox(query.bbox, "bbox"),
    status: readList(query.status, "status", isStatus, () => statuses) ?? ["open", "planned"],
    openAt: query.open === undefined ? undefined : readMoment(query.open, "open"),
    q: query.q,
    changedSince: query.changedSince === undefined ? undefined : readSince(query.changedSince, "changedSince"),
  };
}

/** The filter as the store understands it; `openAt` is not part of it. */
export function storeQuery({ openAt: _openAt, ...filter }: OutletFilter): OutletQuery {
  return filter;
}

/** Every outlet that the filter lets through, and how many `openAt` left out because their hours are not known. */
export async function matchingOutlets(
  store: Store,
  context: CityContext,
  filter: OutletFilter,
): Promise<{ outlets: Outlet[]; unknownHours: number }> {
  const outlets: Outlet[] = [];
  let unknownHours = 0;
  for (const outlet of await candidates(store, context, filter)) {
    if (filter.openAt !== undefined) {
      const open = outletOpenAt(outlet, filter.openAt);
      if (open === null) unknownHours++;
      if (open !== true) continue;
    }
    outlets.push(outlet);
  }
  return { outlets, unknownHours };
}

/**
 * Tells of any outlet of the city whether the filter lets it through. Without text or hours to look for it is judged
 * when asked about, so that a question about a neighbourhood does not go through the whole city.
 */
export async function outletMatcher(
  store: Store,
  context: CityContext,
  filter: OutletFilter,
): Promise<{ isMatch: (outlet: Outlet) => boolean; unknownHours: number }> {
  if (filter.openAt === undefined && isJudgedInMemory(filter)) {
    return { isMatch: (outlet) => passes(outlet, filter), unknownHours: 0 };
  }
  const { outlets, unknownHours } = await matchingOutlets(store, context, filter);
  const ids = new Set(outlets.map(({ id }) => id));
  return { isMatch: ({ id }) => ids.has(id), unknownHours };
}

/** Text is the store's business. */
function isJudgedInMemory(filter: OutletFilter): boolean {
  return filter.q === undefined && filter.changedSince === undefined;
}

/** Matches of everything but the hours. */
async function candidates(store: Store, context: CityContext, filter: OutletFilter): Promise<Outlet[]> {
  // The store looks for text among the outlets of today only.
  if (context.date !== null) return ofPastDay(context, filter);
  if (isJudgedInMemory(filter)) {
    return (await context.outlets()).filter((outlet) => passes(outlet, filter));
  }
  const found: Outlet[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.findOutlets(context.city.id, { ...storeQuery(filter), limit: 1000, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function ofPastDay(context: CityContext, { q, ...filter }: OutletFilter): Promise<Outlet[]> {
  const outlets = (await context.outlets()).filter((outlet) => passes(outlet, filter));
  const words = q === undefined ? [] : foldText(q).split(" ").filter(Boolean);
  if (words.length === 0) return outlets;
  const texts = await context.once("outlet texts", async () => new Map<string, string>());
  const found: Outlet[] = [];
  for (const [i, outlet] of outlets.entries()) {
    // Pinyin takes its time.
    if (i % 500 === 499) await setImmediate();
    let text = texts.get(outlet.id);
    if (text === undefined) texts.set(outlet.id, (text = searchText([outlet.name], [outlet.address])));
    if (words.every((word) => text.includes(word))) found.push(outlet);
  }
  return found;
}

function passes(outlet: Outlet, { categories: wanted, kinds, bbox, status }: OutletFilter): boolean {
  if (!status.includes(outlet.status)) return false;
  if (bbox !== undefined) {
    const [lng, lat] = outlet.location;
    if (lng < bbox[0] || lat < bbox[1] || lng > bbox[2] || lat > bbox[3]) return false;
  }
  if (wanted === undefined && kinds === undefined) return true;
  return outlet.services.some(
    ({ category, kind }) =>
      (wanted === undefined || wanted.includes(category)) &&
      (kinds === undefined || (kind !== null && kinds.includes(kind))),
  );
}
