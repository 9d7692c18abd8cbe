import { VERTEX_EDGE_OF_DATA, type WalkNetwork } from "../network/network.ts";
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
  const onEdge = originsByEdge(search.network, origins);
  const legOf = (attachment: Attachment): number => Math.round(attachment.accessMeters * legRate);
  const legs = Float64Array.from(origins, (attachment) => (attachment ? legOf(attachment) : 0));
  const offsets = Float64Array.from(origins, (attachment) => attachment?.offsetMeters ?? 0);
  const limit = Math.round(question.limitMinutes * MILLISECONDS_PER_MINUTE);

  const { edgeStart, edgeItems, vertexStart, vertexEdges } = onEdge;
  const seen = new Uint32Array(search.network.edgeCount);
  let generation = 0;
  const visitEdge = (edge: number, visit: Visit): void => {
    for (let i = edgeStart[edge]; i < edgeStart[edge + 1]; i++) {
      const origin = edgeItems[i];
      if (search.arrive(edge, offsets[origin]))
        visit(origin, search.arrival.milliseconds + legs[origin], search.arrival.seed);
    }
  };
  /** Calls `visit` for every origin on an edge that the search reached. */
  const visitReached = (visit: Visit): void => {
    generation++;
    for (const seed of search.seeds) {
      if (seed.vertex !== undefined || seen[seed.attachment.edge] === generation) continue;
      seen[seed.attachment.edge] = generation;
      visitEdge(seed.attachment.edge, visit);
    }
    for (const vertex of search.reachedVertices) {
      for (let i = vertexStart[vertex]; i < vertexStart[vertex + 1]; i++) {
        const edge = vertexEdges[i];
        if (seen[edge] === generation) continue;
        seen[edge] = generation;
        visitEdge(edge, visit);
      }
    }
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

/**
 * Origins sorted by their edge (edgeItems[edgeStart[e] … edgeStart[e+1]-1]), and for each vertex those of its edges that
 * have any: a search then looks only where somebody is.
 */
function originsByEdge(network: WalkNetwork, origins: (Attachment | null)[]): OriginsByEdge {
  const { edgeFrom, edgeTo } = network.arrays;
  const edgeStart = new Uint32Array(network.edgeCount + 1);
  for (const attachment of origins) if (attachment) edgeStart[attachment.edge + 1]++;
  const vertexStart = new Uint32Array(network.vertexCount + 1);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (edgeStart[edge + 1] > 0) {
      vertexStart[edgeFrom[edge] + 1]++;
      vertexStart[edgeTo[edge] + 1]++;
    }
    edgeStart[edge + 1] += edgeStart[edge];
  }
  for (let vertex = 0; vertex < network.vertexCount; vertex++) vertexStart[vertex + 1] += vertexStart[vertex];
  const edgeItems = new Uint32Array(edgeStart[network.edgeCount]);
  const nextItem = edgeStart.slice(0, network.edgeCount);
  origins.forEach((attachment, origin) => {
    if (attachment) edgeItems[nextItem[attachment.edge]++] = origin;
  });
  const vertexEdges = new Uint32Array(vertexStart[network.vertexCount]);
  const nextEdge = vertexStart.slice(0, network.vertexCount);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (edgeStart[edge] === edgeStart[edge + 1]) continue;
    vertexEdges[nextEdge[edgeFrom[edge]]++] = edge;
    vertexEdges[nextEdge[edgeTo[edge]]++] = edge;
  }
  return { edgeStart, edgeItems, vertexStart, vertexEdges };
}

interface OriginsByEdge {
  edgeStart: Uint32Array;
  edgeItems: Uint32Array;
  vertexStart: Uint32Array;
  vertexEdges: Uint32Array;
}

type Visit = (origin: number, milliseconds: number, seed: number) => void;
