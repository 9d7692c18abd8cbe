/** A city of many districts for benchmarks: tiles of the same plan with seeds of their own, written as they are made. */
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { drawCity } from "./city.ts";
import { type Placement, toLngLat } from "./geometry.ts";
import { openOutlets } from "./outlets.ts";
import { streetX, streetY } from "./plan.ts";
import { markCrossings } from "./streets.ts";
import { outletsCsv, residencesCsv } from "./tables.ts";
import type { Relation, Vertex, Way } from "./map.ts";
import { pbfHeader, pbfNodes, pbfRelations, pbfWays } from "./pbf.ts";
import { nodeXml, osmHead, osmTail, relationXml, wayXml } from "./write.ts";

/** Tiles touch along their outermost streets. */
const tileWidth = streetX.dongdi - streetX.xidi + 60;
const tileHeight = streetY.beidi - streetY.nandi + 60;

/** `city.osm.pbf`, or `city.osm.gz` where XML is asked for, `outlets.csv`, `residences.csv`. Memory does not grow with n. */
export async function writeScaledCity(
  folder: string,
  scale: number,
  form: "pbf" | "xml",
  onProgress: (message: string) => void,
): Promise<void> {
  const encode = encoders[form];
  const columns = Math.ceil(Math.sqrt(scale));
  const rows = Math.ceil(scale / columns);
  const parts = {
    nodes: join(folder, "nodes.part"),
    ways: join(folder, "ways.part"),
    relations: join(folder, "relations.part"),
  };
  const streams = {
    nodes: createWriteStream(parts.nodes),
    ways: createWriteStream(parts.ways),
    relations: createWriteStream(parts.relations),
  };
  const outlets = createWriteStream(join(folder, "outlets.csv"));
  const residences = createWriteStream(join(folder, "residences.csv"));
  const write = async (stream: NodeJS.WritableStream, text: string | Buffer) => {
    if (!stream.write(text)) await new Promise((resolve) => stream.once("drain", resolve));
  };
  let ids = { node: 1, way: 1, relation: 1 };
  let homes = 0;
  /** Ends of the streets on the rims of tiles, to be joined to the next tile. */
  const rims = new Map<string, Vertex>();
  const links: [Vertex, Vertex][] = [];
  for (let tile = 0; tile < scale; tile++) {
    const column = tile % columns;
    const row = Math.floor(tile / columns);
    const placement: Placement = {
      turnDegrees: 0,
      bent: false,
      eastMeters: (column - (columns - 1) / 2) * tileWidth,
      northMeters: (row - (rows - 1) / 2) * tileHeight,
    };
    const seed = `tile ${tile}`;
    const city = drawCity(seed, placement, ids);
    city.map.join();
    markCrossings(city.map);
    for (const y of Object.values(streetY)) {
      const west = city.map.find([streetX.xidi, y]);
      const east = city.map.find([streetX.dongdi, y]);
      const before = rims.get(`east ${column - 1} ${row} ${y}`);
      if (west && before !== undefined) links.push([before, west]);
      if (east) rims.set(`east ${column} ${row} ${y}`, east);
    }
    for (const x of Object.values(streetX)) {
      const south = city.map.find([x, streetY.nandi]);
      const north = city.map.find([x, streetY.beidi]);
      const before = rims.get(`north ${column} ${row - 1} ${x}`);
      if (south && before !== undefined) links.push([before, south]);
      if (north) rims.set(`north ${column} ${row} ${x}`, north);
    }
    ids = city.map.nextIds;
    await write(streams.nodes, encode.nodes(city.map.vertices));
    await write(
      streams.ways,
      encode.ways(city.map.ways.filter((way) => way.tags.place !== "island" && Object.keys(way.tags).length > 0)),
    );
    await write(
      streams.relations,
      encode.relations(city.map.relations.filter((relation) => relation.tags.water !== "sea")),
    );
    const prefix = `T${tile}-`;
    const withoutHead = (csv: string) => (tile === 0 ? csv : csv.slice(csv.indexOf("\r\n") + 2));
    await write(
      residences,
      withoutHead(
        residencesCsv(
          city.residences.map((home) => ({ ...home, id: prefix + home.id })),
          placement,
        ),
      ),
    );
    await write(
      outlets,
      withoutHead(
        outletsCsv(
          openOutlets(city, seed, false).map((outlet) => ({ ...outlet, id: prefix + outlet.id })),
          placement,
        ),
      ),
    );
    homes += city.residences.length;
    if (tile % 20 === 19 || tile === scale - 1)
      onProgress(`${tile + 1} of ${scale} districts, ${homes} residences, ${ids.node} nodes`);
  }
  await write(
    streams.ways,
    encode.ways(links.map((vertices) => ({ id: ids.way++, vertices, tags: { highway: "secondary" }, ground: true }))),
  );
  for (const stream of [...Object.values(streams), outlets, residences]) {
    stream.end();
    await finished(stream);
  }
  const half = { x: (columns * tileWidth) / 2 + 300, y: (rows * tileHeight) / 2 + 300 };
  const flat: Placement = { turnDegrees: 0, bent: false, eastMeters: 0, northMeters: 0 };
  const [west, south] = toLngLat([-half.x, -half.y], flat);
  const [east, north] = toLngLat([half.x, half.y], flat);
  const head = { west, south, east, north };
  const all = async function* () {
    yield form === "pbf" ? pbfHeader(head) : `${osmHead(head)}\n`;
    for (const part of [parts.nodes, parts.ways, parts.relations]) yield* createReadStream(part);
    if (form === "xml") yield osmTail;
  };
  if (form === "pbf") await pipeline(all, createWriteStream(join(folder, "city.osm.pbf")));
  else await pipeline(all, createGzip({ level: 6 }), createWriteStream(join(folder, "city.osm.gz")));
  for (const part of Object.values(parts)) rmSync(part);
}

const lines = (texts: string[]) => texts.map((text) => `${text}\n`).join("");
const encoders = {
  pbf: {
    nodes: (nodes: Vertex[]) => Buffer.concat(pbfNodes(nodes)),
    ways: (ways: Way[]) => Buffer.concat(pbfWays(ways)),
    relations: (relations: Relation[]) => Buffer.concat(pbfRelations(relations)),
  },
  xml: {
    nodes: (nodes: Vertex[]) => lines(nodes.map(nodeXml)),
    ways: (ways: Way[]) => lines(ways.map(wayXml)),
    relations: (relations: Relation[]) => lines(relations.map(relationXml)),
  },
};
