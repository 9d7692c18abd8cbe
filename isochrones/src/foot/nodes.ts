import { barrierRules, kerbsForWheelchairs, PRAM_MIN_WIDTH_METERS, WHEELCHAIR_MIN_WIDTH_METERS } from "./rules.ts";
import { metersOf } from "./surfaces.ts";
import { weekTimes, type Access, type WeekTimes } from "./times.ts";
import { footAccess } from "./ways.ts";

type Tags = Record<string, string>;

/** What a node on a way means to a walker. */
export interface NodeClass {
  /** `free`: walk through; `private`: out of home and into the destination only; `closed`: nobody. */
  passage: "free" | "private" | "closed";
  /** Where that changes with the time; `passage` is what holds by day. */
  times: WeekTimes | null;
  noWheelchair: boolean;
  noPram: boolean;
  signals: boolean;
  crossing: boolean;
  gate: boolean;
  elevator: boolean;
}

const passages = { allowed: "free", private: "private", forbidden: "closed" } as const;

/** The walker's view of a tagged node, or null where it means nothing to walking. Times not understood go to `unread`. */
export function classifyNode(tags: Tags, unread: (value: string) => void = () => {}): NodeClass | null {
  const { barrier, highway } = tags;
  const rule = barrier === undefined ? undefined : barrierRules[barrier];
  const elevator = highway === "elevator";
  let access: Exclude<Access, null> = "allowed";
  let times: WeekTimes | null = null;
  // an entrance with access=private says who may enter the building, not who may pass on the street
  if (barrier !== undefined || highway !== undefined || tags.foot !== undefined) {
    const rising = tags.bollard === "rising" || tags.bollard === "removable";
    const shut = rule?.passable === false && !rising;
    // a locked gate that says nothing about who has the key is shut to all
    const locked = barrier !== undefined && tags.locked === "yes";
    const otherwise = shut || locked ? "forbidden" : "allowed";
    access = footAccess(tags) ?? otherwise;
    // the hours of a bus stop or a kiosk say nothing about the street
    if (barrier !== undefined || elevator) times = weekTimes(tags, otherwise, unread);
    if (times) access = times.byDay;
  }
  const passage = passages[access];
  const signals = highway === "traffic_signals";
  const crossing = highway === "crossing";
  const gate = rule?.gate ?? false;
  const { noWheelchair, noPram } = wheelsAt(tags);
  if (passage === "free" && !times && !signals && !crossing && !gate && !elevator && !noWheelchair && !noPram)
    return null;
  return { passage, times, noWheelchair, noPram, signals, crossing, gate, elevator };
}

function wheelsAt(tags: Tags): { noWheelchair: boolean; noPram: boolean } {
  const rule = tags.barrier === undefined ? undefined : barrierRules[tags.barrier];
  const width = metersOf(tags["maxwidth:physical"]) ?? (rule ? metersOf(tags.width) : null);
  const onTheWay = tags.barrier !== undefined || tags.highway === "crossing" || tags.highway === "elevator";
  const kerb = tags.barrier === "kerb" ? (tags.kerb ?? "raised") : tags.kerb;
  const height = metersOf(tags["kerb:height"] ?? (tags.barrier === "kerb" ? tags.height : undefined));
  // [wiki: Key:kerb] lowered means at most 3 cm
  const kerbStops = height === null ? kerb !== undefined && !kerbsForWheelchairs.has(kerb) : height > 0.03;
  let noWheelchair = rule?.wheelchair === false || kerbStops || (width !== null && width < WHEELCHAIR_MIN_WIDTH_METERS);
  let noPram = rule?.pram === false || (width !== null && width < PRAM_MIN_WIDTH_METERS);
  if (onTheWay && tags.wheelchair === "no") noWheelchair = true;
  if (onTheWay && (tags.wheelchair === "yes" || tags.wheelchair === "designated")) noWheelchair = noPram = false;
  if (onTheWay && (tags.stroller === "no" || tags.pram === "no")) noPram = true;
  if (onTheWay && (tags.stroller === "yes" || tags.pram === "yes")) noPram = false;
  return { noWheelchair, noPram };
}
