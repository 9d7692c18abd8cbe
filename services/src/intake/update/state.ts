/** All that a comparison of two states of a city looks at. */
import { categories } from "@quarterhour/data";
import {
  defaultSettings,
  EmbeddedEngine,
  NetworkFileError,
  openWalkNetwork,
  reachInThreads,
} from "@quarterhour/isochrones";
import type { WalkNetwork } from "@quarterhour/isochrones";
import { ReachFileError, readReachFile } from "../../assessment/reach-file.ts";
import {
  openOutlets,
  outletTargets,
  reachParameters,
  reachTableOf,
  reachVersion,
} from "../../assessment/reach-table.ts";
import type { ReachTable } from "../../assessment/reach-table.ts";
import type { Area, City, Claim, Residence, Store } from "../../store/index.ts";
import { StoreCorrupt } from "../../store/index.ts";
import type { OutletsOfMoment } from "./places.ts";

export interface CityState extends OutletsOfMoment {
  city: City;
  /** null where none is stored, or one that this version cannot read. */
  network: WalkNetwork | null;
  residences: Residence[];
  areas: Area[];
  claims: Claim[];
}

/** To be called in a transaction, so that all is of one moment. The city must be there. */
export async function readState(inside: Store, id: string, network?: WalkNetwork): Promise<CityState> {
  const city = (await inside.getCity(id))!;
  return {
    city,
    network: network ?? (await storedNetwork(inside, city)),
    outlets: await inside.allOutlets(id),
    records: await inside.recordsOfMerged(id),
    residences: await inside.allResidences(id),
    areas: await inside.listAreas(id),
    claims: await inside.listClaims(id),
  };
}

async function storedNetwork(store: Store, { id, networkVersion }: City): Promise<WalkNetwork | null> {
  if (networkVersion === null) return null;
  const bytes = await store.getArtifact({ city: id, kind: "network", version: networkVersion }).catch(nullIfDamaged);
  if (bytes === null) return null;
  try {
    return openWalkNetwork(bytes);
  } catch (error) {
    // What is damaged or of an older form is what an update mends.
    if (error instanceof NetworkFileError) return null;
    throw error;
  }
}

function nullIfDamaged(error: unknown): null {
  if (error instanceof StoreCorrupt) return null;
  throw error;
}

/** Of fewer homes the walks take less time than starting threads; the answer is the same. */
const WORTH_THREADS = 500;

const categoryIds = categories.map(({ id }) => id);

/**
 * The reach table of a state at the standard settings: `known` where that is it, the stored one where there is one, else
 * computed in threads.
 */
export async function reachOfState(
  store: Store,
  state: CityState,
  network: WalkNetwork,
  known: ReachTable | null,
  onFraction: (fraction: number) => void,
): Promise<ReachTable> {
  const { city, residences } = state;
  onFraction(0);
  const open = openOutlets(state.outlets);
  const parameters = reachParameters(network.version, open, residences, defaultSettings);
  const version = reachVersion(parameters, categoryIds);
  if (known !== null && reachVersion(known.parameters, known.categories) === version) return known;
  const stored = await store.getArtifact({ city: city.id, kind: "reach", version }).catch(nullIfDamaged);
  if (stored !== null) {
    try {
      return readReachFile(stored);
    } catch (error) {
      if (!(error instanceof ReachFileError)) throw error;
    }
  }
  const origins = residences.map(({ location }) => location);
  const targets = outletTargets(open, categoryIds);
  const { ringMinutes, limitMinutes, settings } = parameters;
  const reach =
    origins.length < WORTH_THREADS
      ? new EmbeddedEngine(network).reachByGroup(origins, targets, ringMinutes, limitMinutes, settings)
      : await reachInThreads(network, origins, targets, ringMinutes, limitMinutes, {
          settings,
          onProgress: (done, total) => onFraction(done / total),
        });
  return reachTableOf(parameters, categoryIds, reach);
}
