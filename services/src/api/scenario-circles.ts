/** Circles before and after a scenario: what there is (有没有), and who reaches it. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { shareOf } from "../assessment/cell-tally.ts";
import { claimedIn } from "../assessment/circles/assess.ts";
import { boxOfBoundary, contains } from "../assessment/circles/plane.ts";
import type { Counts, CoverageTable } from "../assessment/coverage.ts";
import { stateInTable } from "../assessment/gaps.ts";
import type { ReachState } from "../assessment/gaps.ts";
import type { StateChanged } from "../assessment/live-coverage.ts";
import { assessPresence } from "../assessment/presence.ts";
import type { Claims } from "../assessment/claims.ts";
import type { Circle, Outlet, OutletService, Residence } from "../store/index.ts";
import { circleGround } from "./circle-ground.ts";
import type { CityContext } from "./city-context.ts";
import { categoryIds } from "./city-reach.ts";
import type { ScenarioGround } from "./scenario-ground.ts";
import type { ScenarioEdits } from "./schemas/scenario.ts";

interface PresenceSide {
  points: number;
  type: { id: string; nameZh: string; nameEn: string } | null;
}

export interface CircleEffect {
  id: string;
  name: string;
  presence: { before: PresenceSide; after: PresenceSide } | null;
  reach: { before: number | null; after: number | null };
  categories: { category: CategoryId; before: Counts; after: Counts }[];
}

const basicColumns = categories.flatMap(({ tier }, column) => (tier === "basic" ? column : []));

/** Those for which anything is other. `table` is the one before, of the same walkers and hours. */
export async function circleEffects(
  circles: readonly Circle[],
  context: CityContext,
  { open, targetOf }: ScenarioGround,
  edits: ScenarioEdits,
  changed: readonly StateChanged[],
  table: CoverageTable,
): Promise<CircleEffect[]> {
  const [ground, claims] = await Promise.all([circleGround(context), context.claims()]);
  const residences = await context.residences();
  const touched = outletsAfter(edits, open, targetOf);
  const effects: CircleEffect[] = [];
  for (const circle of circles) {
    const isInside = insideOf(circle);
    const here = changed.filter(({ residence }) => isInside(residences[residence].location));
    const edited = touched.filter(
      ({ before, after }) =>
        (before !== null && isInside(before.location)) || (after !== null && isInside(after.location)),
    );
    if (here.length === 0 && edited.length === 0) continue;
    const rows = ground.residenceGrid.inside(circle.boundary);
    const presence = edited.length === 0 ? null : presenceOf();
    const reach = reachBeforeAfter(table, residences, rows, claims, here);
    if (presence !== null || here.length > 0) effects.push({ id: circle.id, name: circle.name, presence, ...reach });

    function presenceOf(): CircleEffect["presence"] {
      const claimed = claimedIn(claims, rows);
      const before = Array.from(ground.outletGrid.inside(circle.boundary), (i) => ground.outlets[i]).filter(
        ({ status }) => status === "open",
      );
      const gone = new Set(edited.flatMap(({ before: was }) => (was === null ? [] : was.id)));
      const after = [
        ...before.filter(({ id }) => !gone.has(id)),
        ...edited.flatMap(({ after: is }) => (is !== null && isInside(is.location) ? is : [])),
      ];
      const side = (outlets: Parameters<typeof assessPresence>[0]["outlets"]): PresenceSide => {
        const { points, type } = assessPresence({ outlets, claimed, requiredBasic: circle.requiredBasic });
        return { points, type };
      };
      const sides = { before: side(before), after: side(after) };
      return JSON.stringify(sides.before) === JSON.stringify(sides.after) ? null : sides;
    }
  }
  return effects;
}

interface PlacedOutlet {
  id: string;
  name: string;
  location: Position;
  services: readonly Pick<OutletService, "category">[];
}

/** Each outlet that is edited, before and after; null where it is not there. */
function outletsAfter(
  { outlets }: ScenarioEdits,
  open: readonly Outlet[],
  targetOf: ReadonlyMap<string, number>,
): { before: PlacedOutlet | null; after: PlacedOutlet | null }[] {
  const { add = [], move = [], remove = [], change = [] } = outlets ?? {};
  const after = new Map<string, PlacedOutlet | null>();
  const now = (id: string): PlacedOutlet => after.get(id) ?? open[targetOf.get(id)!];
  for (const id of remove) after.set(id, null);
  for (const { id, services } of change) after.set(id, { ...placed(now(id)), ...(services && { services }) });
  for (const { id, location } of move) after.set(id, { ...placed(now(id)), location });
  return [
    ...[...after].map(([id, is]) => ({ before: open[targetOf.get(id)!], after: is })),
    ...add.map(({ name, location, services }) => ({
      before: null,
      after: { id: "", name: name ?? "", location, services },
    })),
  ];
}

const placed = ({ id, name, location, services }: PlacedOutlet): PlacedOutlet => ({ id, name, location, services });

function insideOf({ boundary }: Circle): (position: Position) => boolean {
  const [west, south, east, north] = boxOfBoundary(boundary);
  return (position) =>
    position[0] >= west &&
    position[0] <= east &&
    position[1] >= south &&
    position[1] <= north &&
    contains(boundary, position);
}

function reachBeforeAfter(
  table: CoverageTable,
  residences: readonly Residence[],
  rows: Uint32Array,
  claims: Claims,
  changed: readonly StateChanged[],
): Pick<CircleEffect, "reach" | "categories"> {
  const columns = new Set(changed.map(({ category }) => category));
  const after = new Map(changed.map(({ residence, category, to }) => [residence * categoryIds.length + category, to]));
  const found = new Map(
    [...new Set([...columns, ...basicColumns])].map((column) => {
      const isChanged = columns.has(column);
      const before = countsOf(table, residences, rows, claims, column, null);
      return [column, { before, after: isChanged ? countsOf(table, residences, rows, claims, column, after) : before }];
    }),
  );
  const meanOf = (side: "before" | "after"): number | null => {
    const shares = basicColumns.flatMap((column) => found.get(column)![side].share ?? []);
    return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };
  return {
    reach: { before: meanOf("before"), after: meanOf("after") },
    categories: [...columns]
      .sort((a, b) => a - b)
      .map((column) => {
        const { before, after: then } = found.get(column)!;
        return { category: categoryIds[column], before: before.counts, after: then.counts };
      }),
  };
}

function countsOf(
  table: CoverageTable,
  residences: readonly Residence[],
  rows: Uint32Array,
  claims: Claims,
  column: number,
  after: ReadonlyMap<number, ReachState> | null,
): { counts: Counts; share: number | null } {
  const { id, ringMinutes } = categories[column];
  const counts: Counts = { covered: 0, gap: 0, unknown: 0 };
  let claimedCovered = 0;
  let unclaimedUnknown = 0;
  for (const row of rows) {
    const { households } = residences[row];
    const state =
      after?.get(row * categoryIds.length + column) ?? stateInTable(table, row, column, ringMinutes, claims);
    counts[state === "reached" ? "covered" : state] += households;
    if (state === "gap") continue;
    const isClaimed = claims.has(id, row);
    if (isClaimed && state === "reached") claimedCovered += households;
    if (!isClaimed && state === "unknown") unclaimedUnknown += households;
  }
  return { counts, share: shareOf({ ...counts, claimedCovered, unclaimedUnknown }) };
}
