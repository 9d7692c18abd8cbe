import { VERTEX_EDGE_OF_DATA } from "../network/network.ts";
import type { Attachment, Position } from "../types.ts";
import type { ChangeLog } from "./live-change.ts";
import { compareEdges, edgesWith, endsOf, GainedGround, type EdgeChanges } from "./live-edges.ts";
import { findNearest } from "./live-nearest.ts";
import { LiveOrigins } from "./live-origins.ts";
import {
  millisecondsOf,
  MOST_COUNTED,
  seedOf,
  setMember,
  solveNearest,
  type LiveGround,
  type LiveState,
} from "./live-state.ts";
import { countAnew } from "./live-targets.ts";
import { roomForPlaces, setPlace, type AttachedPlaces } from "./reach.ts";
import type { Seed } from "./search-types.ts";
import type { Search } from "./search.ts";

/** A place without a way near may be joined by a new one this far away. */
const MAX_ACCESS_METERS = 500;
/** So far is looked first; most homes have what they need within it. */
const FIRST_TRY_MILLISECONDS = 300_000;

/**
 * Puts an edited network in the place of the one in use; `edges` leads from its edges to the new ones (-1: gone). What is
 * searched again: homes that join another way; nearest targets of homes that can walk to a changed edge within the time
 * they need to their nearest one; counts of targets that can walk to a changed edge within the largest ring.
 */
export function changeNetwork(state: LiveState, ground: LiveGround, edges: Int32Array, log: ChangeLog): void {
  const { reach, limit, rings, originPosition } = state;
  const old = { ground: state.ground, origins: state.origins, targets: state.targets };
  const changes = compareEdges(old.ground.network, ground.network, edges);
  const gained = new GainedGround(ground.network, changes);

  const { places, moved } = attachAnew(state, ground, edges, changes, gained);
  const targets = old.targets.map((target) => {
    const attachment = carried(target.attachment, target.position, ground, edges, changes, gained);
    return attachment === target.attachment ? target : { ...target, attachment };
  });
  /** Targets from which every walk has to be looked at anew. */
  const otherTargets = new Set<number>();
  targets.forEach(({ attachment, groups }, target) => {
    const was = old.targets[target].attachment;
    if (groups.length === 0 || (!was && !attachment)) return;
    if (!was || !attachment || !isSame(was, attachment, edges) || changes.before[was.edge] === 1) {
      otherTargets.add(target);
    }
  });
  state.ground = ground;
  state.targets = targets;
  state.origins = new LiveOrigins(ground.network, places, ground.search.costs.legRate);
  const membersBefore = state.members;
  state.members = membersBefore.map((own) => [...own]);
  for (const target of otherTargets) {
    const { groups, attachment } = targets[target];
    for (const group of groups) setMember(state.members[group], target, attachment !== null);
  }

  // homes that join another way, or stand on a changed one: everything about them is found anew
  const rows = new Set(moved);
  for (const edge of edgesWith(changes.after, 1)) state.origins.forEachOn(edge, (origin) => rows.add(origin));
  for (const origin of moved) {
    log.place(origin);
    reach.accessMeters[origin] = places.accessMeters[origin];
  }

  const sides = {
    before: lookAround(state, old, endsOf(old.ground.network, changes.before)),
    after: lookAround(state, state, endsOf(ground.network, changes.after)),
  };

  countAgain();
  findNearestAgain();
  findEdgeOfDataAgain();

  function countAgain(): void {
    const most = rings[rings.length - 1];
    const counted = new Set(otherTargets);
    for (const [side, { ends }] of [
      [old, sides.before],
      [state, sides.after],
    ] as const) {
      for (const target of targetsWithin(side, ends, rows, most)) counted.add(target);
    }
    /** Homes whose count of a group the table may have given up, where the group is that large. */
    const uncounted = new Map(
      state.members.flatMap((own, group) =>
        Math.max(own.length, membersBefore[group].length) < MOST_COUNTED ? [] : [[group, new Set<number>()]],
      ),
    );
    for (const target of counted) {
      const { groups } = targets[target];
      for (const [side, step] of [
        [old, -1],
        [state, 1],
      ] as const) {
        const { attachment } = side.targets[target];
        if (!attachment) continue;
        side.ground.search.run([seedOf(side.ground, attachment)], most);
        side.origins.visitReached(side.ground.search, (origin, milliseconds) => {
          if (milliseconds > most) return;
          for (const group of groups) {
            const cell = origin * reach.groupCount + group;
            log.cell(cell);
            uncounted.get(group)?.add(origin);
            for (let ring = rings.length - 1; ring >= 0 && milliseconds <= rings[ring]; ring--) {
              reach.within[ring][cell] += step;
            }
          }
        });
      }
    }
    for (const [group, some] of uncounted) if (some.size > 0) countAnew(state, group, [...some]);
  }

  function findNearestAgain(): void {
    const { groupCount, nearestSeconds, nearestTarget } = reach;
    // what leaves its place is nearest to nobody, until it is found again
    const wanted: number[][] = state.members.map(() => [...rows]);
    for (const { homes, fromGroup } of [sides.before, sides.after]) {
      for (const [origin, milliseconds] of homes) {
        if (rows.has(origin)) continue;
        for (let group = 0; group < groupCount; group++) {
          const cell = origin * groupCount + group;
          const known = nearestTarget[cell] < 0 ? limit : millisecondsOf(nearestSeconds[cell]);
          if (fromGroup[group] + milliseconds <= known) wanted[group].push(origin);
        }
      }
    }
    // targets that join another way: who had them as the nearest, and who may have them now
    for (const target of otherTargets) {
      for (const side of [old, state]) {
        const { attachment, groups } = side.targets[target];
        if (!attachment) continue;
        side.ground.search.run([seedOf(side.ground, attachment)], limit);
        side.origins.visitReached(side.ground.search, (origin, milliseconds) => {
          if (rows.has(origin)) return;
          for (const group of groups) {
            const cell = origin * groupCount + group;
            if (milliseconds <= millisecondsOf(nearestSeconds[cell])) wanted[group].push(origin);
          }
        });
      }
    }
    wanted.forEach((origins, group) => {
      if (origins.length > 0) solveNearest(state, group, [...new Set(origins)], FIRST_TRY_MILLISECONDS, log);
    });
  }

  function findEdgeOfDataAgain(): void {
    const { vertexFlags } = ground.network.arrays;
    const rim: number[] = [];
    for (let vertex = 0; vertex < vertexFlags.length; vertex++) {
      if ((vertexFlags[vertex] & VERTEX_EDGE_OF_DATA) !== 0) rim.push(vertex);
    }
    const wanted = new Set(rows);
    for (const { homes, fromRim } of [sides.before, sides.after]) {
      for (const [origin, milliseconds] of homes) {
        if (fromRim < Infinity && fromRim + milliseconds <= millisecondsOf(reach.edgeOfDataSeconds[origin]))
          wanted.add(origin);
      }
    }
    const write = (origin: number, seconds: number): void => {
      log.place(origin);
      reach.edgeOfDataSeconds[origin] = seconds;
    };
    findNearest(
      ground.search,
      ground.metersIn,
      state.origins,
      originPosition,
      [...wanted],
      {
        count: rim.length,
        position: (row) => ground.network.vertexPosition(rim[row]),
        seed: (row) => ({ vertex: rim[row], startMilliseconds: 0 }),
      },
      limit,
      limit,
      (origin, milliseconds) => write(origin, (milliseconds + state.origins.legs[origin]) / 1000),
      (origin) => write(origin, Infinity),
    );
  }
}

/** The world before an edit, or after it. */
type Side = Pick<LiveState, "ground" | "origins" | "targets">;

/** What lies around the changed edges. Times are never longer than those of any walk by way of them. */
interface Around {
  /** Vertices at the ends of the changed edges. */
  ends: number[];
  /** Milliseconds from there to the homes within the limit. */
  homes: Map<number, number>;
  /** For each group, milliseconds from its nearest target to there. */
  fromGroup: Float64Array;
  /** Milliseconds from where the data ends to there. */
  fromRim: number;
}

function lookAround({ reach, limit }: LiveState, side: Side, ends: number[]): Around {
  const homes = new Map<number, number>();
  const fromGroup = new Float64Array(reach.groupCount).fill(Infinity);
  const around: Around = { ends, homes, fromGroup, fromRim: Infinity };
  if (ends.length === 0) return around;
  const { search } = side.ground;
  const seeds = ends.map((vertex): Seed => ({ vertex, startMilliseconds: 0 }));
  search.run(seeds, limit);
  side.origins.visitReached(search, (origin, milliseconds) => homes.set(origin, milliseconds));
  const { vertexDelay, legRate } = search.costs;
  // both searches wait at the lights where they begin, a walk only once
  const wait = ends.reduce((most, vertex) => Math.max(most, vertexDelay[vertex]), 0);
  const back = side.ground.back();
  back.run(seeds, limit);
  for (const target of targetsReached(side, back)) {
    const { groups, attachment } = side.targets[target];
    if (!attachment || !back.arrive(attachment.edge, attachment.offsetMeters)) continue;
    const milliseconds = back.arrival.milliseconds + Math.round(attachment.accessMeters * legRate) - wait;
    for (const group of groups) fromGroup[group] = Math.min(fromGroup[group], milliseconds);
  }
  const { vertexFlags } = side.ground.network.arrays;
  for (const vertex of back.reachedVertices) {
    if ((vertexFlags[vertex] & VERTEX_EDGE_OF_DATA) === 0) continue;
    around.fromRim = Math.min(around.fromRim, back.timeOf(back.bestState(vertex, 3)) - wait);
  }
  return around;
}

/** Targets from which a changed edge or one of some homes can be walked to in so many milliseconds; a few more, never less. */
function targetsWithin(side: Side, ends: number[], homes: Set<number>, milliseconds: number): number[] {
  const { edge, offsetMeters } = side.origins.places;
  const seeds = ends.map((vertex): Seed => ({ vertex, startMilliseconds: 0 }));
  for (const origin of homes) {
    if (edge[origin] < 0) continue;
    const attachment = { edge: edge[origin], offsetMeters: offsetMeters[origin] };
    seeds.push({ attachment, startMilliseconds: side.origins.legs[origin] });
  }
  if (seeds.length === 0) return [];
  const back = side.ground.back();
  back.run(seeds, milliseconds);
  return targetsReached(side, back);
}

/** Targets on the edges that a search touched. */
function targetsReached({ targets }: Side, search: Search): number[] {
  const edges = new Set<number>();
  search.forEachReachedEdge((edge) => edges.add(edge));
  const reached: number[] = [];
  for (let target = 0; target < targets.length; target++) {
    const { groups, attachment } = targets[target];
    if (attachment && groups.length > 0 && edges.has(attachment.edge)) reached.push(target);
  }
  return reached;
}

/** Where a place joins the new network: the old place on the old edge, where nothing there has changed. */
function carried(
  attachment: Attachment | null,
  position: Position,
  ground: LiveGround,
  edges: Int32Array,
  changes: EdgeChanges,
  gained: GainedGround,
): Attachment | null {
  if (attachment && changes.before[attachment.edge] === 0) {
    if (!gained.isNear(position, attachment.accessMeters)) {
      const edge = edges[attachment.edge];
      return edge === attachment.edge ? attachment : { ...attachment, edge };
    }
  } else if (!attachment && !gained.isNear(position, MAX_ACCESS_METERS)) return null;
  return ground.attach(position);
}

const isSame = (one: Attachment, other: Attachment, edges: Int32Array): boolean =>
  edges[one.edge] === other.edge && one.offsetMeters === other.offsetMeters && one.accessMeters === other.accessMeters;

/** Where all origins join the new network, and which of them join it elsewhere than before. */
function attachAnew(
  { origins, originPosition }: LiveState,
  ground: LiveGround,
  edges: Int32Array,
  changes: EdgeChanges,
  gained: GainedGround,
): { places: AttachedPlaces; moved: number[] } {
  const old = origins.places;
  const places = roomForPlaces(old.edge.length);
  places.offsetMeters.set(old.offsetMeters);
  places.accessMeters.set(old.accessMeters);
  const moved: number[] = [];
  for (let origin = 0; origin < old.edge.length; origin++) {
    const edge = old.edge[origin];
    const joined = edge >= 0;
    const stays = joined ? changes.before[edge] === 0 : true;
    const meters = joined ? old.accessMeters[origin] : MAX_ACCESS_METERS;
    if (stays && !gained.isNear(originPosition(origin), meters)) {
      places.edge[origin] = joined ? edges[edge] : -1;
      continue;
    }
    places.edge[origin] = -1;
    places.offsetMeters[origin] = 0;
    places.accessMeters[origin] = Number.NaN;
    setPlace(places, origin, ground.attach(originPosition(origin)));
    const same =
      places.edge[origin] === (joined ? edges[edge] : -1) &&
      places.offsetMeters[origin] === old.offsetMeters[origin] &&
      Object.is(places.accessMeters[origin], old.accessMeters[origin]);
    if (!same) moved.push(origin);
  }
  return { places, moved };
}
