/** Servers for tests of the OSRM engine: recorded answers, misbehaviour, and a stand-in that walks over a real network. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { EmbeddedEngine, Position } from "../src/index.ts";

export interface Recorded {
  request: string;
  status: number;
  contentType: string;
  body: Record<string, unknown> & { code: string; message?: string };
}

export const recorded = (name: string): Recorded =>
  JSON.parse(readFileSync(join(import.meta.dirname, "osrm-http", `${name}.json`), "utf8")) as Recorded;

/** What a request to OSRM says. */
export interface Question {
  path: string;
  service: string;
  coordinates: Position[];
  options: URLSearchParams;
}

export type Answerer = (question: Question, response: ServerResponse, request: IncomingMessage) => void;

export class OsrmServer {
  readonly url: URL;
  /** Every request, as it came. */
  readonly asked: Question[] = [];
  readonly headers: IncomingMessage["headers"][] = [];
  answer: Answerer;
  readonly #close: () => Promise<void>;

  private constructor(port: number, answer: Answerer, close: () => Promise<void>) {
    this.url = new URL(`http://127.0.0.1:${port}`);
    this.answer = answer;
    this.#close = close;
  }

  static async start(answer: Answerer): Promise<OsrmServer> {
    // real ones take addresses of any length
    const http = createServer({ maxHeaderSize: 2 ** 22 }, (request, response) => {
      const question = readQuestion(request.url ?? "");
      server.asked.push(question);
      server.headers.push(request.headers);
      server.answer(question, response, request);
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const server = new OsrmServer((http.address() as AddressInfo).port, answer, async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    });
    return server;
  }

  close(): Promise<void> {
    return this.#close();
  }
}

function readQuestion(url: string): Question {
  const [path, query = ""] = url.split("?");
  const [, service, , , coordinates = ""] = path.split("/");
  return {
    path: url,
    service,
    coordinates: coordinates.split(";").map((pair) => pair.split(",").map(Number) as Position),
    options: new URLSearchParams(query),
  };
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(text);
}

/** Answers every request as a recorded one was. */
export const always =
  (name: string): Answerer =>
  (_question, response) => {
    const { status, body } = recorded(name);
    send(response, status, body);
  };

/** Answers out of the recorded answers: of the table, the rows and columns that are asked for. */
export const fromRecords: Answerer = (question, response) => {
  if (question.service === "nearest") return always("nearest-ok")(question, response, null!);
  if (question.service === "route") return always("route-ok")(question, response, null!);
  const { request, body } = recorded("table-ok");
  const known = readQuestion(request).coordinates.map(String);
  const indices = question.coordinates.map((coordinate) => known.indexOf(String(coordinate)));
  if (indices.includes(-1)) throw new Error(`no record of ${question.path}`);
  const chosen = (name: string) => (question.options.get(name) ?? "").split(";").map((place) => indices[Number(place)]);
  const rows = chosen("sources");
  const columns = chosen("destinations");
  const pick = (name: string) =>
    rows.map((row) => columns.map((column) => (body[name] as number[][])[row]?.[column] ?? null));
  send(response, 200, {
    ...body,
    durations: pick("durations"),
    distances: pick("distances"),
    sources: rows.map((row) => (body.destinations as unknown[])[row]),
    destinations: columns.map((column) => (body.destinations as unknown[])[column]),
  });
};

/** OSRM's options by service; any other is an InvalidQuery there. */
const options: Record<string, string[]> = {
  nearest: ["number", "radiuses", "generate_hints"],
  table: ["sources", "destinations", "annotations", "generate_hints"],
  route: ["steps", "geometries", "overview", "generate_hints"],
};

/** Walks as OSRM does over a network of this package: private ways left out, 5 km/h, every place joined to some way. */
export function standIn(engine: EmbeddedEngine, { maxTableSize = 100 } = {}): Answerer {
  const settings = { privateWays: "exclude" as const };
  const waypoint = (place: Position) => {
    const attachment = engine.attach(place, settings);
    if (!attachment) return { location: [0, 0], distance: 100_000, name: "" };
    return { location: attachment.location, distance: attachment.accessMeters, name: "" };
  };
  const refuse = (response: ServerResponse, code: string, message: string) => send(response, 400, { code, message });
  return ({ path, service, coordinates, options: given }, response) => {
    if (!options[service]) return refuse(response, "InvalidService", `Service ${service} not found!`);
    if (!path.startsWith(`/${service}/v1/foot/`)) return refuse(response, "InvalidVersion", "not found!");
    const strange = [...given.keys()].find((name) => !options[service].includes(name));
    const broken = coordinates.some(([lng, lat]) => !Number.isFinite(lng) || !Number.isFinite(lat));
    if (strange || broken) return refuse(response, "InvalidQuery", "Query string malformed close to position 17");
    const waypoints = coordinates.map(waypoint);
    if (service === "nearest") {
      if (waypoints[0].distance > Number(given.get("radiuses") ?? Infinity)) {
        return refuse(response, "NoSegment", "Could not find a matching segments for coordinate");
      }
      return send(response, 200, { code: "Ok", waypoints });
    }
    if (service === "route") {
      const [from, to] = coordinates;
      const walk = engine.routeSync(from, to, settings);
      if (!walk) return refuse(response, "NoRoute", "Impossible route between points");
      const distance = walk.meters - walk.accessMeters.from - walk.accessMeters.to;
      const duration = walk.seconds - (walk.accessMeters.from + walk.accessMeters.to) / (5 / 3.6);
      const geometry = { type: "LineString", coordinates: walk.geometry.coordinates.slice(1, -1) };
      const step = { name: "", mode: "walking", distance, duration, maneuver: { location: waypoints[0].location } };
      return send(response, 200, {
        code: "Ok",
        waypoints,
        routes: [{ distance, duration, geometry, legs: [{ steps: [step] }] }],
      });
    }
    const chosen = (name: string) => (given.get(name) ?? "").split(";").map(Number);
    const [rows, columns] = [chosen("sources"), chosen("destinations")];
    if (rows.length * columns.length > maxTableSize ** 2)
      return refuse(response, "TooBig", "Too many table coordinates");
    const [from, to] = [rows, columns].map((indices) => indices.map((index) => coordinates[index]));
    // one search for each row: where there are fewer columns, asked the other way round
    const turned = to.length < from.length;
    const matrix = turned
      ? engine.matrixSync(to, from, { ...settings, direction: "inbound" })
      : engine.matrixSync(from, to, settings);
    const cells = (of: (number | null)[][]) =>
      rows.map((_row, i) => columns.map((_column, j) => rounded(turned ? of[j][i] : of[i][j])));
    send(response, 200, {
      code: "Ok",
      sources: rows.map((index) => waypoints[index]),
      destinations: columns.map((index) => waypoints[index]),
      durations: cells(matrix.seconds),
      ...(given.get("annotations")?.includes("distance") ? { distances: cells(matrix.meters) } : {}),
    });
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10);
