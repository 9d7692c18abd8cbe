/** Puts the sample's parts together: the map, the tables, the truths. */
import { boundariesGeojson, circles, circlesGeojson, inRectangle } from "./areas.ts";
import { drawCity } from "./city.ts";
import { civilAffairsXlsx, marketRegulationCsv } from "./dirty.ts";
import { samplePlacement } from "./geometry.ts";
import { drawMishaps } from "./mishaps.ts";
import { openOutlets } from "./outlets.ts";
import { truthsPage } from "./page.ts";
import { markCrossings } from "./streets.ts";
import { drawOutletsOnMap, outletsCsv, residencesCsv, sitesCsv, spareSites, surveysCsv } from "./tables.ts";
import { otherTruths } from "./truths-many.ts";
import { surveyTruths } from "./truths-surveys.ts";
import { reachTruths } from "./truths-walks.ts";
import { metersPerSecond, signalSeconds } from "./walks.ts";
import { gzipFixed, osmXml } from "./write.ts";

const seed = "沧汐";

export function buildSample() {
  const city = drawCity(seed, samplePlacement);
  const outlets = openOutlets(city, seed);
  const mapOnly = drawOutletsOnMap(city.map, city, outlets, seed);
  drawMishaps(city.map);
  city.map.join();
  markCrossings(city.map);
  const sites = spareSites(city, outlets);
  return { city, outlets, mapOnly, sites };
}

/** Every file of the sample: name and bytes. */
export function sampleFiles(): [name: string, bytes: Uint8Array][] {
  const { city, outlets, mapOnly, sites } = buildSample();
  const text = (content: string) => Buffer.from(content, "utf8");
  const answers = circles.map((circle) => ({
    ...circle,
    compounds: [
      ...new Set(
        city.residences
          .filter((home) => home.compound && inRectangle(home.door, circle.area))
          .map((home) => home.compound),
      ),
    ],
  }));
  const reach = reachTruths(city, outlets, samplePlacement);
  const surveys = surveysCsv(seed, answers);
  const many = { ...otherTruths(city, outlets, mapOnly, sites), surveys: surveyTruths(surveys, city.residences) };
  const truths = {
    note: "示例数据，纯属虚构。Worked out from the plan by adding up straight legs; see TRUTHS.md.",
    metersPerSecond,
    signalSeconds,
    reach,
    ...many,
  };
  return [
    ["sample.osm.gz", gzipFixed(osmXml(city.map))],
    ["outlets.csv", text(outletsCsv(outlets, samplePlacement))],
    ["outlets-market-regulation.csv", marketRegulationCsv(outlets, samplePlacement, seed)],
    ["outlets-civil-affairs.xlsx", civilAffairsXlsx(outlets, seed)],
    ["residences.csv", text(residencesCsv(city.residences, samplePlacement))],
    ["boundaries.geojson", text(boundariesGeojson(samplePlacement))],
    ["circles.geojson", text(circlesGeojson(samplePlacement))],
    ["sites.csv", text(sitesCsv(sites, samplePlacement))],
    ["surveys.csv", text(surveys)],
    ["truths.json", text(`${JSON.stringify(truths, null, 1)}\n`)],
    ["TRUTHS.md", text(truthsPage(reach, many))],
  ];
}
