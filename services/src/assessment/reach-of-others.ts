/** The reach table of the same homes with other outlets, such as those of a past day: only what differs is searched. */
import type { CategoryId } from "@quarterhour/data";
import type { GroupedTargets, GroupReach } from "@quarterhour/isochrones";
import { setImmediate } from "node:timers/promises";
import { outletsVersion, outletTargets, reachTableOf } from "./reach-table.ts";
import type { ReachOutlet, ReachTable } from "./reach-table.ts";

/** So many rows are written at a time, so that others have their turn. */
const rowsPerTurn = 10_000;

/**
 * The table that `buildReachTable` would give with the outlets `after`, to the bit. `table` is that of the outlets
 * `before`, both open ones only and in the order of their ids; it is handed back itself where the outlets are the same.
 * `search` answers for these targets at the table's residences, settings, rings and limit.
 */
export async function reachWithOutlets(
  table: ReachTable,
  before: readonly ReachOutlet[],
  after: readonly ReachOutlet[],
  search: (targets: GroupedTargets) => Promise<GroupReach>,
): Promise<ReachTable> {
  const version = outletsVersion(after);
  if (version === table.parameters.outletsVersion) return table;
  const was = placesByCategory(before);
  const is = placesByCategory(after);
  const changed = table.categories.filter((category) => was.get(category) !== is.get(category));
  const parameters = { ...table.parameters, outletsVersion: version };
  // Where most differs, taking over the rest is no gain.
  if (changed.length * 2 > table.categories.length) {
    return reachTableOf(parameters, table.categories, await search(outletTargets(after, table.categories)));
  }
  const result: ReachTable = {
    ...table,
    parameters,
    nearestSeconds: table.nearestSeconds.slice(),
    nearestOutlet: new Int32Array(table.nearestOutlet.length),
    within: table.within.map((counts) => counts.slice()),
  };
  const indexAfter = new Map(after.map(({ id }, index) => [id, index]));
  const renumbered = Int32Array.from(before, ({ id }) => indexAfter.get(id) ?? -1);
  for (let cell = 0; cell < result.nearestOutlet.length; cell++) {
    if (cell % (rowsPerTurn * table.categories.length) === 0) await setImmediate();
    const outlet = table.nearestOutlet[cell];
    result.nearestOutlet[cell] = outlet < 0 ? -1 : renumbered[outlet];
  }
  if (changed.length === 0) return result;
  const isChanged = new Set(changed);
  const searched = [...after.keys()].filter((i) => after[i].services.some(({ category }) => isChanged.has(category)));
  const reach = await search(
    outletTargets(
      searched.map((i) => after[i]),
      changed,
    ),
  );
  await putColumns(result, reachTableOf(parameters, changed, reach), searched);
  return result;
}

/** Per category its outlets and where they stand, as one text. */
function placesByCategory(outlets: readonly ReachOutlet[]): Map<CategoryId, string> {
  const places = new Map<CategoryId, string[]>();
  for (const { id, location, services } of outlets) {
    for (const category of new Set(services.map((service) => service.category))) {
      const list = places.get(category);
      const place = `${id} ${location.join()}`;
      if (list === undefined) places.set(category, [place]);
      else list.push(place);
    }
  }
  return new Map([...places].map(([category, list]) => [category, list.join("\n")]));
}

/** Takes over the columns of `part`; its outlets count through `outlets`. */
async function putColumns(table: ReachTable, part: ReachTable, outlets: readonly number[]): Promise<void> {
  const width = table.categories.length;
  const columns = part.categories.map((category) => table.categories.indexOf(category));
  for (let row = 0, from = 0; row < table.residenceCount; row++) {
    if (row % rowsPerTurn === 0) await setImmediate();
    for (const column of columns) {
      const to = row * width + column;
      const outlet = part.nearestOutlet[from];
      table.nearestSeconds[to] = part.nearestSeconds[from];
      table.nearestOutlet[to] = outlet < 0 ? -1 : outlets[outlet];
      for (let ring = 0; ring < table.within.length; ring++) table.within[ring][to] = part.within[ring][from];
      from++;
    }
  }
}
