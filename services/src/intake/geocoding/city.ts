/** The gazetteer and the chain of geocoders of a city in the store. */
import { join } from "node:path";
import type { City, Store } from "../../store/index.ts";
import { AnswerCache } from "./answer-cache.ts";
import { Gazetteer } from "./gazetteer.ts";
import type { Geocoder } from "./geocoder.ts";
import { GAZETTEER_ARTIFACT, unpackMapPlaces } from "./map-places.ts";
import { AmapGeocoder } from "./providers/amap.ts";
import { NominatimGeocoder, PhotonGeocoder } from "./providers/open.ts";
import { TiandituGeocoder } from "./providers/tianditu.ts";
import { GazetteerGeocoder } from "./resolve.ts";
import { GEOCODED } from "./rows.ts";
import type { GeocodeChain } from "./rows.ts";

/** Built from the city's map, outlets, residences and areas as they are now: a second or so for a large city. */
async function gazetteerOf(store: Store, city: City): Promise<Gazetteer> {
  const artifact = (await store.listArtifacts(city.id)).find(({ kind }) => kind === GAZETTEER_ARTIFACT);
  const bytes =
    artifact === undefined
      ? null
      : await store.getArtifact({ city: city.id, kind: GAZETTEER_ARTIFACT, version: artifact.version });
  const [outlets, residences, areas] = [
    await store.allOutlets(city.id),
    await store.allResidences(city.id),
    await store.listAreas(city.id),
  ];
  return new Gazetteer({
    map: bytes === null ? null : await unpackMapPlaces(bytes),
    areas,
    outlets: outlets.filter(({ original }) => original?.crs !== GEOCODED),
    residences: residences.filter(({ geocoded }) => geocoded !== true),
    cityNames: [city.nameZh],
  });
}

/** Keys and addresses of services, as the environment names them. */
export interface GeocodeSettings {
  TIANDITU_KEY?: string;
  AMAP_KEY?: string;
  NOMINATIM_URL?: string;
  PHOTON_URL?: string;
}

/**
 * The city's own gazetteer first, then the services that are set up: 天地图, 高德, Nominatim, Photon. Answers that may be
 * kept are kept under `dataFolder`; call `chain.cache?.save()` after a run. Throws RangeError for an address that is no URL.
 */
export async function geocodeChainOf(
  store: Store,
  city: City,
  settings: GeocodeSettings,
  dataFolder: string | null,
): Promise<GeocodeChain> {
  const geocoders: Geocoder[] = [new GazetteerGeocoder(await gazetteerOf(store, city))];
  if (settings.TIANDITU_KEY) geocoders.push(new TiandituGeocoder(settings.TIANDITU_KEY, city.bbox));
  if (settings.AMAP_KEY) geocoders.push(new AmapGeocoder(settings.AMAP_KEY, city.bbox));
  if (settings.NOMINATIM_URL) geocoders.push(new NominatimGeocoder(settings.NOMINATIM_URL, city.bbox));
  if (settings.PHOTON_URL) geocoders.push(new PhotonGeocoder(settings.PHOTON_URL, city.bbox));
  const cache = new AnswerCache(dataFolder === null ? null : join(dataFolder, "geocoded", `${city.id}.jsonl`));
  await cache.load();
  return { geocoders, cache };
}
