/** What benchmarks make of what they measured. */

/** The value below which a share of the numbers lies; NaN where there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  const ascending = numbers.toSorted((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN;
}

/** The same numbers each time: 0 up to 1. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
