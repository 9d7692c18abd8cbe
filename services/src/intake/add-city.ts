/** Brings a city into the store from an OSM file: network, basemap, outlets, residences and areas, all or nothing. */
import { basename } from "node:path";
import type { CategoryId } from "@quarterhour/data";
import { buildWalkNetwork } from "@quarterhour/isochrones";
import type { BoundingBox, WalkNetwork } from "@quarterhour/isochrones";
import type { City, CompoundDraft, EstimateFigures, OutletDraft, Store } from "../store/index.ts";
import type { Complete } from "./claims.ts";
import { claimedCategories, countByCategory } from "./claims.ts";
import type { OnProgress } from "./errors.ts";
import { IntakeError } from "./errors.ts";
import { GAZETTEER_ARTIFACT, mapPlacesOf, packMapPlaces } from "./geocoding/map-places.ts";
import { basemapArtifact } from "./osm/basemap/basemap.ts";
import type { OsmAreas } from "./osm/boundaries.ts";
import { boundariesOf } from "./osm/boundaries.ts";
import { compoundsOf } from "./osm/compounds.ts";
import { guessCityName } from "./osm/city-name.ts";
import { readMap } from "./osm/map.ts";
import type { OsmMap } from "./osm/map.ts";
import { outletsOf } from "./osm/outlets.ts";
import type { OsmResidences } from "./osm/residences.ts";
import { residencesOf } from "./osm/residences.ts";
import { estimatedBy } from "./osm/estimate.ts";
import { OSM_SOURCE } from "./source.ts";
import { notInCounted } from "./compounds/homes.ts";
import { notSuperseded } from "./supersede.ts";
import { say } from "../words/index.ts";

export interface AddCityOptions {
  /** Short name in URLs and commands: lower-case letters, digits, hyphens. */
  id: string;
  /** `.osm.pbf`, `.osm` or `.osm.gz`. */
  osmFile: string;
  /** Names; kept from an earlier run, else guessed from the map, else the id. */
  nameZh?: string;
  nameEn?: string;
  /** True for a made-up city. */
  fictional?: boolean;
  /**
   * Categories of which the map is vouched to hold every outlet. Left out, what an earlier run said stays, and a new
   * city has none: OSM is never known to be complete.
   */
  complete?: Complete;
  /** Figures for homes that nobody has counted; those left out stay as they were set before, or the standard. */
  estimate?: Partial<EstimateFigures>;
}

export interface CitySummary {
  city: City;
  /** By category, in policy order; an outlet with several services counts for each. */
  outletsByCategory: { category: CategoryId; count: number }[];
  outlets: number;
  residences: number;
  households: number;
  areas: number;
  /** For a person: what was left out or assumed. */
  warnings: string[];
}

const OSM_ATTRIBUTION = "© OpenStreetMap contributors";
/** A made-up map is nobody's survey: it must not claim to be OpenStreetMap's. */
const FICTION_ATTRIBUTION = "示例数据，纯属虚构";

/** All that a map holds of a city, ready to be written. */
export interface CityMap {
  network: WalkNetwork;
  bbox: BoundingBox;
  /** ISO 8601, where the file tells. */
  dataDate: string | null;
  basemap: { bytes: Uint8Array; version: string };
  places: { bytes: Uint8Array; version: string };
  outlets: OutletDraft[];
  homes: OsmResidences;
  areas: OsmAreas;
  compounds: CompoundDraft[];
  guess: ReturnType<typeof guessCityName>;
}

/**
 * Adds the city, or brings it up to date: rows from OSM are replaced, rows from tables stay. On any failure the store
 * is as it was. Rejects with OsmFormatError for a file that cannot be read, IntakeError for one that holds no city.
 */
export async function addCity(
  store: Store,
  options: AddCityOptions,
  onProgress: OnProgress = () => {},
): Promise<CitySummary> {
  checkCityId(options.id);
  const map = await readCityMap(options.osmFile, onProgress);
  onProgress({ step: "storing", fraction: null });
  return store.transaction(async (inside) => {
    const summary = await writeCity(inside, options, map);
    await writeCityFiles(inside, options.id, map);
    return summary;
  });
}

export function checkCityId(id: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) return;
  throw new IntakeError(say("map.city-id", { id }));
}

/** Reads and works out everything that does not depend on what is stored. Rejects as `addCity`. */
export async function readCityMap(osmFile: string, onProgress: OnProgress): Promise<CityMap> {
  const network = await buildWalkNetwork(osmFile, (done, total) =>
    onProgress({ step: "building the walking network", fraction: done / total }),
  );
  const map = await readWholeMap(osmFile, onProgress);
  onProgress({ step: "drawing the basemap", fraction: null });
  const basemap = await basemapArtifact(map);
  const places = await packMapPlaces(mapPlacesOf(map));
  onProgress({ step: "finding outlets, homes and boundaries", fraction: null });
  return {
    network,
    bbox: map.bbox,
    dataDate: map.dataDate,
    basemap,
    places,
    outlets: outletsOf(map),
    homes: residencesOf(map),
    areas: boundariesOf(map),
    compounds: compoundsOf(map),
    guess: guessCityName(map),
  };
}

/**
 * Writes the city's row, outlets, homes, areas and claims; to be called in a transaction. Claims that the map has stay
 * as they are unless the options say otherwise.
 */
export async function writeCity(
  inside: Store,
  options: Omit<AddCityOptions, "osmFile">,
  { network, bbox, dataDate, outlets, homes, areas, compounds, guess }: CityMap,
): Promise<CitySummary> {
  const before = await inside.getCity(options.id);
  const fictional = options.fictional ?? before?.fictional ?? false;
  const city = await inside.putCity({
    id: options.id,
    nameZh: options.nameZh ?? before?.nameZh ?? guess?.nameZh ?? options.id,
    nameEn: options.nameEn ?? before?.nameEn ?? guess?.nameEn ?? englishFromId(options.id),
    bbox,
    fictional,
    osmDate: dataDate,
    networkVersion: network.version,
    attribution: fictional ? FICTION_ATTRIBUTION : OSM_ATTRIBUTION,
  });
  const { id } = city;
  const fromTables = (await inside.allResidences(id)).filter(({ source }) => source !== OSM_SOURCE);
  const figures =
    options.estimate === undefined ? await inside.getEstimate(id) : await inside.setEstimate(id, options.estimate);
  const drawn = (await inside.listCompounds(id)).filter(({ source }) => source !== OSM_SOURCE);
  const uncounted = notInCounted(notSuperseded(homes.drafts, fromTables), drawn, fromTables);
  const residences = uncounted.map((draft) => estimatedBy(figures, draft));
  await inside.replaceAreas(id, OSM_SOURCE, null, areas.drafts);
  await inside.replaceOutlets(id, OSM_SOURCE, null, outlets, {
    actor: "system",
    origin: "osm",
    ...(dataDate === null ? {} : { effectiveOn: dataDate }),
  });
  await inside.replaceResidences(id, OSM_SOURCE, null, residences);
  await inside.replaceCompounds(id, OSM_SOURCE, null, compounds);
  if (options.complete !== undefined) {
    await inside.setClaims(id, OSM_SOURCE, dataDate, claimedCategories(options.complete));
  }
  return {
    city,
    outletsByCategory: countByCategory(outlets),
    outlets: outlets.length,
    residences: residences.length,
    households: residences.reduce((sum, { households }) => sum + households, 0),
    areas: areas.drafts.length,
    warnings: warningsOf(homes, areas, homes.drafts.length - residences.length),
  };
}

/** Writes the network and what else of the map is kept whole, in place of what is there; in the same transaction. */
export async function writeCityFiles(inside: Store, city: string, map: CityMap): Promise<void> {
  const files = [
    { kind: "network", version: map.network.version, bytes: map.network.bytes },
    { kind: "basemap", ...map.basemap },
    { kind: GAZETTEER_ARTIFACT, ...map.places },
  ];
  for (const { kind, version, bytes } of files) {
    await inside.putArtifact({ city, kind, version }, bytes);
    await inside.deleteArtifacts(city, kind, version);
  }
}

async function readWholeMap(file: string, onProgress: OnProgress): Promise<OsmMap> {
  const map = await readMap(file, (fraction) => onProgress({ step: "reading the map", fraction }));
  if (map !== null) return map;
  throw new IntakeError(say("map.no-node", { file: basename(file) }));
}

function warningsOf(homes: OsmResidences, areas: OsmAreas, superseded: number): string[] {
  const warnings: string[] = [];
  const incomplete = areas.leftOut.filter(({ reason }) => reason === "incomplete").map(({ name }) => name);
  const crossing = areas.leftOut.filter(({ reason }) => reason === "crossing").map(({ name }) => name);
  if (incomplete.length > 0) {
    warnings.push(
      `${incomplete.length} boundaries are cut by the edge of the file and were left out: ${someOf(incomplete)}.`,
    );
  }
  if (crossing.length > 0) {
    warnings.push(`${crossing.length} boundaries cross themselves and were left out: ${someOf(crossing)}.`);
  }
  if (homes.namelessAreas > 0) {
    warnings.push(
      `${homes.namelessAreas} residential areas have neither a name nor a mapped home; the people there are not counted.`,
    );
  }
  if (superseded > 0) {
    warnings.push(`${superseded} homes of the map were left out, since an imported table counts them.`);
  }
  return warnings;
}

function someOf(names: string[]): string {
  return names.length > 10 ? `${names.slice(0, 10).join(", ")} …` : names.join(", ");
}

function englishFromId(id: string): string {
  return id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
