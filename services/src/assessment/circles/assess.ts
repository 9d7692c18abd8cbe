/** Everything that is known of a circle from data: who lives there, what there is, who reaches it. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { Claims } from "../claims.ts";
import { assessPresence } from "../presence.ts";
import type { ReachTable } from "../reach-table.ts";
import { membersOfCircle } from "./members.ts";
import type { Community } from "./members.ts";
import type { PlaceGrid } from "./place-grid.ts";
import { proposalsFor } from "./proposals.ts";
import { reachOf } from "./reach.ts";
import type { Boundary, CircleAssessment, CircleBasis, CircleOutlet, CircleResidence } from "./types.ts";

/** A city, ready to be asked about one boundary after another. */
export interface CircleGround<Outlet extends CircleOutlet = CircleOutlet> {
  residences: readonly CircleResidence[];
  residenceGrid: PlaceGrid;
  /** Of any status. */
  outlets: readonly Outlet[];
  outletGrid: PlaceGrid;
  communities: readonly Community[];
  claims: Claims;
  table: ReachTable;
  /** Of the map, ISO 8601. */
  dataDate: string | null;
}

export interface CircleQuestion {
  boundary: Boundary;
  /** Basic categories that must be there; null: any 15. */
  requiredBasic: readonly CategoryId[] | null;
}

/** What of a circle follows from data alone, without what people said of it. */
export type GroundAssessment = Pick<
  CircleAssessment,
  "asOf" | "basis" | "members" | "presence" | "reach" | "proposals"
>;

export interface CircleFindings<Outlet extends CircleOutlet = CircleOutlet> {
  assessment: GroundAssessment;
  /** Indices of the homes inside. */
  rows: Uint32Array;
  /** Those inside, whatever their status. */
  outlets: Outlet[];
  /** Vouched for in all of the circle. */
  claimed: ReadonlySet<CategoryId>;
}

const basicIds = categories.flatMap(({ id, tier }) => (tier === "basic" ? id : []));

/** Formulas of README.md that an assessment rests on. */
const formulas = [
  "circle.members",
  "presence.basic",
  "presence.quality",
  "presence.type",
  "coverage.share",
  "coverage.mean",
  "coverage.p90",
  "circle.reach",
  "circle.contradiction",
  "circle.known-share",
];

/** A few milliseconds for a circle of 30,000 dwellings. */
export function assessGround<Outlet extends CircleOutlet>(
  ground: CircleGround<Outlet>,
  { boundary, requiredBasic }: CircleQuestion,
): CircleFindings<Outlet> {
  const { residences, claims, table } = ground;
  const rows = ground.residenceGrid.inside(boundary);
  const outlets = Array.from(ground.outletGrid.inside(boundary), (i) => ground.outlets[i]);
  const claimed = claimedIn(claims, rows);
  const members = membersOfCircle(boundary, rows, residences, ground.communities);
  const open = outlets.filter(({ status }) => status === "open");
  const presence = assessPresence({ outlets: open, claimed, requiredBasic });
  const reach = reachOf(table, residences, rows, claims, presence);
  const assessment: GroundAssessment = {
    asOf: new Date().toISOString(),
    basis: basisOf(ground, rows, members.households),
    members,
    presence,
    reach,
    proposals: proposalsFor(presence, reach),
  };
  return { assessment, rows, outlets, claimed };
}

/** Claimed where every home of the circle stands; where nobody lives, in the whole city. */
export function claimedIn(claims: Claims, rows: Uint32Array): ReadonlySet<CategoryId> {
  const claimed = new Set(claims.everywhere);
  if (rows.length === 0) return claimed;
  for (const category of claims.inParts.keys()) {
    if (rows.every((row) => claims.has(category, row))) claimed.add(category);
  }
  return claimed;
}

function basisOf(
  { claims, residences, table, dataDate }: CircleGround,
  rows: Uint32Array,
  households: number,
): CircleBasis {
  const { settings, networkVersion } = table.parameters;
  let vouched = 0;
  for (const category of basicIds) {
    for (const row of rows) if (claims.has(category, row)) vouched += residences[row].households;
  }
  return {
    speedKmh: settings.speedKmh,
    profile: settings.profile,
    privateWays: settings.privateWays,
    networkVersion,
    dataDate,
    knownShare: households > 0 ? vouched / (households * basicIds.length) : null,
    formulas,
  };
}
