/**
 * How many households live in a building or compound of which only the shape is known. Every figure of the estimate
 * stands here with its reason; what it gives is always marked as estimated.
 */
import type { OsmTags } from "@quarterhour/isochrones";

/**
 * Gross floor area of a building per household living in it.
 * Source: 中国人口普查年鉴-2020: family households in cities have 92.17 m² of floor area on average. Raised to 100,
 * since a footprint takes in stairs, lifts, balconies and shops on the ground floor, and some flats stand empty.
 */
export const GROSS_SQUARE_METERS_PER_HOUSEHOLD = 100;

/**
 * Floor area of a compound's buildings per square metre of its ground (容积率), where no building of it is mapped.
 * Reason: table 4.0.2 of GB 50180-2018 lets a single block of homes go from about 1 (low houses) to 3.1 (the tallest);
 * 1.8 stands for the six- to eleven-storey compounds between.
 */
const COMPOUND_PLOT_RATIO = 1.8;

/**
 * The same for ground too large to be one compound: it holds streets, schools and green as well. Reason: the tables
 * 4.0.1 of the standard, for whole neighbourhoods, allow about three fifths of what 4.0.2 allows for a block.
 */
const QUARTER_PLOT_RATIO = 1.1;

/** GB 50180-2018 takes 2 to 4 hectares for a block of homes (居住街坊); twice that is no longer one. */
const LARGEST_COMPOUND_SQUARE_METERS = 80_000;

/**
 * Storeys of a block of flats when untagged. Reason: GB 50096 asks for a lift from seven storeys on, so the walk-up
 * block of six is what most Chinese cities consist of; towers are landmarks and tend to have their levels mapped.
 */
const LEVELS_OF_BLOCK = 6;

/** Storeys of a small house when untagged: courtyard houses have one, village houses two or three. */
const LEVELS_OF_HOUSE = 2;

/** A walk-up block has two flats to a landing and one stair; a smaller footprint is taken for a house. */
const SMALLEST_BLOCK_SQUARE_METERS = 150;

/** Storey height: GB 50096 recommends 2.80 m; with slab and roof about 3. */
const METERS_PER_LEVEL = 3;

/** The tallest residential towers have some ninety storeys; more is a typing error. */
const MOST_LEVELS = 120;

/** Buildings made for one household each. */
const ONE_HOUSEHOLD = new Set(["house", "detached", "semidetached_house", "bungalow", "villa", "farm", "cabin"]);

export interface HouseholdCount {
  households: number;
  estimated: boolean;
  /** Storeys that the map states; null where they were assumed. */
  levels: number | null;
  /** What the estimate follows from; left out where it is none. */
  floorSquareMeters?: number;
}

export function householdsOfFloor(
  floorSquareMeters: number,
  squareMetersPerHousehold = GROSS_SQUARE_METERS_PER_HOUSEHOLD,
): number {
  return Math.max(1, Math.round(floorSquareMeters / squareMetersPerHousehold));
}

/** Households of a building with this footprint: `building:flats` as it stands, else footprint × levels ÷ area per household. */
export function householdsOfBuilding(tags: OsmTags, footprintSquareMeters: number): HouseholdCount {
  const levels = statedLevels(tags);
  const flats = wholeNumber(tags["building:flats"]);
  if (flats !== null) return { households: flats, estimated: false, levels };
  if (ONE_HOUSEHOLD.has(tags.building)) return { households: 1, estimated: true, levels };
  const assumed = footprintSquareMeters < SMALLEST_BLOCK_SQUARE_METERS ? LEVELS_OF_HOUSE : LEVELS_OF_BLOCK;
  const floorSquareMeters = rounded(footprintSquareMeters * (levels ?? assumed));
  return { households: householdsOfFloor(floorSquareMeters), estimated: true, levels, floorSquareMeters };
}

/** Households of a compound of which no home is mapped, from its ground. */
export function householdsOfCompound(tags: OsmTags, groundSquareMeters: number): HouseholdCount {
  const flats = wholeNumber(tags["building:flats"]);
  if (flats !== null) return { households: flats, estimated: false, levels: null };
  const ratio = groundSquareMeters > LARGEST_COMPOUND_SQUARE_METERS ? QUARTER_PLOT_RATIO : COMPOUND_PLOT_RATIO;
  const floorSquareMeters = rounded(groundSquareMeters * ratio);
  return { households: householdsOfFloor(floorSquareMeters), estimated: true, levels: null, floorSquareMeters };
}

/** Storeys above ground as tagged (`building:levels`, else `height`); null where neither can be read. */
export function statedLevels(tags: OsmTags): number | null {
  const levels = Number.parseFloat(tags["building:levels"] ?? "");
  if (levels >= 1 && levels <= MOST_LEVELS) return Math.round(levels);
  // "36", "36 m", "36.5"; feet and inches are not used in China.
  const height = /^(\d+(?:\.\d+)?)\s*m?$/.exec(tags.height?.trim() ?? "");
  if (height === null) return null;
  const fromHeight = Math.round(Number(height[1]) / METERS_PER_LEVEL);
  return fromHeight >= 1 && fromHeight <= MOST_LEVELS ? fromHeight : null;
}

function wholeNumber(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,5}$/.test(value.trim()) ? Number(value) : null;
}

/** To a tenth of a square metre: the map is no more exact. */
function rounded(squareMeters: number): number {
  return Math.round(squareMeters * 10) / 10;
}
