/** A report as stewards see it: with the outlet it is about and those close by. */
import type { Position } from "@quarterhour/isochrones";
import { first } from "../inbox/decide.ts";
import { degreesFor, metersBetween } from "../intake/geometry/sphere.ts";
import type { Outlet, Report } from "../store/index.ts";
import type { CityContext } from "./city-context.ts";
import { viewOutlet } from "./outlet-view.ts";

const NEARBY_METERS = 300;
const MOST_NEARBY = 8;

export async function viewReports(context: CityContext, reports: Report[]) {
  const outlets = await context.outlets();
  const byId = await context.once("outlets by id", async () => new Map(outlets.map((outlet) => [outlet.id, outlet])));
  const now = new Date();
  return reports.map(({ outlet: outletId, publicPhoto, sayings, ...report }) => {
    const about = outletId === null ? undefined : byId.get(outletId);
    const whole: Report = { ...report, outlet: outletId, publicPhoto, sayings };
    const location = first(whole, "location");
    const category = first(whole, "category") ?? null;
    const place = location ?? about?.location ?? null;
    const wanted = new Set(category === null ? about?.services.map((service) => service.category) : [category]);
    return {
      id: report.id,
      kind: report.kind,
      state: report.state,
      said: report.said,
      firstAt: report.firstAt,
      lastAt: report.lastAt,
      location,
      category,
      repairKind: first(whole, "repairKind"),
      name: first(whole, "name"),
      since: first(whole, "since"),
      flags: [...new Set(sayings.flatMap(({ flags }) => flags))],
      outletId,
      outlet: about ? viewOutlet(about, now) : null,
      sayings: sayings.map(({ photo, ...saying }) => {
        const url = `/api/cities/${report.city}/reports/${report.id}/photo?number=${saying.number}`;
        return {
          ...saying,
          photo: photo && { number: saying.number, ...photo, url, thumbUrl: `${url}&thumb` },
        };
      }),
      nearby: place === null ? [] : nearbyOutlets(outlets, place, wanted, outletId),
      publicPhoto,
      decision: report.decision,
    };
  });
}

/** Those that do the same first, then by distance; never the outlet itself. */
function nearbyOutlets(
  outlets: readonly Outlet[],
  place: Position,
  wanted: ReadonlySet<string>,
  except: string | null,
) {
  const box = degreesFor(NEARBY_METERS, place[1]);
  return outlets
    .filter(
      ({ id, location: [lng, lat] }) =>
        Math.abs(lat - place[1]) <= box.lat && Math.abs(lng - place[0]) <= box.lng && id !== except,
    )
    .map(({ id, name, services, status, location }) => ({
      id,
      name,
      services,
      status,
      location,
      meters: Math.round(metersBetween(place, location)),
      sameCategory: services.some(({ category }) => wanted.has(category)),
    }))
    .filter(({ meters }) => meters <= NEARBY_METERS)
    .sort((a, b) => Number(b.sameCategory) - Number(a.sameCategory) || a.meters - b.meters)
    .slice(0, MOST_NEARBY);
}
