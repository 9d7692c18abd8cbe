// npm run bench -- circles [--districts n] [--moves n] [--json]
// A boundary that is drawn in the metropolis: members, 有没有, 好不好, reach of all categories and 四至 worked out anew for each
// place that it is dragged to, as POST …/circles/measure does it, without HTTP. Beside it, a plain pass over the same cells
// of the reach table, which no fold can do without.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { categories } from "@quarterhour/data";
import { defaultSettings, readOsm } from "@quarterhour/isochrones";
import type { Position } from "@quarterhour/isochrones";
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { quantile } from "./figures.ts";
import { Claims } from "../src/assessment/claims.ts";
import { assessGround } from "../src/assessment/circles/assess.ts";
import type { CircleGround } from "../src/assessment/circles/assess.ts";
import { boundsGround, boundsOf } from "../src/assessment/circles/bounds.ts";
import { LineGrid, namedLinesOf } from "../src/assessment/circles/named-lines.ts";
import { PlaceGrid } from "../src/assessment/circles/place-grid.ts";
import type { CircleOutlet, CircleResidence } from "../src/assessment/circles/types.ts";
import { assessQuality } from "../src/assessment/quality/assess.ts";
import type { QualityOutlet } from "../src/assessment/quality/types.ts";
import { reachTableOf } from "../src/assessment/reach-table.ts";
import { loadMetropolis } from "./edit-city.ts";

const BAR_MILLISECONDS = 50;

/**
 * Half the sides of the rectangles that are dragged: a small circle, one of 15 minutes' walk, and (the metropolis is sparse)
 * one that holds the dwellings of the standard, 17,000 to 32,000.
 */
const sizes = { "1 km × 1 km": 500, "2 km × 2 km": 1000, "5 km × 5 km": 2500 };

const usage = `npm run bench -- circles [options]
  --districts n   size of the generated city (656: about a million residences, 100,000 outlets)
  --moves n       places that each boundary is dragged to (200)
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    districts: { type: "string", default: "656" },
    moves: { type: "string", default: "200" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const districts = Number(options.districts);
  const { network, origins, targets, reach, households, levels } = await loadMetropolis(districts, false, say);
  const folder = join(fileURLToPath(new URL("../../", import.meta.url)), ".bench", `metropolis-${districts}`);
  say("named streets and communities");
  const way = await namedStreets(join(folder, "city.osm.pbf"));
  const areas = JSON.parse(readFileSync(join(folder, "boundaries.geojson"), "utf8")) as FeatureCollection;
  const communities = areas.features
    .filter(({ properties }) => properties?.level === "community")
    .map(({ geometry, properties }, i) => ({
      id: `a_${i}`,
      name: String(properties?.name),
      geometry: multi(geometry as Polygon | MultiPolygon),
      households: 1,
    }));
  const communityOf = levels[2].areaOf;
  const residences = origins.map((location, i): CircleResidence => ({
    id: `r_${i}`,
    location,
    households: households[i],
    householdsEstimated: false,
    people: households[i] * 2,
    areas: { district: null, street: null, community: `a_${communityOf[i]}` },
  }));
  const outlets = targets.positions.map((location, i): CircleOutlet & QualityOutlet => ({
    id: `o_${i}`,
    name: `网点${i}`,
    location,
    status: "open",
    source: "bench",
    services: targets.groups[i].map((column) => ({ category: categories[column].id, kind: null })),
    openingHours: null,
    attributes: {},
  }));
  const ids = categories.map(({ id }) => id);
  const parameters = {
    networkVersion: network.version,
    outletsVersion: "",
    residencesVersion: "",
    settings: defaultSettings,
    ringMinutes: [5, 10, 15],
    limitMinutes: 30,
  };
  const readyCpu = process.cpuUsage();
  const ground: CircleGround<(typeof outlets)[number]> = {
    residences,
    residenceGrid: new PlaceGrid(origins),
    outlets,
    outletGrid: new PlaceGrid(targets.positions),
    communities,
    claims: new Claims(
      ids.map((category) => ({ category, area: null })),
      residences,
    ),
    table: reachTableOf(parameters, ids, reach),
    dataDate: null,
  };
  const bounds = boundsGround(new LineGrid(namedLinesOf({ way })), communities);
  const ready = process.cpuUsage(readyCpu);
  const readySeconds = (ready.user + ready.system) / 1e6;

  const moves = Number(options.moves);
  const rows = Object.entries(sizes).map(([size, half]) => {
    const wall: number[] = [];
    const processor: number[] = [];
    const plain: number[] = [];
    let [homes, dwellings] = [0, 0];
    for (let move = 0; move < moves; move++) {
      const middle = origins[Math.floor(((move + 0.5) / moves) * origins.length)];
      const boundary = rectangle(middle, half);
      const cpu = process.cpuUsage();
      const began = performance.now();
      const {
        assessment,
        outlets: inside,
        claimed,
        rows: members,
      } = assessGround(ground, {
        boundary,
        requiredBasic: null,
      });
      const people = assessment.members.people;
      assessQuality({ outlets: inside, claimed, people, survey: null, evidence: [] });
      boundsOf(boundary, bounds);
      wall.push(performance.now() - began);
      const used = process.cpuUsage(cpu);
      processor.push((used.user + used.system) / 1000);
      homes += members.length;
      dwellings += assessment.members.households;
      plain.push(plainPass(ground.table.nearestSeconds, members, ids.length));
    }
    return {
      size,
      moves,
      homes: Math.round(homes / moves),
      households: Math.round(dwellings / moves),
      p50: quantile(wall, 0.5),
      p99: quantile(wall, 0.99),
      processorP50: quantile(processor, 0.5),
      processorP99: quantile(processor, 0.99),
      plainPassP50: quantile(plain, 0.5),
    };
  });

  if (options.json) {
    console.log(JSON.stringify({ barMilliseconds: BAR_MILLISECONDS, readySeconds, rows }));
    return;
  }
  console.log(
    `ready in ${readySeconds.toFixed(1)} s of processor time, once per state of the city; bar ${BAR_MILLISECONDS} ms`,
  );
  for (const { size, homes, households: inside, ...times } of rows) {
    const told = Object.entries(times).map(([name, value]) => `${name} ${Math.round(value * 100) / 100}`);
    console.log(`  ${size}, ${homes} homes, ${inside} households: ${told.join(", ")} ms`);
  }
}

/** Named roads of the map as the basemap has them. */
async function namedStreets(file: string): Promise<FeatureCollection> {
  const lng: number[] = [];
  const lat: number[] = [];
  const indexOf = new Map<number, number>();
  const features: Feature[] = [];
  await readOsm(file, {
    node(id, x, y) {
      indexOf.set(id, lng.length);
      lng.push(x);
      lat.push(y);
    },
    way(_id, refs, tags) {
      if (tags?.highway === undefined || tags.name === undefined) return;
      const coordinates = Array.from(refs, (ref) => indexOf.get(ref)).flatMap((i) =>
        i === undefined ? [] : [[lng[i], lat[i]]],
      );
      const properties = { kind: "minor", name: tags.name };
      features.push({ type: "Feature", properties, geometry: { type: "LineString", coordinates } });
    },
  });
  return { type: "FeatureCollection", features };
}

/** With a corner every fifty metres, as drawn along streets. */
function rectangle([lng, lat]: Position, half: number): Polygon {
  const north = half / 111_195;
  const east = north / Math.cos((lat * Math.PI) / 180);
  const steps = Math.round(half / 25);
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  const ring = corners.flatMap(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % 4];
    return Array.from({ length: steps }, (_, k): Position => [
      lng + east * (x + ((nextX - x) * k) / steps),
      lat + north * (y + ((nextY - y) * k) / steps),
    ]);
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}

/** Milliseconds to look once at each cell of the homes inside. */
function plainPass(nearestSeconds: Float32Array, rows: Uint32Array, width: number): number {
  const began = performance.now();
  let reached = 0;
  for (const row of rows)
    for (let column = 0; column < width; column++) reached += nearestSeconds[row * width + column] <= 600 ? 1 : 0;
  if (reached < 0) throw new Error("cannot be");
  return performance.now() - began;
}

function multi(geometry: Polygon | MultiPolygon): MultiPolygon {
  return geometry.type === "MultiPolygon" ? geometry : { type: "MultiPolygon", coordinates: [geometry.coordinates] };
}

if (options.help) console.log(usage);
else await main();
