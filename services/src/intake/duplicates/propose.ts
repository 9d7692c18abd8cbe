/** Outlets that look like one shop. Pure; the store's part is in find.ts. */
import { setImmediate } from "node:timers/promises";
import { Candidates } from "./candidates.ts";
import { compare } from "./features.ts";
import type { Comparison } from "./features.ts";
import { logitOf, reasonsOf, scoreOf, thresholds, undecided } from "./model.ts";
import type { ReasonKey } from "./model.ts";
import { profilesOf } from "./profiles.ts";
import type { Comparable, CompareOptions } from "./profiles.ts";

export interface ProposeOptions extends CompareOptions {
  /** Pairs below are left out; `thresholds.propose` unless told. */
  minScore?: number;
  /** Only pairs with one of these ids in them; the scores are the same as among all. */
  among?: ReadonlySet<string>;
  /** 0 to 1. */
  onFraction?(fraction: number): void;
  /** The search then throws the signal's reason. */
  signal?: AbortSignal;
}

export interface ProposedPair {
  /** Ids, in the order in which the outlets were given. */
  a: string;
  b: string;
  /** 0 to 1. */
  score: number;
  meters: number;
  reasons: ReasonKey[];
}

/** Pairs of outlets that look like one shop, the most alike first. Takes seconds for 100,000. */
export function proposeDuplicates(outlets: readonly Comparable[], options: ProposeOptions = {}): ProposedPair[] {
  const work = search(outlets, options);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Longest time without a turn for others. */
const TURN_MILLISECONDS = 25;

/** As `proposeDuplicates`, letting others have their turn in between. */
export async function findPairs(outlets: readonly Comparable[], options: ProposeOptions = {}): Promise<ProposedPair[]> {
  const work = search(outlets, options);
  let began = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - began < TURN_MILLISECONDS) continue;
    options.onFraction?.(step.value);
    await setImmediate();
    options.signal?.throwIfAborted();
    began = performance.now();
  }
}

interface Pair {
  a: number;
  b: number;
  comparison: Comparison;
  logit: number;
}

/** Pairs below are not even rivals. */
const LEAST_LOGIT = Math.log(thresholds.propose / (1 - thresholds.propose)) - 3;
/** How much more like a third one must be to put a pair out of question, or less and still be a doubt. */
const CLEARLY_BETTER = 1.5;
const AS_GOOD = 1;
const OUTDONE = 4;

const turn = 200;

function* search(outlets: readonly Comparable[], options: ProposeOptions): Generator<number, ProposedPair[]> {
  if (outlets.length < 2) return [];
  const profiles = yield* scaled(profilesOf(outlets, options), 0, 0.4);
  const { list } = profiles;
  const candidates = new Candidates(profiles);
  const { among } = options;
  const focus = new Uint8Array(list.length);
  for (const [i, { id }] of list.entries()) if (!among || among.has(id)) focus[i] = 1;
  const pairs: Pair[] = [];
  const done = new Uint8Array(list.length);
  const compareAll = function* (wanted: readonly number[], from: number, to: number): Generator<number, void> {
    for (const [k, a] of wanted.entries()) {
      done[a] = 1;
      for (const b of candidates.of(a)) {
        if (done[b] === 1) continue;
        const comparison = compare(list[a], list[b], profiles);
        const logit = logitOf(comparison);
        if (logit >= LEAST_LOGIT) pairs.push({ a, b, comparison, logit });
      }
      if (k % turn === 0) yield from + ((to - from) * k) / wanted.length;
    }
  };
  yield* compareAll(
    list.flatMap((_profile, i) => (focus[i] === 1 ? [i] : [])),
    0.4,
    among ? 0.8 : 0.99,
  );
  if (among) {
    // whom their partners are as like as them
    const partners = new Set(pairs.flatMap(({ a, b }) => [a, b]).filter((i) => focus[i] === 0));
    yield* compareAll([...partners], 0.8, 0.99);
  }

  const byEither = new Map<number, Pair[]>();
  for (const pair of pairs) {
    for (const end of [pair.a, pair.b]) {
      const own = byEither.get(end);
      if (own) own.push(pair);
      else byEither.set(end, [pair]);
    }
  }
  const minScore = options.minScore ?? thresholds.propose;
  const proposed: ProposedPair[] = [];
  for (const pair of pairs) {
    if (focus[pair.a] === 0 && focus[pair.b] === 0) continue;
    const rival = rivalOf(pair, byEither, (index) => list[index].source);
    const isOutdone = rival > pair.logit + CLEARLY_BETTER;
    const hasRival = rival > pair.logit - AS_GOOD;
    const logit = isOutdone ? pair.logit - OUTDONE : pair.logit;
    let score = scoreOf(pair.comparison, logit);
    if (hasRival) score = undecided(score);
    if (score < minScore) continue;
    const [a, b] = pair.a < pair.b ? [pair.a, pair.b] : [pair.b, pair.a];
    const { meters } = pair.comparison;
    proposed.push({ a: list[a].id, b: list[b].id, score, meters, reasons: reasonsOf(pair.comparison, hasRival) });
  }
  return proposed.sort((p, q) => q.score - p.score || (p.a < q.a ? -1 : p.a > q.a ? 1 : p.b < q.b ? -1 : 1));
}

function* scaled<T>(work: Generator<number, T>, from: number, to: number): Generator<number, T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}

/**
 * The best that one of a pair can do with another of the same source as its partner: a table lists a shop once, so at
 * most one of them is it. Unless those two are themselves alike: then the table has it twice.
 */
function rivalOf({ a, b }: Pair, byEither: Map<number, Pair[]>, sourceOf: (index: number) => string): number {
  let best = -Infinity;
  for (const [one, partner] of [
    [a, b],
    [b, a],
  ]) {
    const source = sourceOf(partner);
    if (source === sourceOf(one)) continue;
    for (const other of byEither.get(one)!) {
      const third = other.a === one ? other.b : other.a;
      if (third === partner || sourceOf(third) !== source || other.logit <= best) continue;
      const areOne = byEither.get(partner)!.some(({ a: p, b: q, logit }) => (p === third || q === third) && logit > 0);
      if (!areOne) best = other.logit;
    }
  }
  return best;
}
