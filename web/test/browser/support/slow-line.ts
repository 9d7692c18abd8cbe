/** Slow lines, as Chromium's own tools emulate them. */

export interface SlowLine {
  /** Milliseconds there and back. */
  latency: number;
  /** Bytes a second. */
  downloadThroughput: number;
  uploadThroughput: number;
}

const kilobits = 1000 / 8;

export const slowLines = {
  "slow 3G": { latency: 400, downloadThroughput: 400 * kilobits, uploadThroughput: 400 * kilobits },
  "fast 3G": { latency: 150, downloadThroughput: 1600 * kilobits, uploadThroughput: 750 * kilobits },
} satisfies Record<string, SlowLine>;
