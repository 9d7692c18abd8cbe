/** Joining a place to its way, against looking at every piece of every way. */
import { expect, test } from "vitest";
import { metersPerDegree, segmentsMeet } from "../src/geo.ts";
import { EmbeddedEngine, type Position, type WalkNetwork } from "../src/index.ts";
import { EDGE_ATTACHABLE_PUBLIC, EDGE_ATTACHABLE_WITH_PRIVATE } from "../src/network/network.ts";
import { buildFromXml, draw, metersBetween, moved } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf, type Random, type RandomMap } from "./random-map.ts";

/** Streets 160 m apart with walls between them, most of them near ways. */
async function town(seed: number): Promise<{ random: Random; map: RandomMap; engine: EmbeddedEngine }> {
  const random = randomOf(seed);
  const map = randomMap(random, 9, 8, 160, "all");
  for (let i = 0; i < 90; i++) {
    const place = moved(placeOnWay(map, random).position, (random() - 0.5) * 60, (random() - 0.5) * 60);
    map.walls.push([place, moved(place, (random() - 0.5) * 200, (random() - 0.5) * 200)]);
  }
  return { random, map, engine: new EmbeddedEngine(await buildFromXml(xmlOf(map))) };
}

/** The line of an edge. */
function lineOf(network: WalkNetwork, edge: number): Position[] {
  const { edgeFrom, edgeTo, shapeStart, shapeLng, shapeLat } = network.arrays;
  const line = [network.vertexPosition(edgeFrom[edge])];
  for (let s = shapeStart[edge]; s < shapeStart[edge + 1]; s++) line.push([shapeLng[s] / 1e7, shapeLat[s] / 1e7]);
  line.push(network.vertexPosition(edgeTo[edge]));
  return line;
}

function nearestOn([ax, ay]: Position, [bx, by]: Position, [x, y]: Position): Position {
  const scale = metersPerDegree(y);
  const [dx, dy] = [(bx - ax) * scale.lng, (by - ay) * scale.lat];
  const along = (x - ax) * scale.lng * dx + (y - ay) * scale.lat * dy;
  const share = Math.min(1, Math.max(0, along / (dx * dx + dy * dy || 1)));
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

/** A little short of both ends, as a door in a wall opens to both sides. */
function crosses(from: Position, to: Position, [c, d]: [Position, Position]): boolean {
  const meters = metersBetween(from, to);
  if (meters < 0.25) return false;
  const at = (share: number): Position => [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
  return segmentsMeet(...at(0.1 / meters), ...at(1 - 0.1 / meters), ...c, ...d);
}

/** Metres of the shortest open leg to any piece of any way; Infinity where there is none within 500 m. */
function shortestLeg({ network }: EmbeddedEngine, walls: RandomMap["walls"], place: Position, flag: number): number {
  let best = Infinity;
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if ((network.arrays.edgeFlags[edge] & flag) === 0) continue;
    const line = lineOf(network, edge);
    for (let i = 1; i < line.length; i++) {
      const foot = nearestOn(line[i - 1], line[i], place);
      const meters = metersBetween(place, foot);
      if (meters < best && meters <= 500 && !walls.some((wall) => crosses(place, foot, wall))) best = meters;
    }
  }
  return best;
}

test("a place joins the nearest way whose leg is open, wherever it stands", async () => {
  let joined = 0;
  let walled = 0;
  let nowhere = 0;
  for (let seed = 1; seed <= 8; seed++) {
    const { random, map, engine } = await town(seed);
    for (let i = 0; i < 120; i++) {
      const [west, south, east, north] = engine.network.bbox;
      // some beyond the box around all ways
      const place: Position = [
        west - 0.007 + random() * (east - west + 0.014),
        south - 0.007 + random() * (north - south + 0.014),
      ];
      for (const [privateWays, flag] of [
        ["residents", EDGE_ATTACHABLE_WITH_PRIVATE],
        ["exclude", EDGE_ATTACHABLE_PUBLIC],
      ] as const) {
        const attachment = engine.attach(place, { privateWays });
        const expected = shortestLeg(engine, map.walls, place, flag);
        const message = `map ${seed}, ${place.join(",")}, ${privateWays}`;
        if (attachment === null) {
          expect(expected, message).toBe(Infinity);
          expect(engine.whyUnattached(place, { privateWays })?.reason).toBeTruthy();
          nowhere++;
          continue;
        }
        expect(Math.abs(attachment.accessMeters - expected), message).toBeLessThan(0.02);
        expect(metersBetween(place, attachment.location)).toBeCloseTo(attachment.accessMeters, 1);
        const line = lineOf(engine.network, attachment.edge);
        const along = line.slice(1).some((end, k) => {
          return metersBetween(nearestOn(line[k], end, attachment.location), attachment.location) < 0.02;
        });
        expect(along, message).toBe(true);
        joined++;
        if (shortestLeg(engine, [], place, flag) < expected - 0.5) walled++;
      }
    }
  }
  expect(joined).toBeGreaterThan(800);
  expect(walled).toBeGreaterThan(60);
  expect(nowhere).toBeGreaterThan(60);
});

test("a door as near to two ways joins the same of them, whichever of their ends it faces", async () => {
  const picture = `
         b
        . .
       a d c
  `;
  const ways = { ab: "highway=residential", bc: "highway=footway", bd: "highway=path" };
  const turned = { ba: "highway=residential", cb: "highway=footway", db: "highway=path" };
  for (const each of [ways, turned]) {
    const map = await draw({ picture, meters: 20, ways: each });
    for (const [east, north] of [
      [0, 7.3],
      [0, 31.7],
      [0, 1.9],
    ]) {
      const attachment = map.engine.attach(map.at("b", east, north))!;
      expect(metersBetween(attachment.location, map.at("b"))).toBeLessThan(0.05);
      const edges = Array.from({ length: map.network.edgeCount }, (_, edge) => edge);
      const touching = edges.filter((edge) =>
        lineOf(map.network, edge).some((corner) => metersBetween(corner, map.at("b")) < 0.01),
      );
      expect(attachment.edge).toBe(Math.min(...touching));
    }
  }
});
