/** Whether memory grows: a straight line through samples, with how sure its slope is. */

export interface Trend {
  megabytesPerHour: number;
  /** Twice the slope's standard error, neighbouring samples taken together: they are too much alike to count each. */
  plusMinus: number;
  /** Mean of the last third of the samples, divided by that of the first. */
  lastToFirstThird: number;
  meanMegabytes: number;
  mostMegabytes: number;
}

/** So many groups of neighbouring samples are what the line goes through. */
const GROUPS = 12;

/** @param samples in order; null where there are too few to say anything */
export function trendOf(samples: readonly { seconds: number; megabytes: number }[]): Trend | null {
  if (samples.length < GROUPS) return null;
  const groups = Array.from({ length: GROUPS }, (_, i) => {
    const [from, to] = [i, i + 1].map((at) => Math.round((samples.length * at) / GROUPS));
    const part = samples.slice(from, to);
    return { x: mean(part.map(({ seconds }) => seconds / 3600)), y: mean(part.map(({ megabytes }) => megabytes)) };
  });
  const [middleX, middleY] = [mean(groups.map(({ x }) => x)), mean(groups.map(({ y }) => y))];
  const spread = sum(groups.map(({ x }) => (x - middleX) ** 2));
  const slope = sum(groups.map(({ x, y }) => (x - middleX) * (y - middleY))) / spread;
  const rest = sum(groups.map(({ x, y }) => (y - middleY - slope * (x - middleX)) ** 2));
  const third = Math.floor(samples.length / 3);
  const all = samples.map(({ megabytes }) => megabytes);
  return {
    megabytesPerHour: slope,
    plusMinus: 2 * Math.sqrt(rest / (GROUPS - 2) / spread),
    lastToFirstThird: mean(all.slice(-third)) / mean(all.slice(0, third)),
    meanMegabytes: mean(all),
    mostMegabytes: all.reduce((most, each) => Math.max(most, each), 0),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
