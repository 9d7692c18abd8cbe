/** Opposite of, so many metres north of, beside, at the gate of: from the thing to the place. */
import type { Direction, ParsedAddress, Relation } from "./address.ts";
import type { Found } from "./found.ts";
import { along, footOn } from "./frame.ts";
import type { Point } from "./frame.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { Place } from "./known.ts";
import { roadsMeant } from "./lookup.ts";

const BEARING: Record<Direction, Point> = {
  N: [0, 1],
  NE: [Math.SQRT1_2, Math.SQRT1_2],
  E: [1, 0],
  SE: [Math.SQRT1_2, -Math.SQRT1_2],
  S: [0, -1],
  SW: [-Math.SQRT1_2, -Math.SQRT1_2],
  W: [-1, 0],
  NW: [-Math.SQRT1_2, Math.SQRT1_2],
};

/** Opposite, 50 m north of, beside, at the south gate of. */
export function withRelation(gazetteer: Gazetteer, parsed: ParsedAddress, each: Found, all: Found[]): Found {
  const { relation } = parsed;
  if (relation === null || each.clue === "area" || each.clue === "name") return each;
  switch (relation.kind) {
    case "inside":
      return each;
    case "beside":
      return { ...each, errorMeters: each.errorMeters + 20 + each.radiusMeters * 0.3, how: `${each.how}的旁边` };
    case "near":
      return { ...each, errorMeters: each.errorMeters + 45 + (relation.meters ?? 0) * 0.5, how: `${each.how}附近` };
    case "toward":
      return shifted(each, relation);
    case "opposite":
      return acrossTheRoad(gazetteer, each);
    case "gate":
    case "shopfront":
      if (each.clue === "number") return each; // its door is its number
      return atTheEdge(gazetteer, parsed, each, relation, all);
  }
}

function shifted(each: Found, relation: Relation): Found {
  if (relation.direction === null) return { ...each, errorMeters: each.errorMeters + 30 };
  const [east, north] = BEARING[relation.direction];
  // Without a distance: just outside of it.
  const meters = relation.meters ?? each.radiusMeters + 20;
  const at: Point = [each.at[0] + east * meters, each.at[1] + north * meters];
  const errorMeters = each.errorMeters + (relation.meters === null ? 20 + each.radiusMeters * 0.3 : 10 + meters * 0.25);
  return {
    ...each,
    at,
    errorMeters,
    how: `${each.how}以${relation.meters === null ? "外" : `外${meters}米`}（${relation.direction}）`,
  };
}

function acrossTheRoad(gazetteer: Gazetteer, each: Found): Found {
  const road = gazetteer.roadNear(each.at, each.radiusMeters + 80);
  const foot = road?.foot(each.at);
  if (foot == null || foot.meters < 1) return { ...each, errorMeters: each.errorMeters + 40, how: `${each.how}的对面` };
  const beyond = 1 + Math.min(25, foot.meters) / foot.meters;
  return {
    ...each,
    at: along(each.at, foot.at, beyond),
    errorMeters: each.errorMeters + 25,
    how: `${each.how}的对面，隔${road!.name}`,
  };
}

function atTheGate(place: Place, each: Found, { direction }: Relation): Found {
  const how = `${place.name}的门口`;
  const unknown = { ...each, errorMeters: each.errorMeters + 15 };
  if (direction === null) {
    return place.gates.length === 1 ? { ...each, at: place.gates[0], errorMeters: 25, how } : unknown;
  }
  const [east, north] = BEARING[direction];
  const outward = (point: Point) => (point[0] - place.at[0]) * east + (point[1] - place.at[1]) * north;
  const gate = place.gates.toSorted((a, b) => outward(b) - outward(a))[0];
  if (gate !== undefined && outward(gate) > 0) return { ...each, at: gate, errorMeters: 25, how };
  const far = 3 * place.radiusMeters;
  const edge = footOn(place.ring!, [place.at[0] + east * far, place.at[1] + north * far]);
  return edge === null ? unknown : { ...each, at: edge.at, errorMeters: 25 + place.radiusMeters * 0.5, how };
}

/** Shops of a compound stand along its street, gates too: the outline's point nearest to the road. */
function atTheEdge(gazetteer: Gazetteer, parsed: ParsedAddress, each: Found, relation: Relation, all: Found[]): Found {
  const { place } = each;
  if (place === undefined || place.ring === null) return { ...each, errorMeters: each.errorMeters + 15 };
  if (relation.kind === "gate") return atTheGate(place, each, relation);
  const number = all.find(({ clue, level }) => clue === "number" && level !== "street");
  const road =
    number === undefined && parsed.beforeNumber !== null
      ? roadsMeant(gazetteer, parsed.beforeNumber)[0]?.item
      : undefined;
  const target = number?.at ?? (road ?? gazetteer.roadNear(place.at, place.radiusMeters + 100))?.foot(place.at)?.at;
  const edge = target === undefined ? null : footOn(place.ring, target);
  if (edge === null) return { ...each, errorMeters: each.errorMeters + 15 };
  const errorMeters = number === undefined ? 20 + place.radiusMeters * 0.75 : 15 + number.errorMeters;
  return { ...each, at: edge.at, errorMeters, how: `${place.name}临街一侧` };
}
