import { VERTEX_EDGE_OF_DATA } from "../network/network.ts";
import type { Attachment, GroupReach } from "../types.ts";
import type { Search, Seed } from "./search.ts";

interface ReachQuestion {
  /** Over costs that point from the targets to the origins. */
  search: Search;
  origins: (Attachment | null)[];
  targets: (Attachment | null)[];
  groups: number[][];
  groupCount: number;
  /** Ascending. */
  ringMinutes: number[];
  limitMinutes: number;
}

const MILLISECONDS_PER_MINUTE = 60_000;

/**
 * Nearest target of each group by one search per group, from all its targets at once, so its cost does not grow with
 * their number; counts within the rings by one bounded search per target, which touches only what lies within the ring.
 */
export function reachByGroup(question: ReachQuestion): GroupReach {
  const { search, origins, targets, groupCount, ringMinutes } = question;
  const { legRate } = search.costs;
  const cells = origins.length * groupCount;
  const nearestMilliseconds = new Float64Array(cells).fill(Infinity);
  const nearestTarget = new Int32Array(cells).fill(-1);
  const within = ringMinutes.map(() => new Uint16Array(cells));
  const onEdge = originsByEdge(origins);
  const legOf = (attachment: Attachment): number => Math.round(attachment.accessMeters * legRate);
  const limit = Math.round(question.limitMinutes * MILLISECONDS_PER_MINUTE);

  const visitReached = (visit: (origin: number, milliseconds: number, seed: number) => void): void => {
    search.forEachReachedEdge((edge) => {
      for (const origin of onEdge.get(edge) ?? []) {
        const attachment = origins[origin] as Attachment;
        if (!search.arrive(edge, attachment.offsetMeters)) continue;
        visit(origin, search.arrival.milliseconds + legOf(attachment), search.arrival.seed);
      }
    });
  };

  const members: number[][] = Array.from({ length: groupCount }, () => []);
  question.groups.forEach((groups, target) => {
    if (targets[target]) for (const group of new Set(groups)) members[group].push(target);
  });
  for (let group = 0; group < groupCount; group++) {
    const seeds: Seed[] = members[group].map((target) => {
      const attachment = targets[target] as Attachment;
      return { attachment, startMilliseconds: legOf(attachment) };
    });
    if (seeds.length === 0) continue;
    search.run(seeds, limit);
    visitReached((origin, milliseconds, seed) => {
      if (milliseconds > limit) return;
      nearestMilliseconds[origin * groupCount + group] = milliseconds;
      nearestTarget[origin * groupCount + group] = members[group][seed];
    });
  }

  const ringLimits = ringMinutes.map((minutes) => Math.round(minutes * MILLISECONDS_PER_MINUTE));
  targets.forEach((attachment, target) => {
    const groups = [...new Set(question.groups[target])];
    if (!attachment || groups.length === 0) return;
    search.run([{ attachment, startMilliseconds: legOf(attachment) }], ringLimits[ringLimits.length - 1]);
    visitReached((origin, milliseconds) => {
      for (let ring = 0; ring < ringLimits.length; ring++) {
        if (milliseconds > ringLimits[ring]) continue;
        for (const group of groups) {
          const cell = origin * groupCount + group;
          if (within[ring][cell] < 0xffff) within[ring][cell]++;
        }
      }
    });
  });

  const edgeOfDataSeconds = new Float64Array(origins.length).fill(Infinity);
  const { vertexFlags } = search.network.arrays;
  const rim: Seed[] = [];
  for (let vertex = 0; vertex < vertexFlags.length; vertex++) {
    if ((vertexFlags[vertex] & VERTEX_EDGE_OF_DATA) !== 0) rim.push({ vertex, startMilliseconds: 0 });
  }
  if (rim.length > 0) {
    search.run(rim, limit);
    visitReached((origin, milliseconds) => (edgeOfDataSeconds[origin] = milliseconds / 1000));
  }

  return {
    groupCount,
    nearestSeconds: nearestMilliseconds.map((milliseconds) => milliseconds / 1000),
    nearestTarget,
    within,
    ringMinutes,
    accessMeters: Float64Array.from(origins, (attachment) => attachment?.accessMeters ?? Number.NaN),
    edgeOfDataSeconds,
  };
}

function originsByEdge(origins: (Attachment | null)[]): Map<number, number[]> {
  const onEdge = new Map<number, number[]>();
  origins.forEach((attachment, origin) => {
    if (!attachment) return;
    const there = onEdge.get(attachment.edge);
    if (there) there.push(origin);
    else onEdge.set(attachment.edge, [origin]);
  });
  return onEdge;
}
