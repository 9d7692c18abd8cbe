/** Brings a newer map into a city that is there, and says what that changes, and for whom. */
import { readOsm } from "@quarterhour/isochrones";
import type { Store } from "../../store/index.ts";
import { StoreConflict, watched } from "../../store/index.ts";
import type { AddCityOptions, CityMap, CitySummary } from "../add-city.ts";
import { checkCityId, readCityMap, writeCity, writeCityFiles } from "../add-city.ts";
import type { OnProgress } from "../errors.ts";
import { IntakeError } from "../errors.ts";
import type { UpdateReport } from "./report.ts";
import { reportOf } from "./report.ts";
import type { CityState } from "./state.ts";
import { readState } from "./state.ts";
import { say } from "../../words/index.ts";

export interface UpdateCityOptions extends AddCityOptions {
  /** Works everything out and writes nothing. */
  preview?: boolean;
  /** Takes an older map than the one that is there as well. */
  force?: boolean;
}

export interface CityUpdate {
  summary: CitySummary;
  report: UpdateReport;
  /** False for a preview. */
  written: boolean;
}

/** Artifact of a city: what its updates changed, `UpdateReport` as JSON; the version is the moment. */
export const UPDATE_REPORT_ARTIFACT = "update-report";

/** So often an update is worked out anew because somebody changed the city meanwhile. */
const MOST_ATTEMPTS = 3;

/**
 * Rows of the map are replaced; what was edited by hand, merged, vouched for or came in tables stays. The update is
 * rehearsed first, in a transaction that is taken back, and compared with what is there; then it is written in one
 * transaction together with the report. On any failure the store is as it was. Rejects as `addCity`; with IntakeError
 * where there is no such city or the map is older than the one there; with StoreConflict where others keep changing it.
 */
export async function updateCity(
  store: Store,
  options: UpdateCityOptions,
  onProgress: OnProgress = () => {},
): Promise<CityUpdate> {
  checkCityId(options.id);
  const city = await store.getCity(options.id);
  if (city === null) {
    throw new IntakeError(say("map.no-city", { city: options.id }));
  }
  if (options.force !== true) checkDates(options, city.osmDate, await dateOfMap(options.osmFile, onProgress));
  const map = await readCityMap(options.osmFile, onProgress);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const rehearsal = await rehearse(store, options, map, onProgress);
    const report = await reportOf(store, rehearsal.before, rehearsal.after, onProgress);
    if (options.preview === true) return { summary: rehearsal.summary, report, written: false };
    const summary = await write(store, options, map, rehearsal, report, onProgress);
    if (summary !== null) return { summary, report, written: true };
  }
  throw new StoreConflict(say("map.changed", { city: options.id }));
}

async function dateOfMap(file: string, onProgress: OnProgress): Promise<string | null> {
  onProgress({ step: "reading the date of the map", fraction: null });
  const { replicationTimestamp } = await readOsm(file, {}, { only: [] });
  return replicationTimestamp?.slice(0, 10) ?? null;
}

function checkDates({ id, osmFile }: UpdateCityOptions, stored: string | null, given: string | null): void {
  if (stored === null || given === null || given >= stored) return;
  throw new IntakeError(say("map.older", { file: osmFile, given, stored, city: id }));
}

interface Rehearsal {
  summary: CitySummary;
  before: CityState;
  after: CityState;
  rows: number;
  /** Revisions of the city before the update and after it. */
  revisions: [number, number];
}

/** What the update makes of the city: written, read, and taken back. */
async function rehearse(
  store: Store,
  options: UpdateCityOptions,
  map: CityMap,
  onProgress: OnProgress,
): Promise<Rehearsal> {
  onProgress({ step: "trying the update out", fraction: null });
  let done: Rehearsal | null = null;
  let rows = 0;
  const takeBack = new Error("The rehearsal is over.");
  const work = async (inside: Store): Promise<never> => {
    const first = await inside.revision(options.id);
    const before = await readState(inside, options.id);
    const summary = await writeCity(inside, options, map);
    const after = await readState(inside, options.id, map.network);
    const last = await inside.revision(options.id);
    done = { summary, before, after, rows, revisions: [first, last] };
    throw takeBack;
  };
  const watch = { onRows: (count: number) => void (rows += count) };
  await watched(watch, () => store.transaction(work)).catch((error: unknown) => {
    if (error !== takeBack) throw error;
  });
  return done!;
}

/** Thrown within the transaction where the city is not the one that the report speaks of. */
class Outdated extends Error {
  override readonly name = "Outdated";
}

/** null where somebody else changed the city since the rehearsal; nothing is written then. */
async function write(
  store: Store,
  options: UpdateCityOptions,
  map: CityMap,
  { rows, revisions }: Rehearsal,
  report: UpdateReport,
  onProgress: OnProgress,
): Promise<CitySummary | null> {
  const tell = (fraction: number): void => onProgress({ step: "storing", fraction: Math.min(1, fraction) });
  tell(0);
  let written = 0;
  const watch = { onRows: (count: number) => tell((written += count) / Math.max(rows, 1)) };
  const { id } = options;
  const work = async (inside: Store): Promise<CitySummary> => {
    if ((await inside.revision(id)) !== revisions[0]) throw new Outdated();
    const summary = await writeCity(inside, options, map);
    // From the first write on nobody else can change the city: until then somebody may have.
    if ((await inside.revision(id)) !== revisions[1]) throw new Outdated();
    await writeCityFiles(inside, id, map);
    const bytes = new TextEncoder().encode(JSON.stringify(report));
    await inside.putArtifact({ city: id, kind: UPDATE_REPORT_ARTIFACT, version: report.at }, bytes);
    return summary;
  };
  return watched(watch, () => store.transaction(work)).catch((error: unknown) => {
    if (error instanceof Outdated) return null;
    throw error;
  });
}
