/** What one district adds to each file of the metropolis. */
import { outletsCsv, residencesCsv } from "../tables.ts";
import { pbfNodes, pbfRelations, pbfWays } from "../../src/osm-pbf.ts";
import { nodeXml, relationXml, wayXml } from "../write.ts";
import { areaFeatures } from "./areas.ts";
import { drawDistrict, placementOf } from "./district.ts";
import { Layout } from "./layout.ts";
import { outletsOf, residencesOf } from "./tables.ts";

export const partNames = ["nodes", "ways", "relations", "residences", "outlets", "areas"] as const;

export interface DistrictParts {
  index: number;
  bytes: Record<(typeof partNames)[number], Uint8Array>;
  counts: { nodes: number; ways: number; residences: number; households: number; people: number; outlets: number };
}

const lines = (texts: string[]): Buffer => Buffer.from(texts.map((text) => `${text}\n`).join(""));
/** Rows alone: the head is written once for all. */
const rows = (csv: string): Buffer => Buffer.from(csv.slice(csv.indexOf("\r\n") + 2));

export function districtParts(districts: number, index: number, form: "pbf" | "xml"): DistrictParts {
  const layout = new Layout(districts);
  const placement = placementOf(layout);
  const district = drawDistrict(layout, index);
  const residences = residencesOf(district);
  const outlets = outletsOf(district);
  const { map } = district;
  for (const { osm, at, name } of outlets) if (osm) map.node(at, { ...osm, name });
  const nodes = map.vertices.filter(({ id }) => layout.isOwn(index, id)).toSorted((a, b) => a.id - b.id);
  return {
    index,
    bytes: {
      nodes: form === "pbf" ? Buffer.concat(pbfNodes(nodes)) : lines(nodes.map(nodeXml)),
      ways:
        form === "pbf"
          ? Buffer.concat(
              pbfWays(
                map.ways.map(({ id, tags, vertices }) => ({ id, tags, refs: vertices.map((vertex) => vertex.id) })),
              ),
            )
          : lines(map.ways.map(wayXml)),
      relations: form === "pbf" ? Buffer.concat(pbfRelations(map.relations)) : lines(map.relations.map(relationXml)),
      residences: rows(residencesCsv(residences, placement)),
      outlets: rows(outletsCsv(outlets, placement)),
      areas: Buffer.from(areaFeatures(layout, index, placement).join(",\n")),
    },
    counts: {
      nodes: nodes.length,
      ways: map.ways.length,
      residences: residences.length,
      households: residences.reduce((sum, home) => sum + home.households, 0),
      people: residences.reduce((sum, home) => sum + home.people, 0),
      outlets: outlets.filter(({ status }) => status === "营业").length,
    },
  };
}
