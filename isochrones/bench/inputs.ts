import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import type { Position } from "../src/index.ts";

/** Times and lengths measured with another engine over the same map. Degrees, seconds, metres. */
export interface Reference {
  engine: string;
  /** The map is complete within: west, south, east, north. */
  box: [number, number, number, number];
  od: {
    points: Position[];
    snapped: Position[];
    snapDistance: number[];
    durations: (number | null)[][];
    distances: (number | null)[][];
  };
  iso: {
    origin: Position;
    snapDistance: number;
    cells: Position[];
    durations: (number | null)[];
    cellSnapDistance: number[];
  }[];
}

export interface BenchMap {
  osm: string;
  reference: Reference | null;
}

export interface Inputs {
  maps: BenchMap[];
  what: Set<string>;
  json: boolean;
}

export const SAMPLE = fileURLToPath(new URL("../../data/sample/files/sample.osm.gz", import.meta.url));

export const USAGE = `npm run bench -- [accuracy] [speed] [--osm FILE [--reference FILE]]… [--json]

  accuracy   walking times and polygons against the reference file of each map
  speed      5+10+15-minute isochrones beside Valhalla, building and opening the network
  (neither: both)

  --osm FILE        a map (.osm.pbf, .osm, .osm.gz); again for more maps; none: the sample city
  --reference FILE  measurements over the map named last (JSON, may be gzipped)
  --json            figures as JSON
`;

/** Throws an Error whose message says what is wrong with the arguments or the files they name. */
export function readInputs(args: string[]): Inputs {
  const { tokens, values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    tokens: true,
    options: {
      osm: { type: "string", multiple: true },
      reference: { type: "string", multiple: true },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) throw new Error(USAGE);
  const unknown = positionals.filter((word) => word !== "accuracy" && word !== "speed");
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}\n\n${USAGE}`);
  const maps: BenchMap[] = [];
  for (const token of tokens) {
    if (token.kind !== "option" || token.value === undefined) continue;
    if (token.name === "osm") maps.push({ osm: token.value, reference: null });
    if (token.name !== "reference") continue;
    const map = maps.at(-1);
    if (!map) throw new Error("--reference: give the --osm FILE it was measured on before it");
    map.reference = readReference(token.value);
  }
  if (maps.length === 0) maps.push({ osm: SAMPLE, reference: null });
  return { maps, what: new Set(positionals.length > 0 ? positionals : ["accuracy", "speed"]), json: values.json };
}

function readReference(file: string): Reference {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  const reference = JSON.parse(text) as Reference;
  if (!Array.isArray(reference.box) || !reference.od?.points || !Array.isArray(reference.iso)) {
    throw new Error(
      `${file}: not a reference file; it needs box, od {points, durations, distances} and iso [{origin, cells, durations}]`,
    );
  }
  return reference;
}
