/** Where something could be placed: empty premises, shops that take in another service, frontage, places given. */
import type { Position } from "@quarterhour/isochrones";
import type { FeatureCollection, MultiPolygon } from "geojson";
import type { Candidates } from "../../assessment/siting/question.ts";
import type { Need } from "../../assessment/siting/demand.ts";
import { Areas } from "../../assessment/siting/frontage.ts";
import type { Line, Rings } from "../../assessment/siting/frontage.ts";
import { NearAny } from "../../assessment/siting/plane.ts";
import type { Site } from "../../store/stock-types.ts";
import type { Outlet, Store } from "../../store/store.ts";
import type { CityContext } from "../city-context.ts";
import { todayInChina } from "../../china-clock.ts";
import { Problem } from "../problem.ts";
import { basemap } from "../tiles/layers.ts";
import { offers } from "./demand.ts";
import { fixedNeed } from "./question.ts";
import type { SitingBody } from "./question.ts";

export interface CandidateName {
  kind: "site" | "outlet" | "frontage" | "given";
  id: string | null;
  name: string | null;
}

export interface NamedCandidates {
  candidates: Candidates;
  /** Those beyond the end are frontage. */
  names: CandidateName[];
  fixed: { candidate: number; need: number }[];
}

/** Throws a Problem naming sites, outlets that are not there. */
export async function candidatesOf(
  store: Store,
  context: CityContext,
  body: SitingBody,
  needs: readonly Need[],
  within: MultiPolygon["coordinates"] | null,
  signal: AbortSignal,
): Promise<NamedCandidates> {
  const city = context.city.id;
  const [allSites, outlets] = await Promise.all([store.listSites(city), context.outlets()]);
  const open = outlets.filter(({ status }) => status === "open");
  const today = todayInChina();
  const sites = allSites.filter(({ availableUntil }) => availableUntil === null || availableUntil >= today);
  const wanted = body.candidates ?? (sites.length > 0 ? ["sites" as const] : ["frontage" as const]);
  const inside = within && new Areas(within);
  const outside = body.forbidden?.area && new Areas(ringsOf(body.forbidden.area));
  const mayBe = ([lng, lat]: Position): boolean => outside?.has(lng, lat) !== true;
  const isIn = (location: Position): boolean => inside?.has(...location) !== false && mayBe(location);
  const names: CandidateName[] = [];
  const places: Position[] = [];
  const numberOf = new Map<string, number>();
  const add = (name: CandidateName, location: Position): number => {
    const key = name.id === null ? location.join() : `${name.kind} ${name.id}`;
    const known = numberOf.get(key);
    if (known !== undefined) return known;
    numberOf.set(key, names.length);
    names.push(name);
    return places.push(location) - 1;
  };
  const addSite = ({ id, name, location }: Site) => add({ kind: "site", id, name }, location);
  const addOutlet = ({ id, name, location }: Outlet) => add({ kind: "outlet", id, name }, location);
  const byId = <T extends { id: string }>(list: readonly T[], id: string, field: string): T => {
    const found = list.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new Problem(404, `There is no ${field.includes("site") ? "site" : "outlet"} ${id} in ${city}.`, [
      { field, message: "should be the id of one" },
    ]);
  };
  const noSites = new Set(body.forbidden?.sites);
  const noOutlets = new Set(body.forbidden?.outlets);
  for (const kind of wanted) {
    if (kind === "sites") {
      for (const site of sites) if (!noSites.has(site.id) && isIn(site.location)) addSite(site);
    } else if (kind === "outlets") {
      for (const outlet of open) if (!noOutlets.has(outlet.id) && isIn(outlet.location)) addOutlet(outlet);
    } else if (kind !== "frontage" && mayBe(kind)) add({ kind: "given", id: null, name: null }, kind);
  }
  // what is settled may lie anywhere
  const fixed = (body.fixed ?? []).map((one, i) => {
    const need = fixedNeed(one, i, needs);
    if (one.site !== undefined) return { candidate: addSite(byId(allSites, one.site, `fixed[${i}].site`)), need };
    if (one.outlet !== undefined) return { candidate: addOutlet(byId(open, one.outlet, `fixed[${i}].outlet`)), need };
    return { candidate: add({ kind: "given", id: null, name: null }, one.location!), need };
  });
  const streets = wanted.includes("frontage")
    ? await frontageOf(context, body.frontage, open, within, signal)
    : new Float64Array();
  const onStreets: number[] = [];
  for (let i = 0; i < streets.length; i += 2) {
    if (mayBe([streets[i], streets[i + 1]])) onStreets.push(streets[i], streets[i + 1]);
  }
  const lngLat = new Float64Array(new SharedArrayBuffer((places.length * 2 + onStreets.length) * 8));
  for (const [i, place] of places.entries()) lngLat.set(place, 2 * i);
  lngLat.set(onStreets, places.length * 2);
  return {
    names,
    fixed,
    candidates: {
      count: lngLat.length / 2,
      lngLat,
      allows: allowing(names, open, needs, lngLat, body.minimumDistanceMeters ?? 0),
      // an empty shop takes in one new shop; a shop may take in several services, and a street has room for several
      takesOne: Uint8Array.from({ length: lngLat.length / 2 }, (_, i) => (names[i]?.kind === "site" ? 1 : 0)),
    },
  };
}

/** Not where there is one already, nor too near to one. */
function allowing(
  names: readonly CandidateName[],
  open: readonly Outlet[],
  needs: readonly Need[],
  lngLat: Float64Array,
  apart: number,
): Candidates["allows"] {
  const outletOf = new Map(open.map((outlet) => [outlet.id, outlet]));
  const near = needs.map((need) => {
    const there = apart > 0 ? open.filter((outlet) => offers(outlet, need)) : [];
    return new NearAny(Float64Array.from(there.flatMap(({ location }) => location)), apart);
  });
  return (candidate, need) => {
    const name = names[candidate] as CandidateName | undefined;
    if (name?.kind === "outlet" && offers(outletOf.get(name.id!)!, needs[need])) return false;
    return apart === 0 || !near[need].isNear(lngLat[2 * candidate], lngLat[2 * candidate + 1]);
  };
}

async function frontageOf(
  context: CityContext,
  asked: SitingBody["frontage"],
  open: readonly Outlet[],
  within: MultiPolygon["coordinates"] | null,
  signal: AbortSignal,
): Promise<Float64Array> {
  const commercial = asked === undefined ? polygonsOf((await basemap(context)).landuse, "commercial") : [];
  const outlets = Float64Array.from(open.flatMap(({ location }) => location));
  return context.compute.frontage(
    { outlets, commercial, chosen: asked === undefined ? null : chosenOf(asked), within },
    signal,
  );
}

function chosenOf(asked: NonNullable<SitingBody["frontage"]>): { lines: Line[]; areas: Rings[] } {
  if (asked.type === "LineString") return { lines: [asked.coordinates], areas: [] };
  if (asked.type === "MultiLineString") return { lines: asked.coordinates, areas: [] };
  return { lines: [], areas: ringsOf(asked) };
}

const ringsOf = (
  area:
    | { type: "Polygon"; coordinates: Rings }
    | { type: "MultiPolygon"; coordinates: Rings[] }
    | NonNullable<NonNullable<SitingBody["forbidden"]>["area"]>,
): Rings[] => (area.type === "Polygon" ? [area.coordinates] : area.coordinates);

function polygonsOf(layer: FeatureCollection | undefined, kind: string): Rings[] {
  return (layer?.features ?? []).flatMap(({ geometry, properties }) => {
    if (properties?.kind !== kind) return [];
    if (geometry.type === "Polygon") return [geometry.coordinates];
    return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  });
}
