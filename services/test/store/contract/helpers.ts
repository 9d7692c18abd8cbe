import type { OutletDraft, OutletQuery, Store } from "../../../src/store/index.ts";
import { bareOutlet, sampleCity } from "../samples.ts";

let cities = 0;

/** A city of its own for each test, since all of them share one store. */
export async function newCity(store: Store): Promise<string> {
  const { id } = await store.putCity(sampleCity(`city-${++cities}`));
  return id;
}

export function outletsNamed(...names: string[]): OutletDraft[] {
  return names.map((name) => bareOutlet({ sourceRef: name, name }));
}

export async function foundNames(store: Store, city: string, query: OutletQuery): Promise<string[]> {
  return (await store.findOutlets(city, query)).items.map((outlet) => outlet.name);
}
