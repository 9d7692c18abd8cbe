/** Compounds (小区) from a geographic file: outlines with name and households, and their gates. */
import type { Position } from "@quarterhour/isochrones";
import type { CompoundDraft, CompoundGate } from "../../store/index.ts";
import { problemAt } from "../errors.ts";
import { inWallOf, WallIndex } from "../compounds/gates.ts";
import { pointInside, toGeometry } from "../geometry/polygon.ts";
import { polygonsIn, textAt } from "./boundaries.ts";
import { isInBox, plausibleBox, ROW_MARGIN_METERS } from "./city-box.ts";
import { commonFields, residenceFields } from "./columns.ts";
import { isInDegrees, pairOf, toWgs84 } from "./coordinates.ts";
import type { Crs } from "./coordinates.ts";
import type { FileFeature } from "./features/features.ts";
import { openingHoursFromText } from "./hours.ts";
import { readPolygonDrafts } from "./polygon-drafts.ts";
import type { PolygonOutcome } from "./polygon-drafts.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { countOf, ValueFault, yesNoOf } from "./values.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

const namesOf = (fields: { id: string; names: string[] }[], id: string) =>
  fields.find((field) => field.id === id)!.names;
const COMPOUND_KEYS = namesOf(residenceFields, "compound");
const NAME_KEYS = [...COMPOUND_KEYS, "名称", "name", "title", "MC"];
const HOUSEHOLD_KEYS = namesOf(residenceFields, "households");
const REF_KEYS = ["小区编号", ...namesOf(commonFields, "ref")];
const ADDRESS_KEYS = namesOf(commonFields, "address");
const GATES_KEYS = new Set(["gates", "大门", "出入口", "大门坐标", "出入口坐标"]);
const GATE_NAME_KEYS = ["门名", "大门名称", "出入口名称", "名称", "name"];
const HOURS_KEYS = ["opening_hours", "openingHours", "开放时间", "开门时间"];
const LOCKED_KEYS = ["locked", "上锁", "是否上锁", "封闭", "是否封闭"];

interface Wrong {
  field: string;
  value: string | null;
  said: Said;
}

/** More households than the largest compounds in China have is a typing error. */
const MOST_HOUSEHOLDS = 100_000;

/**
 * Compounds of a GeoJSON, a zipped Shapefile or a GeoPackage: polygons, each with a name, and where it is known the
 * number of households (户数), an address, and gates (大门: `118.05,38.75; …` in the file's own system, or degrees). Points are
 * gates of the compound that they name or in whose wall they stand. "Row" in problems is the number of the feature, from
 * 1. Never touches a store.
 *
 * Throws IntakeError for a file that cannot be taken in, and for anything bad in it unless `skipBadRows` is set.
 */
export function readCompounds(file: string, options: ReadOptions = {}): Promise<ReadResult<CompoundDraft>> {
  const gates: { row: number; of: string | null; gate: CompoundGate }[] = [];
  const draftOf = (feature: FileFeature, crs: Crs): PolygonOutcome<CompoundDraft> => {
    const { geometry, properties } = feature;
    if (geometry?.type !== "Point") return compoundOf(feature, crs, options);
    const gate = gateOf(geometry.coordinates, properties, crs);
    if ("said" in gate) return gate;
    gates.push({ row: feature.row, of: textAt(properties, COMPOUND_KEYS), gate });
    return { aside: true };
  };
  return readPolygonDrafts(
    file,
    options,
    draftOf,
    (before) => say("compound.ref-used", { before }),
    (drafts) => {
      const walls = new WallIndex(drafts);
      const byName = new Map(drafts.map((draft) => [draft.name, draft]));
      return gates.flatMap(({ row, of, gate }) => {
        const compound = of === null ? inWallOf(walls, gate.location) : byName.get(of);
        if (compound) compound.gates.push(gate);
        else if (of === null)
          return [problemAt(row, "geometry", gate.location.join(", "), say("compound.gate-of-none"))];
        else return [problemAt(row, "compound", of, say("compound.gate-unknown"))];
        return [];
      });
    },
  );
}

function compoundOf(feature: FileFeature, crs: Crs, { bbox }: ReadOptions): PolygonOutcome<CompoundDraft> {
  const { properties } = feature;
  const name = textAt(properties, NAME_KEYS);
  if (name === null) return { field: "name", value: null, said: say("compound.no-name") };
  const shape = polygonsIn(feature, crs);
  if ("said" in shape)
    return { field: "geometry", value: shape.value, said: say("area.of", { name, what: shape.said }) };
  const middle = pointInside(shape.polygons);
  if (bbox && !isInBox(middle, plausibleBox(bbox, ROW_MARGIN_METERS))) {
    return {
      field: "geometry",
      value: middle.map((degrees) => degrees.toFixed(6)).join(", "),
      said: say("compound.outside", { name }),
    };
  }
  const householdsText = textAt(properties, HOUSEHOLD_KEYS);
  const households =
    householdsText === null ? null : read(householdsText, (cell) => countOf(cell, ["户"], MOST_HOUSEHOLDS));
  if (households !== null && typeof households !== "number")
    return { field: "households", value: householdsText, said: households };
  const gates = gatesIn(properties, crs);
  if (!Array.isArray(gates)) return gates;
  const ref = textAt(properties, REF_KEYS);
  return {
    draft: {
      sourceRef: feature.id === undefined ? ref : String(feature.id),
      name,
      address: textAt(properties, ADDRESS_KEYS),
      boundary: toGeometry(shape.polygons),
      gates,
      ...(households === null ? {} : { households }),
    },
  };
}

function gateOf([x, y]: number[], properties: Record<string, unknown>, crs: Crs): CompoundGate | Wrong {
  const location = toWgs84(x, y, crs);
  if (location === null) return { field: "geometry", value: `${x}, ${y}`, said: say("compound.gate-place") };
  const lockedText = textAt(properties, LOCKED_KEYS);
  const locked = lockedText === null ? null : read(lockedText, yesNoOf);
  if (locked !== null && typeof locked !== "boolean") return { field: "locked", value: lockedText, said: locked };
  const hoursText = textAt(properties, HOURS_KEYS);
  const openingHours = hoursText === null ? null : openingHoursFromText(hoursText);
  if (hoursText !== null && openingHours === null)
    return { field: "hours", value: hoursText, said: say("compound.gate-hours") };
  return { ...bareGate(location), name: textAt(properties, GATE_NAME_KEYS), openingHours, locked };
}

const bareGate = (location: Position): CompoundGate => ({
  location,
  name: null,
  kind: "gate",
  openingHours: null,
  access: null,
  locked: null,
  ref: null,
});

/** What stands in a column is not reprojected with the shapes: beside metres it is in degrees as often as not. */
function placeOf(x: number, y: number, crs: Crs): Position | null {
  const isDegrees = Math.abs(x) <= 180 && Math.abs(y) <= 90;
  return toWgs84(x, y, isDegrees && !isInDegrees(crs) ? "wgs84" : crs);
}

/** Places in a property: a list of pairs, or text with a semicolon between them. */
function gatesIn(properties: Record<string, unknown>, crs: Crs): CompoundGate[] | Wrong {
  const key = Object.keys(properties).find((name) => GATES_KEYS.has(name.toLowerCase()));
  const value = key === undefined ? null : properties[key];
  if (value === null || value === undefined || value === "") return [];
  const parts = typeof value === "string" ? value.split(/[;；|]/).filter((part) => part.trim() !== "") : value;
  const gates: CompoundGate[] = [];
  for (const part of Array.isArray(parts) ? (parts as unknown[]) : [parts]) {
    const pair = typeof part === "string" ? pairOf(part)?.map(Number) : part;
    const [x, y] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const location = typeof x === "number" && typeof y === "number" ? placeOf(x, y, crs) : null;
    if (location === null) {
      return {
        field: "gates",
        value: typeof part === "string" ? part : JSON.stringify(part),
        said: say("compound.gates"),
      };
    }
    gates.push(bareGate(location));
  }
  return gates;
}

/** What a text says, or what is wrong with it. */
function read<T>(text: string, parse: (cell: string) => T): T | Said {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ValueFault) return error.said;
    throw error;
  }
}
