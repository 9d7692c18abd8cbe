/** Small random covering questions, and their best answer by looking at every choice. */
import { Chosen, optionCount } from "../../../src/assessment/siting/cover.ts";
import type { Choice, Cover } from "../../../src/assessment/siting/cover.ts";

/** The same numbers each time: 0 up to 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/**
 * Homes and shops on a square, a shop reaching the homes around it. Odd seeds bring fractions, every third a least distance,
 * every fourth places that take in only one of two services.
 */
export function randomCover(
  seed: number,
  { options, homes, count }: { options: number; homes: number; count: number },
): Cover {
  const random = randomOf(seed * 7919 + 1);
  const place = (): [number, number] => [random(), random()];
  const isShared = seed % 4 === 0;
  const spots = Array.from({ length: isShared ? Math.ceil(options / 2) : options }, place);
  const spotOf = Array.from({ length: options }, (_, option) => option % spots.length);
  const serviceOf = Array.from({ length: options }, (_, option) => Math.floor(option / spots.length));
  const doors = Array.from({ length: homes }, place);
  const homeWeights = doors.map(() => (seed % 2 === 0 ? 1 + Math.floor(random() * 60) : 0.1 + random() * 60));
  const reach = 0.12 + random() * 0.25;
  const lists = spotOf.map((spot, option) =>
    doors.flatMap(([x, y], home) =>
      Math.hypot(x - spots[spot][0], y - spots[spot][1]) <= reach ? [home + serviceOf[option] * homes] : [],
    ),
  );
  const start = new Uint32Array(options + 1);
  lists.forEach((list, option) => (start[option + 1] = start[option] + list.length));
  const apart = seed % 3 === 0 ? 0.15 : 0;
  const isNear = (one: number, other: number): boolean =>
    serviceOf[one] === serviceOf[other] &&
    Math.hypot(spots[spotOf[one]][0] - spots[spotOf[other]][0], spots[spotOf[one]][1] - spots[spotOf[other]][1]) <
      apart;
  return {
    weights: Float64Array.from([...homeWeights, ...(isShared ? homeWeights : [])]),
    start,
    elements: Uint32Array.from(lists.flat()),
    count,
    clash:
      apart > 0 || isShared ? (one, other) => isNear(one, other) || (isShared && spotOf[one] === spotOf[other]) : null,
    cliqueOf: isShared ? Int32Array.from(spotOf) : null,
    unseen: new Float64Array(),
  };
}

/** Looks at every choice that holds the fixed ones. */
export function bruteForce(cover: Cover, fixed: readonly number[] = []): Choice {
  let best: Choice = { options: [...fixed], value: -1 };
  const chosen = new Chosen(cover);
  for (const option of fixed) chosen.add(option);
  const visit = (from: number): void => {
    const value = chosen.value();
    if (value > best.value) best = { options: [...chosen.options], value };
    if (chosen.options.length === cover.count) return;
    for (let option = from; option < optionCount(cover); option++) {
      if (fixed.includes(option) || chosen.clashing(option).length > 0) continue;
      chosen.add(option);
      visit(option + 1);
      chosen.remove(option);
    }
  };
  visit(0);
  return best;
}
