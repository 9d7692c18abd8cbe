/** A stand-in for an OSRM server whose map is the one street of the city `tiny`. */
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const street = { lat: 38.75, west: 118.02, east: 118.08 };
const metersPerDegree = { lng: 111_195 * Math.cos((street.lat * Math.PI) / 180), lat: 111_195 };

export interface StreetOsrm {
  url: URL;
  /** Paths asked for. */
  asked: string[];
  /** Set it to misbehave. */
  answer: ((path: string, response: ServerResponse) => void) | null;
  close(): Promise<void>;
}

export async function startStreetOsrm(): Promise<StreetOsrm> {
  const http = createServer({ maxHeaderSize: 2 ** 22 }, (request, response) => {
    const path = request.url ?? "";
    server.asked.push(path);
    if (server.answer) server.answer(path, response);
    else send(response, ...answerTo(path));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: StreetOsrm = {
    url: new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`),
    asked: [],
    answer: null,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(body));
}

function answerTo(path: string): [status: number, body: unknown] {
  const [, service, coordinates, query] = /^\/(\w+)\/v1\/foot\/([^?]+)\??(.*)$/.exec(path) ?? [];
  const places = (coordinates ?? "").split(";").map((pair) => {
    const [lng, lat] = pair.split(",").map(Number);
    const location = [Math.min(Math.max(lng, street.west), street.east), street.lat];
    const away = Math.hypot((lng - location[0]) * metersPerDegree.lng, (lat - street.lat) * metersPerDegree.lat);
    return { location, distance: away, name: "同福路" };
  });
  const options = new URLSearchParams(query);
  const metersBetween = (a: number, b: number) =>
    Math.abs(places[a].location[0] - places[b].location[0]) * metersPerDegree.lng;
  if (service === "nearest") {
    if (places[0].distance > Number(options.get("radiuses"))) return [400, { code: "NoSegment", message: "none" }];
    return [200, { code: "Ok", waypoints: places }];
  }
  if (service === "route") {
    const meters = metersBetween(0, 1);
    const maneuver = { location: places[0].location };
    const steps = [{ name: "同福路", mode: "walking", distance: meters, duration: meters / (5 / 3.6), maneuver }];
    const geometry = { type: "LineString", coordinates: places.map(({ location }) => location) };
    const route = { distance: meters, duration: meters / (5 / 3.6), geometry, legs: [{ steps }] };
    return [200, { code: "Ok", waypoints: places, routes: [route] }];
  }
  if (service !== "table") return [400, { code: "InvalidService", message: `Service ${service} not found!` }];
  const [sources, destinations] = ["sources", "destinations"].map((name) => options.get(name)!.split(";").map(Number));
  const distances = sources.map((from) => destinations.map((to) => metersBetween(from, to)));
  return [
    200,
    {
      code: "Ok",
      sources: sources.map((place) => places[place]),
      destinations: destinations.map((place) => places[place]),
      durations: distances.map((row) => row.map((meters) => meters / (5 / 3.6))),
      ...(options.get("annotations")?.includes("distance") ? { distances } : {}),
    },
  ];
}
