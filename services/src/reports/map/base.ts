/** The ground that a map shows: land, water, green, buildings, ways by kind, rails, walls and gates. */
import { circleData, lineData } from "../draw/scene.ts";
import type { Item, Point, Stroke } from "../draw/scene.ts";
import type { Basemap, MapFeature } from "./basemap.ts";
import type { Frame, Rectangle } from "./frame.ts";
import { projectedLines, projectedRings, ringArea } from "./geometry.ts";
import { palette } from "./palette.ts";

interface WayStyle {
  /** Points at 1:5,000. */
  width: number;
  color: string;
  casing?: string;
  dash?: number[];
  /** Higher is drawn later. */
  order: number;
  /** Not drawn on maps smaller than this. */
  smallestScale?: number;
}

const wayStyles: Record<string, WayStyle> = {
  motorway: { width: 4.6, color: palette.motorway, casing: "#bdbac6", order: 9 },
  trunk: { width: 4.4, color: "#f1ede4", casing: palette.roadCasing, order: 8 },
  primary: { width: 4.4, color: palette.road, casing: palette.roadCasing, order: 7 },
  secondary: { width: 3.8, color: palette.road, casing: palette.roadCasing, order: 6 },
  tertiary: { width: 3.2, color: palette.road, casing: palette.roadCasing, order: 5 },
  minor: { width: 2.4, color: palette.road, casing: palette.roadCasing, order: 4 },
  pedestrian: { width: 2.2, color: "#fbf6ee", casing: "#d8c3a8", order: 3 },
  service: { width: 1.4, color: palette.road, casing: "#d8d2c7", order: 2, smallestScale: 15_000 },
  track: { width: 0.6, color: palette.foot, dash: [3, 1.5], order: 1, smallestScale: 15_000 },
  footway: { width: 0.6, color: palette.foot, dash: [1.8, 1.2], order: 10, smallestScale: 12_500 },
  path: { width: 0.6, color: palette.foot, dash: [1.8, 1.2], order: 10, smallestScale: 12_500 },
  cycleway: { width: 0.5, color: "#b59a7a", dash: [2.4, 1.2], order: 1, smallestScale: 10_000 },
  steps: { width: 1.8, color: palette.steps, dash: [0.5, 0.6], order: 11, smallestScale: 12_500 },
  platform: { width: 1.6, color: "#dcd8de", order: 1, smallestScale: 10_000 },
};

const landColors: Record<string, string> = {
  residential: palette.residential,
  compound: palette.compound,
  commercial: palette.commercial,
  industrial: palette.industrial,
  green: palette.green,
  park: palette.park,
  school: palette.school,
  hospital: palette.hospital,
  square: palette.square,
  farmland: palette.farmland,
  land: palette.land,
};

/** From below to above, cut to the frame. */
export function groundItems(basemap: Basemap, frame: Frame): Item[] {
  const within = grown(frame, 6);
  const items: Item[] = [
    { type: "path", d: lineData(cornersOf(frame), true), fill: palette.land },
    ...landItems(basemap.landuse, frame, within),
    ...waterItems(basemap.water, frame, within),
    ...buildingItems(basemap.building, frame, within),
    ...wayItems(basemap.way, frame, within),
    ...railItems(basemap.rail, frame, within),
  ];
  if (frame.scale <= 6000) items.push(...barrierItems(basemap, frame, within));
  return items;
}

export function cornersOf({ x, y, width, height }: Rectangle): Point[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

export function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** Widths follow the scale, but less than the ground does. */
function factorOf(frame: Frame): number {
  return Math.min(1.7, Math.max(0.35, Math.sqrt(5000 / frame.scale)));
}

function landItems(features: readonly MapFeature[], frame: Frame, within: Rectangle): Item[] {
  return features.flatMap(({ geometry, properties }): Item[] => {
    const kind = String(properties.kind);
    const d = ringData(projectedRings(geometry, frame, within));
    if (d === "") return [];
    const stroke: Stroke | undefined = kind === "compound" ? { color: palette.compoundLine, width: 0.5 } : undefined;
    return [{ type: "path", d, fill: landColors[kind] ?? palette.land, evenOdd: true, ...(stroke && { stroke }) }];
  });
}

function waterItems(features: readonly MapFeature[], frame: Frame, within: Rectangle): Item[] {
  return features.flatMap(({ geometry, properties }): Item[] => {
    if (geometry.type.endsWith("Polygon")) {
      const d = ringData(projectedRings(geometry, frame, within));
      return d === ""
        ? []
        : [{ type: "path", d, fill: palette.water, evenOdd: true, stroke: { color: palette.waterLine, width: 0.4 } }];
    }
    const width = (properties.kind === "river" ? 2.4 : 1) * factorOf(frame);
    const d = linesData(projectedLines(geometry, frame, within));
    return d === "" ? [] : [{ type: "path", d, stroke: { color: palette.waterLine, width } }];
  });
}

/** One path for all: a district has thousands. */
function buildingItems(features: readonly MapFeature[], frame: Frame, within: Rectangle): Item[] {
  if (frame.scale > 25_000) return [];
  const rings = features
    .flatMap(({ geometry }) => projectedRings(geometry, frame, within))
    // Smaller than half a millimetre square is dust.
    .filter((ring) => Math.abs(ringArea(ring)) > 2);
  const d = ringData(rings);
  if (d === "") return [];
  const stroke = frame.scale <= 12_500 ? { color: palette.buildingLine, width: 0.3 } : undefined;
  return [{ type: "path", d, fill: palette.building, evenOdd: true, ...(stroke && { stroke }) }];
}

function wayItems(features: readonly MapFeature[], frame: Frame, within: Rectangle): Item[] {
  const factor = factorOf(frame);
  const drawn = features
    .map((feature) => ({ ...feature, style: wayStyles[String(feature.properties.kind)] }))
    .filter(({ style }) => style !== undefined && frame.scale <= (style.smallestScale ?? Infinity));
  /** Below the ground, on it, and bridges each above the other. */
  const levels = new Map<number, typeof drawn>();
  for (const way of drawn) {
    const level = way.properties.tunnel === true ? -1 : Math.max(0, Number(way.properties.layer ?? 0));
    levels.set(level, [...(levels.get(level) ?? []), way]);
  }
  const items: Item[] = [];
  for (const [level, ways] of [...levels].sort(([a], [b]) => a - b)) {
    const byStyle = new Map<WayStyle, Point[][]>();
    for (const { geometry, style } of ways) {
      const lines = byStyle.get(style) ?? [];
      lines.push(...projectedLines(geometry, frame, within));
      byStyle.set(style, lines);
    }
    const styles = [...byStyle].sort(([a], [b]) => a.order - b.order);
    for (const [{ casing, width, dash }, lines] of styles) {
      if (lines.length === 0) continue;
      const isBridge = level > 0;
      const color = isBridge ? "#9d9588" : casing;
      if (color === undefined || (dash !== undefined && !isBridge)) continue;
      const around = dash !== undefined ? 1.6 : width * factor + (isBridge ? 1.3 : 0.8);
      const stroke: Stroke = { color, width: around, cap: isBridge ? "butt" : "round" };
      items.push({ type: "path", d: linesData(lines), stroke, ...(level < 0 && { opacity: 0.5 }) });
    }
    for (const [{ color, width, dash }, lines] of styles) {
      if (lines.length === 0) continue;
      const d = linesData(lines);
      if (level > 0 && dash !== undefined)
        items.push({ type: "path", d, stroke: { color: "#fffaf2", width: 1.1, cap: "butt" } });
      const stroke: Stroke = {
        color,
        width: Math.max(width * factor, 0.45),
        ...(dash && { dash, cap: "butt" as const }),
      };
      items.push({ type: "path", d, stroke, ...(level < 0 && { opacity: 0.5 }) });
    }
  }
  return items;
}

function railItems(features: readonly MapFeature[], frame: Frame, within: Rectangle): Item[] {
  const lines = (wanted: (properties: Record<string, unknown>) => boolean): string =>
    linesData(
      features
        .filter(({ properties }) => wanted(properties))
        .flatMap(({ geometry }) => projectedLines(geometry, frame, within)),
    );
  const factor = factorOf(frame);
  const items: Item[] = [];
  const hidden = lines(({ tunnel }) => tunnel === true);
  if (hidden !== "")
    items.push({ type: "path", d: hidden, stroke: { color: "#b7b7c4", width: 0.7, dash: [4, 3], cap: "butt" } });
  const open = lines(({ kind, tunnel }) => tunnel !== true && kind !== "tram");
  if (open !== "") {
    items.push({ type: "path", d: open, stroke: { color: palette.rail, width: 2 * factor, cap: "butt" } });
    items.push({ type: "path", d: open, stroke: { color: "#ffffff", width: 1.2 * factor, dash: [5, 5], cap: "butt" } });
  }
  const tram = lines(({ kind, tunnel }) => tunnel !== true && kind === "tram");
  if (tram !== "") items.push({ type: "path", d: tram, stroke: { color: palette.rail, width: 0.7 } });
  return items;
}

function barrierItems(basemap: Basemap, frame: Frame, within: Rectangle): Item[] {
  const items: Item[] = [];
  const walls = linesData(basemap.barrier.flatMap(({ geometry }) => projectedLines(geometry, frame, within)));
  if (walls !== "") items.push({ type: "path", d: walls, stroke: { color: palette.barrier, width: 0.6, cap: "butt" } });
  const gates = basemap.gate
    .filter(({ properties }) => properties.kind === "gate" || properties.kind === "lift_gate")
    .map(({ geometry }) => (geometry.type === "Point" ? frame.project(geometry.coordinates) : null))
    .filter((point) => point !== null);
  if (gates.length > 0) {
    const d = gates.map(([x, y]) => circleData(x, y, 1.1)).join("");
    items.push({ type: "path", d, fill: "#ffffff", stroke: { color: palette.gate, width: 0.6 } });
  }
  return items;
}

export function ringData(rings: readonly (readonly Point[])[]): string {
  return rings.map((ring) => lineData(ring, true)).join("");
}

function linesData(lines: readonly (readonly Point[])[]): string {
  return lines.map((line) => lineData(line)).join("");
}
