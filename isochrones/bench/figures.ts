/** The value below which a share of the sorted numbers lies; NaN where there are none. */
export function quantile(ascending: number[], share: number): number {
  if (ascending.length === 0) return Number.NaN;
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
}

export const ascending = (numbers: number[]): number[] => numbers.toSorted((a, b) => a - b);
