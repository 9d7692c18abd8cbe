/** Weights of the score from pairs with known truth: a logistic regression, by Newton's method. */
import { Candidates } from "../src/intake/duplicates/candidates.ts";
import { compare, featureNames } from "../src/intake/duplicates/features.ts";
import { profilesOf } from "../src/intake/duplicates/profiles.ts";
import type { CompareOptions } from "../src/intake/duplicates/profiles.ts";
import type { Labelled } from "./duplicates-labels.ts";

const ROUNDS = 25;
/** Holds weights near zero where the pairs say little. */
const RIDGE = 2;

/**
 * Set by hand: in the made tables a day of opening is all but a name, in real ones whole registers open on 1 January;
 * the shift is taken off before distances count.
 */
const given: Record<string, number> = { "opened on the same day": 2, "opened on other days": -0.8, shifted: 0 };
/** What is likeness must never count against a pair, nor the other way round; weights that come out so are left at 0. */
const against = new Set([
  "how common the name is",
  "branch different",
  "far",
  "phone different",
  "category different",
  "repairs differ",
  "address different",
  "floors differ",
  "same source",
  "status differs",
]);
const either = new Set(["one", "without a name"]);

export interface FitResult {
  weights: number[];
  pairs: number;
  same: number;
}

export function fitWeights(rows: readonly Labelled[], options: CompareOptions): FitResult {
  const profiles = exhausted(profilesOf(rows, options));
  const candidates = new Candidates(profiles);
  const width = featureNames.length;
  const features: number[] = [];
  const truths: number[] = [];
  let same = 0;
  for (let a = 0; a < rows.length; a++) {
    for (const b of candidates.of(a)) {
      if (b <= a) continue;
      const comparison = compare(profiles.list[a], profiles.list[b], profiles);
      // what a rule holds down whatever the weights say teaches them nothing
      if (comparison.succeeds) continue;
      const isSame = rows[a].entity === rows[b].entity;
      features.push(...comparison.features);
      truths.push(isSame ? 1 : 0);
      if (isSame) same++;
    }
  }
  const x = Float64Array.from(features);
  const fixed = new Map<number, number>();
  for (const [i, name] of featureNames.entries()) if (name in given) fixed.set(i, given[name]);
  for (;;) {
    const weights = regress(x, truths, width, fixed);
    const wrong = featureNames.flatMap((name, i) =>
      !fixed.has(i) && !either.has(name) && (against.has(name) ? weights[i] > 0 : weights[i] < 0) ? [i] : [],
    );
    if (wrong.length === 0) {
      return { weights: Array.from(weights, (weight) => Math.round(weight * 100) / 100), pairs: truths.length, same };
    }
    for (const i of wrong) fixed.set(i, 0);
  }
}

function regress(x: Float64Array, truths: number[], width: number, fixed: Map<number, number>): Float64Array {
  const weights = new Float64Array(width);
  for (const [i, value] of fixed) weights[i] = value;
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Float64Array(width);
    const hessian = Array.from({ length: width }, () => new Float64Array(width));
    for (let row = 0; row < truths.length; row++) {
      const at = row * width;
      let sum = 0;
      for (let i = 0; i < width; i++) sum += weights[i] * x[at + i];
      const p = 1 / (1 + Math.exp(-sum));
      const spread = Math.max(p * (1 - p), 1e-9);
      for (let i = 0; i < width; i++) {
        const value = x[at + i];
        if (value === 0) continue;
        gradient[i] += (truths[row] - p) * value;
        const scaled = spread * value;
        for (let k = 0; k <= i; k++) hessian[i][k] += scaled * x[at + k];
      }
    }
    for (let i = 0; i < width; i++) {
      gradient[i] -= RIDGE * weights[i];
      hessian[i][i] += RIDGE;
      for (let k = i + 1; k < width; k++) hessian[i][k] = hessian[k][i];
    }
    for (const i of fixed.keys()) {
      gradient[i] = 0;
      for (let k = 0; k < width; k++) hessian[i][k] = hessian[k][i] = i === k ? 1 : 0;
    }
    const step = solve(hessian, gradient);
    let largest = 0;
    for (let i = 0; i < width; i++) {
      weights[i] += step[i];
      largest = Math.max(largest, Math.abs(step[i]));
    }
    if (largest < 1e-4) break;
  }
  return weights;
}

function exhausted<T>(work: Generator<number, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Gauss with pivots; the matrix is symmetric and positive by the ridge. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const rows = matrix.map((row, i) => Float64Array.from([...row, right[i]]));
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let k = i + 1; k < n; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[pivot][i])) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k][i] / rows[i][i];
      if (factor !== 0) for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  const solved = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i][n];
    for (let k = i + 1; k < n; k++) sum -= rows[i][k] * solved[k];
    solved[i] = sum / rows[i][i];
  }
  return solved;
}
