/** Maximal covering, solved: exactly where that is done soon, else well and with a bound on how far from the best it can be. */
import { Chosen, optionCount } from "./cover.ts";
import type { Choice, Cover } from "./cover.ts";
import { searchBest } from "./exact.ts";
import { chooseGreedily, improve, inOrderOfGain } from "./greedy.ts";
import { lagrangianBound } from "./upper-bound.ts";

export interface Solution {
  /** Options in the order chosen, the fixed ones first, then each the one that gains most beside those before it. */
  options: number[];
  value: number;
  /** No choice with the fixed ones gains more. */
  upper: number;
  /** Is this the best there is? */
  exact: boolean;
  method: "exact" | "greedy+swap";
}

/** So many elements are looked at before a search for the best choice leaves off: about a second. */
const mostLooks = 2e8;

/**
 * The best choice of `cover.count` options, the `fixed` ones among them. Fixed options may clash with each other; no other
 * may clash with them. The same input gives the same answer.
 */
export function solve(cover: Cover, fixed: readonly number[] = [], looks = mostLooks): Solution {
  const settled = new Chosen(cover);
  for (const option of fixed) settled.add(option);
  const base = settled.value();
  const rest = without(cover, settled);
  const greedy = improve(rest.cover, chooseGreedily(rest.cover));
  const bound = lagrangianBound(rest.cover, greedy);
  const known = bound.choice === null ? greedy : better(greedy, improve(rest.cover, bound.choice));
  const { choice, upper } = searchBest(rest.cover, known, bound, looks);
  const exact = upper <= choice.value;
  const options = inOrderOfGain(rest.cover, choice.options).map((option) => rest.optionOf[option]);
  return {
    options: [...fixed, ...options],
    value: base + choice.value,
    upper: base + upper,
    exact,
    method: exact ? "exact" : "greedy+swap",
  };
}

function better(one: Choice, other: Choice): Choice {
  return other.value > one.value ? other : one;
}

/** The same without what is settled: what it covers, and the options that may not stand beside it. */
function without(cover: Cover, settled: Chosen): { cover: Cover; optionOf: Uint32Array } {
  const { weights, start, elements, clash, cliqueOf } = cover;
  const numberOf = new Int32Array(weights.length).fill(-1);
  const left: number[] = [];
  for (let element = 0; element < weights.length; element++) {
    if (settled.times[element] > 0) continue;
    numberOf[element] = left.length;
    left.push(weights[element]);
  }
  const taken = new Set(settled.options);
  const optionOf: number[] = [];
  const starts = [0];
  const covered = new Uint32Array(elements.length);
  let length = 0;
  for (let option = 0; option < optionCount(cover); option++) {
    if (taken.has(option) || settled.clashing(option).length > 0) continue;
    const from = length;
    for (let i = start[option]; i < start[option + 1]; i++) {
      if (numberOf[elements[i]] >= 0) covered[length++] = numberOf[elements[i]];
    }
    if (length === from) continue;
    optionOf.push(option);
    starts.push(length);
  }
  return {
    optionOf: Uint32Array.from(optionOf),
    cover: {
      weights: Float64Array.from(left),
      start: Uint32Array.from(starts),
      elements: covered.subarray(0, length),
      count: Math.max(0, cover.count - settled.options.length),
      clash: clash && ((one, other) => clash(optionOf[one], optionOf[other])),
      cliqueOf: cliqueOf && Int32Array.from(optionOf, (option) => cliqueOf[option]),
      unseen: cover.unseen,
    },
  };
}
