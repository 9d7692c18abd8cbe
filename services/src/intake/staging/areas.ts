import type { Store } from "../../store/index.ts";
import { IntakeError } from "../errors.ts";
import { say } from "../../words/index.ts";

/** Throws IntakeError for areas that the city has not. */
export async function checkAreas(store: Store, city: string, areas: string[]): Promise<void> {
  if (areas.length === 0) return;
  const known = new Set((await store.listAreas(city)).map(({ id }) => id));
  const unknown = areas.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new IntakeError(say("claim.area", { areas: unknown, city }));
  }
}
