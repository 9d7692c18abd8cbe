/** What threads know of a city's outlets and residences: typed arrays and JSON in shared memory, made once per revision. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { setImmediate } from "node:timers/promises";
import type { Outlet, Residence } from "../store/store.ts";
import { categoriesOf, kindsOf } from "./outlet-services.ts";

/** Texts one after another: text i is bytes start[i] … start[i + 1] - 1, UTF-8. */
export interface Texts {
  bytes: Uint8Array;
  start: Uint32Array;
}

/** Places count through the outlets first, then the residences. */
export interface CityData {
  outletCount: number;
  residenceCount: number;
  /** Longitude, latitude of each place. */
  positions: Float64Array;
  /** Per outlet: 1 where its status is open. */
  isOpen: Uint8Array;
  /** Columns of outlet i, in policy order of the 50: columns[columnStart[i]] … columns[columnStart[i + 1] - 1]. */
  columnStart: Uint32Array;
  columns: Uint8Array;
  /** Per column: open outlets. */
  openInColumn: Uint32Array;
  /** Per outlet: `nearestOutlet` of the API. */
  outletJson: Texts;
  /** Per outlet: opening hours in the OSM form, empty where not known; `24/7` where it says only that it never closes. */
  hours: Texts;
  /** Per residence; people are NaN where not known. */
  households: Float64Array;
  people: Float64Array;
  isEstimated: Uint8Array;
}

const columnOf = new Map<CategoryId, number>(categories.map(({ id }, column) => [id, column]));

/** So many rows are made ready at a time, so that others have their turn. */
const rowsPerTurn = 2000;

export async function makeCityData(outlets: readonly Outlet[], residences: readonly Residence[]): Promise<CityData> {
  const serviceCount = outlets.reduce((sum, outlet) => sum + categoriesOf(outlet).length, 0);
  const data: CityData = {
    outletCount: outlets.length,
    residenceCount: residences.length,
    positions: new Float64Array(shared((outlets.length + residences.length) * 16)),
    isOpen: new Uint8Array(shared(outlets.length)),
    columnStart: new Uint32Array(shared((outlets.length + 1) * 4)),
    columns: new Uint8Array(shared(serviceCount)),
    openInColumn: new Uint32Array(shared(categories.length * 4)),
    outletJson: await makeTexts(outlets, ({ id, name, location, services }) =>
      JSON.stringify({ id, name, location, kinds: kindsOf({ services }) }),
    ),
    hours: await makeTexts(
      outlets,
      ({ openingHours, attributes }) => openingHours ?? (attributes.open24h === true ? "24/7" : ""),
    ),
    households: new Float64Array(shared(residences.length * 8)),
    people: new Float64Array(shared(residences.length * 8)),
    isEstimated: new Uint8Array(shared(residences.length)),
  };
  let service = 0;
  for (const [i, outlet] of outlets.entries()) {
    if (i % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    data.positions.set(outlet.location, i * 2);
    data.isOpen[i] = outlet.status === "open" ? 1 : 0;
    for (const category of categoriesOf(outlet)) {
      const column = columnOf.get(category)!;
      data.columns[service++] = column;
      if (outlet.status === "open") data.openInColumn[column]++;
    }
    data.columnStart[i + 1] = service;
  }
  for (const [i, residence] of residences.entries()) {
    if (i % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    data.positions.set(residence.location, (outlets.length + i) * 2);
    data.households[i] = residence.households;
    data.people[i] = residence.people ?? Number.NaN;
    data.isEstimated[i] = residence.householdsEstimated ? 1 : 0;
  }
  return data;
}

/** One text per row. */
export async function makeTexts<T>(rows: readonly T[], textOf: (row: T) => string): Promise<Texts> {
  const start = new Uint32Array(shared((rows.length + 1) * 4));
  const parts: Buffer[] = [];
  let length = 0;
  for (let from = 0; from < rows.length; from += rowsPerTurn) {
    if (from > 0) await setImmediate();
    const texts = rows.slice(from, from + rowsPerTurn).map(textOf);
    for (const [i, text] of texts.entries()) start[from + i + 1] = length += Buffer.byteLength(text);
    parts.push(Buffer.from(texts.join("")));
  }
  const bytes = new Uint8Array(shared(length));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, start };
}

const decoder = new TextDecoder();

export function textAt({ bytes, start }: Texts, index: number): string {
  // The decoder takes no shared memory: a copy.
  return decoder.decode(bytes.slice(start[index], start[index + 1]));
}

export function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}
