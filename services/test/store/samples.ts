import type { MultiPolygon, Polygon } from "geojson";
import type { AreaDraft, City, OutletDraft, ResidenceDraft } from "../../src/store/index.ts";

export function sampleCity(id: string, change: Partial<City> = {}): Omit<City, "createdAt" | "updatedAt"> {
  return {
    id,
    nameZh: "一刻城",
    nameEn: "Quarterton",
    bbox: [118.03, 38.73, 118.07, 38.76],
    fictional: true,
    osmDate: null,
    networkVersion: null,
    attribution: "© OpenStreetMap contributors",
    ...change,
  };
}

/** An outlet with every field filled. */
export function fullOutlet(change: Partial<OutletDraft> = {}): OutletDraft {
  return {
    sourceRef: "licence/9112-0007",
    name: "老王修鞋配钥匙 Wang's",
    services: [
      { category: "small-repair", kind: "shoe" },
      { category: "small-repair", kind: "key" },
      { category: "laundry", kind: null },
    ],
    location: [118.05123456789012, 38.75000000000001],
    original: { x: 118.0570001, y: 38.7513, crs: "GCJ02" },
    address: "滨海新区朝阳里12号楼底商",
    phone: "022-5555 0100",
    openingHours: "Mo-Sa 07:30-18:00",
    openingHoursText: "周一至周六 7:30—18:00（雨天休息）",
    status: "open",
    openedOn: "2023-02-28",
    closedOn: "2024-02-29",
    attributes: {
      open24h: false,
      chain: "老王",
      areaSquareMeters: 8.5,
      wheelchair: "limited",
      url: 'https://example.org/?a=1&b="2"',
    },
    ...change,
  };
}

/** An outlet of which next to nothing is known. */
export function bareOutlet(change: Partial<OutletDraft> = {}): OutletDraft {
  return {
    sourceRef: null,
    name: "无名小店",
    services: [{ category: "convenience-store", kind: null }],
    location: [118.05, 38.75],
    original: null,
    address: null,
    phone: null,
    openingHours: null,
    openingHoursText: null,
    status: "open",
    openedOn: null,
    closedOn: null,
    attributes: {},
    ...change,
  };
}

export function square(west: number, south: number, size: number): Polygon {
  const [east, north] = [west + size, south + size];
  return {
    type: "Polygon",
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

export function multi(...polygons: Polygon[]): MultiPolygon {
  return { type: "MultiPolygon", coordinates: polygons.map((polygon) => polygon.coordinates) };
}

export function fullResidence(change: Partial<ResidenceDraft> = {}): ResidenceDraft {
  return {
    sourceRef: "way/77",
    name: "3号楼",
    address: "幸福路9号院",
    compound: "幸福里",
    location: [118.0512, 38.7512],
    footprint: square(118.051, 38.751, 0.0003),
    levels: 6.5,
    households: 72,
    householdsEstimated: true,
    people: 190,
    elderlyShare: 0.25,
    childShare: 0.125,
    ...change,
  };
}

export function bareResidence(change: Partial<ResidenceDraft> = {}): ResidenceDraft {
  return {
    sourceRef: null,
    name: null,
    address: null,
    compound: null,
    location: [118.0512, 38.7512],
    footprint: null,
    levels: null,
    households: 0,
    householdsEstimated: false,
    people: null,
    elderlyShare: null,
    childShare: null,
    ...change,
  };
}

export function area(level: AreaDraft["level"], sourceRef: string, geometry: MultiPolygon): AreaDraft {
  return { sourceRef, level, name: `${level} ${sourceRef}`, nameEn: null, geometry };
}
