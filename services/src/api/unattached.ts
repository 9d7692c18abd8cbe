/** Homes from which no walk can be worked out, and why. */
import { setImmediate } from "node:timers/promises";
import type { Unattached } from "@quarterhour/isochrones";
import type { CityContext } from "./city-context.ts";
import type { CityReach } from "./city-reach.ts";

/** Between so many answers others get a turn. */
const AT_ONCE = 20;

/** By id, in the order of the ids. */
export function unattachedHomes(context: CityContext): Promise<Map<string, Unattached>> {
  return context.now.once("unattached homes", async () => {
    const reach = await context.now.reach();
    const found = new Map<string, Unattached>();
    for (const [row, { id }] of reach.residences.entries()) {
      if (!Number.isNaN(reach.table.accessMeters[row])) continue;
      const why = await whyOf(context, reach, row);
      if (why !== null) found.set(id, why);
      if (found.size % AT_ONCE === 0) await setImmediate();
    }
    return found;
  });
}

/** Of a row of the reach table whose home joins no way. */
export async function unattachedReason(context: CityContext, row: number): Promise<Unattached | null> {
  return whyOf(context, await context.now.reach(), row);
}

async function whyOf(context: CityContext, { table, residences }: CityReach, row: number): Promise<Unattached | null> {
  const engine = await context.engine();
  return engine.whyUnattached(residences[row].location, table.parameters.settings);
}
