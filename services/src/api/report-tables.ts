/** The figures of reports for other programs: one line per category (CSV), one feature per thing (GeoJSON). */
import { categoryOf } from "@quarterhour/data";
import type { Feature } from "geojson";
import { csvRow } from "../assessment/csv.ts";
import { shownSeconds, shownShare } from "../assessment/gaps.ts";
import type { DistrictCoverageCell, DistrictReportInput } from "../reports/documents/district-report.ts";
import type { DocumentFacts } from "../reports/documents/facts.ts";
import { creditText } from "../reports/documents/facts.ts";
import type { CircleReportInput } from "../reports/documents/report-data.ts";

const seconds = (value: number | null): number | null => (value === null ? null : shownSeconds(value));

const lastColumns = ["profile", "speed_kmh", "outlets_of", "map_of", "network_version", "formulas", "credit"];

function lastCells(facts: DocumentFacts, formulas: string) {
  const { profile, speedKmh, asOf, mapDate, networkVersion } = facts;
  return [profile, speedKmh, asOf, mapDate, networkVersion, formulas, creditText(facts)];
}

const reachColumns = ["covered", "gap", "unknown", "share", "mean_seconds", "p90_seconds"];
const reachFormulas = "coverage.share coverage.mean coverage.p90";

function bytesOf(rows: string[]): Uint8Array {
  return new TextEncoder().encode(`\uFEFF${rows.join("")}`);
}

/** One line per category: what is there, who reaches it. */
export function circleCsv({ facts, circle, assessment }: CircleReportInput): Uint8Array {
  const head = ["circle_id", "circle", "category", "category_name", "tier", "ring_minutes", "present", "outlets"];
  const rows = assessment.reach.categories.map(({ category, tier, ringMinutes, households, ...reach }) => {
    const there = assessment.presence.categories.find((one) => one.category === category)!;
    return csvRow([
      circle.id,
      circle.name,
      category,
      categoryOf(category).nameZh,
      tier,
      ringMinutes,
      there.present,
      there.present === null ? null : there.outlets,
      households.reached,
      households.gap,
      households.unknown,
      shownShare(reach.share),
      seconds(reach.meanSeconds),
      seconds(reach.p90Seconds),
      ...lastCells(facts, `presence.basic presence.quality ${reachFormulas}`),
    ]);
  });
  return bytesOf([csvRow([...head, ...reachColumns, ...lastColumns]), ...rows]);
}

/** One line per area and category, the district itself first. */
export function districtCsv({ facts, district, total, areas }: DistrictReportInput): Uint8Array {
  const head = ["level", "area_id", "area", "households", "category", "category_name", "tier", "ring_minutes"];
  const line = (level: string, id: string, name: string, households: number, cell: DistrictCoverageCell): string => {
    const { nameZh, tier, ringMinutes } = categoryOf(cell.category);
    const { category, covered, gap, unknown } = cell;
    return csvRow([
      level,
      id,
      name,
      households,
      category,
      nameZh,
      tier,
      ringMinutes,
      covered,
      gap,
      unknown,
      shownShare(cell.share),
      seconds(cell.meanSeconds),
      seconds(cell.p90Seconds),
      ...lastCells(facts, reachFormulas),
    ]);
  };
  return bytesOf([
    csvRow([...head, ...reachColumns, ...lastColumns]),
    ...total.map((cell) => line("all", "", district.name, district.households, cell)),
    ...areas.flatMap(({ id, name, level, households, cells }) =>
      cells.map((cell) => line(level, id, name, households, cell)),
    ),
  ]);
}

function collection(facts: DocumentFacts, name: string, features: Feature[]): Uint8Array {
  const { profile, speedKmh, asOf, mapDate, networkVersion } = facts;
  const about = { name, outletsOf: asOf, mapOf: mapDate, profile, speedKmh, networkVersion, credit: creditText(facts) };
  return new TextEncoder().encode(`${JSON.stringify({ type: "FeatureCollection", ...about, features })}\n`);
}

/** `what` of each feature: circle, ring, residence, outlet, project. */
export function circleGeoJson({
  facts,
  circle,
  assessment,
  homes,
  outlets,
  rings,
  projects,
}: CircleReportInput): Uint8Array {
  const { members, presence, reach, quality } = assessment;
  const figures = {
    households: members.households,
    people: members.people,
    presencePoints: presence.points,
    type: presence.type?.id ?? null,
    qualityPoints: quality?.points ?? null,
    reachShare: shownShare(reach.meanBasicShare),
  };
  return collection(facts, circle.name, [
    {
      type: "Feature",
      geometry: circle.boundary,
      properties: { what: "circle", id: circle.id, name: circle.name, bounds: circle.bounds.text, ...figures },
    },
    ...rings.map(({ minutes, geometry }): Feature => ({
      type: "Feature",
      geometry,
      properties: { what: "ring", minutes },
    })),
    ...homes.map(({ location, households, gaps, unknown }): Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: location },
      properties: { what: "residence", households, basicGaps: gaps, basicUnknown: unknown },
    })),
    ...outlets.map(({ id, name, location, services, address, phone, walkSeconds }): Feature => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: location },
      properties: {
        what: "outlet",
        id,
        name,
        categories: [...new Set(services.map(({ category }) => category))].join(","),
        address,
        phone,
        walkSeconds: seconds(walkSeconds),
      },
    })),
    ...projects.flatMap(({ id, name, category, state, site, deadline }): Feature[] =>
      site?.location
        ? [
            {
              type: "Feature",
              geometry: { type: "Point", coordinates: site.location },
              properties: { what: "project", id, name, category, state, deadline },
            },
          ]
        : [],
    ),
  ]);
}

/** `what` of each feature: area, circle. Shares stand under names such as `pharmacy_share`. */
export function districtGeoJson({ facts, district, areas, circles }: DistrictReportInput): Uint8Array {
  return collection(facts, district.name, [
    ...areas.map(({ id, name, level, geometry, households, cells }): Feature => {
      const figures = cells.flatMap(({ category, covered, gap, unknown, share: value }) => [
        [`${category}_covered`, covered],
        [`${category}_gap`, gap],
        [`${category}_unknown`, unknown],
        [`${category}_share`, shownShare(value)],
      ]);
      const properties = { what: "area", id, name, level, households, ...Object.fromEntries(figures) };
      return { type: "Feature", geometry, properties };
    }),
    ...circles.map(({ boundary, id, name, households, presencePoints, type, qualityPoints, reachShare }): Feature => ({
      type: "Feature",
      geometry: boundary,
      properties: {
        what: "circle",
        id,
        name,
        households,
        presencePoints,
        type,
        qualityPoints,
        reachShare: shownShare(reachShare),
      },
    })),
  ]);
}
