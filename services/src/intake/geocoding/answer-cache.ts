/**
 * Answers of services, so that nobody asks twice. Bounded. Only what may be kept is written to the data folder:
 * OpenStreetMap's (Nominatim, Photon). Those of 高德 and 天地图 stay in memory for the run that asked.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { GeocodeCandidate, GeocodeQuery } from "./geocoder.ts";
import { canonical } from "./text.ts";

const MOST_ENTRIES = 20_000;
const KEPT_DAYS = 30;
const DAY_MILLISECONDS = 86_400_000;
const MAY_BE_KEPT = new Set(["nominatim", "photon"]);

interface Entry {
  at: number;
  candidates: GeocodeCandidate[];
}

export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #file: string | null;
  readonly #most: number;
  readonly #now: () => number;

  /** Without a file nothing is kept beyond the process. */
  constructor(file: string | null = null, { most = MOST_ENTRIES, now = Date.now } = {}) {
    this.#file = file;
    this.#most = most;
    this.#now = now;
  }

  get(provider: string, query: GeocodeQuery): GeocodeCandidate[] | null {
    const key = keyOf(provider, query);
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#entries.delete(key);
    if (this.#now() - entry.at > KEPT_DAYS * DAY_MILLISECONDS) return null;
    this.#entries.set(key, entry); // the last used is the last to go
    return entry.candidates;
  }

  put(provider: string, query: GeocodeQuery, candidates: GeocodeCandidate[]): void {
    this.#set(keyOf(provider, query), { at: this.#now(), candidates });
  }

  #set(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value!);
  }

  /** Takes up what an earlier run kept; a missing or damaged file is no loss. */
  async load(): Promise<void> {
    if (this.#file === null) return;
    const text = await readFile(this.#file, "utf8").catch(() => "");
    for (const line of text.split("\n")) {
      try {
        const [key, entry] = JSON.parse(line) as [string, Entry];
        if (typeof key === "string" && typeof entry.at === "number" && Array.isArray(entry.candidates))
          this.#set(key, entry);
      } catch {
        // half a line
      }
    }
  }

  /** Writes what may be kept, whole or not at all. */
  async save(): Promise<void> {
    if (this.#file === null) return;
    const lines = [...this.#entries].filter(([key]) => MAY_BE_KEPT.has(key.slice(0, key.indexOf(" "))));
    await mkdir(dirname(this.#file), { recursive: true });
    const unfinished = `${this.#file}.part`;
    await writeFile(unfinished, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { mode: 0o600 });
    await rename(unfinished, this.#file);
  }
}

function keyOf(provider: string, { city, address, name, near }: GeocodeQuery): string {
  return `${provider} ${JSON.stringify([city, canonical(address), name ?? null, near ?? null])}`;
}
