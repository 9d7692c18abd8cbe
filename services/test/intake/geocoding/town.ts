/**
 * A town that fits into one's head. 长安路 runs east along y = 0, 人民路 north along x = 0, 中山路 east along y = 400,
 * all 2 km long. Metres on a sheet whose origin is 118° E, 38° N.
 */
import type { Position } from "@quarterhour/isochrones";
import { Frame } from "../../../src/intake/geocoding/frame.ts";
import { Gazetteer } from "../../../src/intake/geocoding/gazetteer.ts";
import type { GazetteerSources } from "../../../src/intake/geocoding/known.ts";
import type { MapPlace } from "../../../src/intake/geocoding/map-places.ts";
import type { GeocodeCandidate } from "../../../src/intake/geocoding/geocoder.ts";
import { GazetteerGeocoder } from "../../../src/intake/geocoding/resolve.ts";

const frame = new Frame([118, 38]);

export const at = (x: number, y: number): Position => frame.position([x, y]);

const line = (...points: [number, number][]): Position[] => points.map(([x, y]) => at(x, y));

const box = (x: number, y: number, width: number, height: number): Position[] =>
  line([x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]);

function place(kind: MapPlace["kind"], name: string, x: number, y: number, width = 0, height = width): MapPlace {
  return {
    ref: `way/${name}`,
    kind,
    names: [name],
    location: at(x + width / 2, y + height / 2),
    ring: width === 0 || kind === "building" ? null : box(x, y, width, height),
    gates: name === "清漪园" ? [at(x + width / 2, y)] : [],
    squareMeters: width * height,
  };
}

/** 长安路 is numbered from west to east, even numbers in the north: number n at x = 5 n − 1000. */
export const doorAt = (number: number): Position => at(5 * number - 1000, number % 2 === 0 ? 12 : -12);

const numbers = [2, 3, 22, 23, 42, 45, 80, 81, 120, 121, 160, 163, 200, 201, 240, 241, 300, 301, 340, 341, 398, 399];

export const townSources: GazetteerSources = {
  map: {
    roads: [
      { names: ["长安路", "Chang'an Rd", "解放路"], line: line([-1000, 0], [0, 0], [1000, 0]) },
      { names: ["人民路"], line: line([0, -1000], [0, 0], [0, 1000]) },
      { names: ["中山路"], line: line([-1000, 400], [1000, 400]) },
      { names: ["短巷"], line: line([600, 20], [600, 90]) },
    ],
    addresses: numbers.map((number) => ({
      ref: `node/${number}`,
      road: "长安路",
      number: String(number),
      location: doorAt(number),
    })),
    places: [
      place("compound", "清漪园", 200, 30, 200, 150),
      place("compound", "东堤花园二期", -600, 100, 120),
      place("building", "1号楼", 220, 40, 20),
      place("building", "3号楼", 300, 40, 20),
      place("building", "金城大厦A座", -300, 20, 30),
      place("landmark", "人民公园", 100, 450, 200),
      place("landmark", "沧汐区实验学校", -500, 450, 100),
      place("landmark", "中国银行", 500, 20),
      place("landmark", "中国银行", -800, 380),
    ],
    cities: ["天津市"],
  },
  areas: [
    {
      level: "community",
      name: "东海社区",
      geometry: { type: "MultiPolygon", coordinates: [[box(0, -300, 1000, 600)]] },
    },
    {
      level: "community",
      name: "西堤社区",
      geometry: { type: "MultiPolygon", coordinates: [[box(-1000, -300, 1000, 600)]] },
    },
    {
      level: "district",
      name: "沧汐区",
      geometry: { type: "MultiPolygon", coordinates: [[box(-1500, -1500, 3000, 3000)]] },
    },
  ],
  outlets: [{ name: "福满园便利店", address: "中山路8号", location: at(-950, 410) }],
  residences: [
    { name: "5号楼", compound: "清漪园", address: "长安路250号清漪园5号楼", location: at(380, 150) },
    { name: "2号楼", compound: "临江里", address: "中山路100号临江里2号楼", location: at(-200, 500) },
    { name: "4号楼", compound: "临江里", address: "中山路100号临江里4号楼", location: at(-160, 500) },
  ],
  cityNames: ["沧汐区"],
};

export const town = new GazetteerGeocoder(new Gazetteer(townSources));

/** x and y on the sheet. */
export function onSheet(location: Position): [x: number, y: number] {
  const [x, y] = frame.point(location);
  return [Math.round(x), Math.round(y)];
}

export function best(address: string, name?: string): GeocodeCandidate {
  const [first] = town.locate({ address, name });
  if (first === undefined) throw new Error(`nothing found for ${address}`);
  return first;
}
