/** Takes back a committed import as a whole, unless something later rests on it. */
import type { ImportRecord, ReplaceCounts, Residence, Store } from "../../store/index.ts";
import { NotFound, StoreConflict, watched } from "../../store/index.ts";
import { estimatedBy } from "../osm/estimate.ts";
import { homesSourceOf } from "../compounds/homes.ts";
import { notSuperseded } from "../supersede.ts";
import type { Work } from "./staging.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

/** So many things are named where an import cannot be undone. */
const NAMED = 10;

/**
 * Everything is put back as it was before the import: outlets with their history, homes and the estimates that they
 * replaced, boundaries, claims. Throws NotFound; StoreConflict, naming what, where it is not committed or something
 * later rests on it. The store is then as it was.
 */
export function undoImport(
  store: Store,
  { city, importId, actor }: { city: string; importId: string; actor: string },
  { signal, onProgress }: Work = {},
): Promise<ReplaceCounts> {
  let rows = 0;
  const onRows = (written: number) => {
    rows += written;
    onProgress?.({ step: `putting back, ${rows} rows so far`, fraction: null });
  };
  return watched({ signal, onRows }, () =>
    store.transaction(async (inside) => {
      const staging = await inside.getStaging(city, importId);
      if (staging === null) throw new NotFound(say("import.none", { id: importId, city }));
      const { record } = staging;
      const keptBefore = staging.options !== null;
      if (record.state !== "committed") {
        throw new StoreConflict(say("undo.not-committed", { id: importId, state: record.state }));
      }
      await refuseLaterImports(inside, record);
      const before = await inside.readBefore(city, importId);
      let changes: ReplaceCounts;
      if (record.what === "outlets") {
        changes = await inside.undoOutletImport(city, importId, actor);
        await inside.unsettleDuplicates(city, importId);
        if (keptBefore) await inside.restoreClaims(city, record.source, before.claims);
      } else {
        if (!keptBefore) {
          throw new StoreConflict(say("undo.not-kept", { id: importId }));
        }
        await inside.markImportUndone(city, importId);
        if (record.what === "boundaries") {
          await refuseClaimedAreas(inside, record, new Set(before.areas.map(({ id }) => id)));
          changes = await inside.restoreAreas(city, record.source, before.areas);
        } else if (record.what === "sites") {
          await refuseEditedSites(inside, record);
          changes = await inside.restoreSites(city, record.source, before.sites);
        } else if (record.what === "compounds") {
          const homes = homesSourceOf(record.source);
          await refuseNewerMap(inside, record, before.estimates);
          changes = await inside.restoreCompounds(city, record.source, before.compounds);
          await inside.restoreResidences(city, homes, before.residences);
          await returnEstimates(inside, { ...record, source: homes }, before.estimates);
        } else {
          await refuseNewerMap(inside, record, before.estimates);
          changes = await inside.restoreResidences(city, record.source, before.residences);
          await returnEstimates(inside, record, before.estimates);
        }
      }
      // the city is locked by now: what came in while that was waited for, is seen
      await refuseLaterImports(inside, record);
      await inside.dropBefore(city, importId);
      signal?.throwIfAborted();
      return changes;
    }),
  );
}

async function refuseLaterImports(store: Store, record: ImportRecord): Promise<void> {
  const { city, id, what, source, committedAt } = record;
  const later = (await store.listImports(city)).filter(
    (other) =>
      other.id !== id &&
      other.state === "committed" &&
      other.what === what &&
      other.source === source &&
      other.committedAt! >= committedAt!,
  );
  if (later.length === 0) return;
  const names = later.map((other) => `${other.id} (${other.fileName}, ${other.committedAt!.slice(0, 10)})`);
  throw new StoreConflict(say("undo.later", { id, source, names: listed(names) }));
}

/** Somebody vouches for an area that would go. */
async function refuseClaimedAreas(store: Store, { city, id, source }: ImportRecord, stay: Set<string>): Promise<void> {
  const going = (await store.listAreas(city)).filter((area) => area.source === source && !stay.has(area.id));
  const names = new Map(going.map((area) => [area.id, area.name]));
  const claims = (await store.listClaims(city)).filter(({ area }) => area !== null && names.has(area));
  if (claims.length === 0) return;
  const resting = new Map(
    claims.map((claim) => [
      `${claim.area} ${claim.source}`,
      say("undo.claim", { area: names.get(claim.area!)!, source: claim.source }),
    ]),
  );
  throw new StoreConflict(say("undo.claims", { id, names: listed([...resting.values()]) }));
}

/** What somebody set by hand since would be lost. */
async function refuseEditedSites(store: Store, { city, id, source, committedAt }: ImportRecord): Promise<void> {
  const edited = (await store.storedSites(city, source)).filter(
    ({ editedAt }) => editedAt !== null && editedAt > committedAt!,
  );
  if (edited.length === 0) return;
  const names = listed(edited.map((site) => `${site.id} (${site.draft.name})`));
  throw new StoreConflict(say("undo.edited", { id, names }));
}

/** What the map estimated before a newer one came, is not what it estimates now. */
async function refuseNewerMap(
  store: Store,
  { city, id, committedAt }: ImportRecord,
  estimates: Residence[],
): Promise<void> {
  const updatedAt = (await store.getCity(city))?.updatedAt ?? "";
  if (estimates.length === 0 || updatedAt <= committedAt!) return;
  throw new StoreConflict(say("undo.newer-map", { id, day: updatedAt.slice(0, 10), homes: estimates.length }));
}

/** Estimates come back but where another table counts the same homes: undoing that one will bring them back. */
async function returnEstimates(store: Store, { city, source }: ImportRecord, estimates: Residence[]): Promise<void> {
  if (estimates.length === 0) return;
  const others = (await store.allResidences(city)).filter(
    (residence) => residence.importId !== null && residence.source !== source,
  );
  let left = estimates;
  for (const [importId, rows] of Map.groupBy(others, (residence) => residence.importId!)) {
    const free = notSuperseded(left, rows);
    if (free.length === left.length) continue;
    const isFree = new Set(free);
    await store.keepBefore(city, importId, { estimates: left.filter((residence) => !isFree.has(residence)) });
    left = free;
  }
  // the figures may be others than they were
  const figures = await store.getEstimate(city);
  await store.returnResidences(
    city,
    left.map((home) => (home.floorSquareMeters === undefined ? home : estimatedBy(figures, home))),
  );
}

function listed(names: string[] | Said[]): string[] | Said[] | Said {
  if (names.length <= NAMED) return names;
  return say("undo.more", { names: names.slice(0, NAMED) as string[], more: names.length - NAMED });
}
