/**
 * Who was being answered when memory grew. The kernel keeps the most that a process has had resident, whether or not its
 * event loop got a turn: each time that is looked at and has risen by a step, what was under way since the look before
 * is written down. Linux only; elsewhere the resident memory of the moment stands in for it.
 */
import { readFileSync } from "node:fs";

export interface Growth {
  fromMegabytes: number;
  toMegabytes: number;
  /** What had not ended at the look before, or began since. */
  underWay: string[];
}

/** A rise by less says nothing. */
const STEP_MEGABYTES = 256;
const MOST_TOLD = 40;

export class MemoryWatch {
  readonly #step: number;
  readonly #underWay = new Map<number, string>();
  /** Ended since the last look. */
  #ended: string[] = [];
  #next = 0;
  #told: number;
  #most: number;
  readonly growths: Growth[] = [];

  /** @param stepMegabytes a rise of the peak by so much is written down */
  constructor(stepMegabytes = STEP_MEGABYTES) {
    this.#step = stepMegabytes;
    this.#most = peakMegabytes();
    this.#told = this.#most;
  }

  get peakMegabytes(): number {
    return this.#most;
  }

  /** Gives what ends it. `what` is made only when it is needed. */
  begin(what: string): () => void {
    const id = this.#next++;
    this.#underWay.set(id, what);
    return () => {
      if (!this.#underWay.delete(id)) return;
      this.#ended.push(what);
      this.look();
    };
  }

  /** @param besides what else is at work, such as jobs */
  look(besides: readonly string[] = []): void {
    this.#most = Math.max(this.#most, peakMegabytes());
    if (this.#most >= this.#told + this.#step && this.growths.length < MOST_TOLD) {
      this.growths.push({
        fromMegabytes: Math.round(this.#told),
        toMegabytes: Math.round(this.#most),
        underWay: [...this.#ended, ...this.#underWay.values(), ...besides],
      });
      this.#told = this.#most;
    }
    this.#ended = [];
  }
}

/** The most that this process has had resident. */
export function peakMegabytes(): number {
  return memoryOf("self")?.peakMegabytes ?? process.memoryUsage.rss() / 2 ** 20;
}

/** What a process has resident, and the most it has had; null where the system does not tell, or it has ended. */
export function memoryOf(pid: number | "self"): { residentMegabytes: number; peakMegabytes: number } | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return null;
  }
  const megabytes = (name: string): number | null => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status);
    return found && Number(found[1]) / 1024;
  };
  const [residentMegabytes, peak] = [megabytes("VmRSS"), megabytes("VmHWM")];
  return residentMegabytes === null || peak === null ? null : { residentMegabytes, peakMegabytes: peak };
}
