/** Brings back an outlet that somebody took away by hand: the same id, all its records, and its past as it was. */
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import { NotFound, StoreConflict } from "./errors.ts";
import { addHistory, readHistory } from "./outlet-history.ts";
import { insertOutlets } from "./outlet-writing.ts";
import { getOutlet } from "./outlets.ts";
import { beginOutletChange } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { Change, Outlet } from "./store.ts";

/** What undoes a removal that was not made by hand. */
const otherWays: Record<string, string> = {
  merge: "it was merged into another; take that apart",
  import: "an import took it away; undo the import",
  osm: "the map does not have it any more",
  report: "a resident's report took it away; take the decision back",
};

export async function restoreOutlet(db: Kysely<Database>, city: string, id: string, change: Change): Promise<Outlet> {
  checkText("outlet", [city, id]);
  // Locks the city, so that what is read now is still so when it is written.
  await beginOutletChange(db, city, 0);
  const versions = await readHistory(db, city, id);
  const last = versions.at(-1);
  if (last === undefined) throw new NotFound(`There was never an outlet ${id} in ${city}.`);
  if (last.state !== null) {
    throw new StoreConflict(`Outlet ${id} is there; only one that was taken away can be brought back.`);
  }
  if (last.origin !== "edit") {
    const way = otherWays[last.origin] ?? `what took it away was "${last.origin}"`;
    throw new StoreConflict(`Outlet ${id} was not taken away by hand: ${way}.`);
  }
  const state = versions.findLast((version) => version.state !== null)!.state!;
  await insertOutlets(db, city, [{ id, state }]);
  // Since as early as the history allows: from the day of the version that the removal stood in for.
  await addHistory(db, city, { ...change, effectiveOn: null }, [{ outlet: id, change: "restored", state }]);
  return (await getOutlet(db, city, id))!;
}
