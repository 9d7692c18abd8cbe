/** Walks to places, many to many, and one: the parts of threads' work that are no isochrones. */
import type { EmbeddedEngine, PlaceFinder, Position, WalkSettings } from "@quarterhour/isochrones";
import type { CityData } from "./city-data.ts";
import type { MatrixQuestion, MatrixRows, NearAnswer, NearQuestion } from "./tasks.ts";

/** Outlets of any status within the limit, the nearest first; equal ones by index. */
export function nearOutlets(finder: PlaceFinder, data: CityData, question: NearQuestion): NearAnswer {
  const around = finder.find(question.origin, question.limitMinutes, question.settings);
  const found: number[] = [];
  for (let i = 0; i < around.count; i++) if (around.place[i] < data.outletCount) found.push(i);
  const { place, seconds } = around;
  found.sort((a, b) => seconds[a] - seconds[b] || place[a] - place[b]);
  return {
    outlet: Uint32Array.from(found, (i) => place[i]),
    seconds: Float64Array.from(found, (i) => seconds[i]),
    accessMeters: around.accessMeters,
    edgeOfDataSeconds: around.edgeOfDataSeconds,
  };
}

const encoder = new TextEncoder();
const jsonBytes = (value: unknown[]): Uint8Array => encoder.encode(JSON.stringify(value).slice(1, -1));

/** Rows as JSON, so that nobody has to write out a large matrix on the event loop. */
export function matrixRows(engine: EmbeddedEngine, { from, to, settings }: MatrixQuestion): MatrixRows {
  const matrix = engine.matrixSync(from, to, settings);
  return {
    seconds: jsonBytes(matrix.seconds),
    meters: jsonBytes(matrix.meters),
    from: jsonBytes(matrix.from),
    to: jsonBytes(matrix.to),
  };
}

/** From door to door; NaN where there is no way. */
export function walkMeters(
  engine: EmbeddedEngine,
  origin: Position,
  places: Position[],
  settings: WalkSettings,
): Float64Array {
  if (places.length === 0) return new Float64Array();
  const { meters, from, to } = engine.matrixSync([origin], places, settings);
  return Float64Array.from(
    places,
    (_place, i) =>
      (from[0].accessMeters ?? Number.NaN) + (meters[0][i] ?? Number.NaN) + (to[i].accessMeters ?? Number.NaN),
  );
}
