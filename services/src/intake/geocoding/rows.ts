/**
 * Places for rows that have an address only. The geocoders are asked one after the other; the first answer above the
 * bar is taken, and where there is none the row waits for a person with the candidates of all.
 */
import { setImmediate as breathe } from "node:timers/promises";
import type { Position } from "@quarterhour/isochrones";
import type { AnswerCache } from "./answer-cache.ts";
import type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "./geocoder.ts";
import { GeocodeError } from "./geocoder.ts";

/** From this confidence on an answer is taken without a person: 19 of 20 then lie within 100 m (see intake/README.md). */
export const DEFAULT_BAR = 0.7;

/** `original.crs` of an outlet whose place was told by a geocoder; such rows teach the gazetteer nothing. */
export const GEOCODED = "geocoded";

export interface AddressRow {
  /** As the table numbers it. */
  row: number;
  address: string;
  name?: string;
  near?: Position;
}

export interface PlacedRow {
  row: number;
  /** null: waiting for a person. */
  accepted: { location: Position; level: MatchLevel; confidence: number; provider: string; explanation: string } | null;
  /** The best first, at most eight; of all geocoders that were asked. */
  candidates: GeocodeCandidate[];
}

export interface GeocodeSummary {
  rows: PlacedRow[];
  /** Services that could not answer, each once, with the reason; for a person. */
  notes: string[];
}

export interface GeocodeChain {
  /** The first one answers at once and is asked about every row; the others are services. */
  geocoders: Geocoder[];
  cache?: AnswerCache;
}

export interface GeocodeRowsOptions {
  /** The city's Chinese name. */
  city: string;
  bar?: number;
  /** Most questions that one run puts to each service; the rest waits. */
  mostQuestions?: number;
  /** Questions put to each service so far, where the rows of one run come in several calls. */
  questions?: Map<string, number>;
  /** 0 to 1. */
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

const MOST_QUESTIONS = 2_000;
const MOST_CANDIDATES = 8;
/** Rows between two looks at the clock and the signal. */
const ROWS_AT_ONCE = 250;
const WORKERS = 2;

/**
 * Pure but for the services' own calls: reads and writes no store. Results are in the order of the rows. Rejects with
 * the signal's reason when cancelled; a service that fails is noted and the others go on.
 */
export async function geocodeRows(
  rows: readonly AddressRow[],
  chain: GeocodeChain,
  {
    city,
    bar = DEFAULT_BAR,
    mostQuestions = MOST_QUESTIONS,
    questions = new Map(),
    progress,
    signal,
  }: GeocodeRowsOptions,
): Promise<GeocodeSummary> {
  const [offline, ...services] = chain.geocoders;
  const queryOf = ({ address, name, near }: AddressRow): GeocodeQuery => ({ address, name, near, city });
  const placed: PlacedRow[] = [];
  const offlineShare = services.length === 0 ? 1 : 0.1;
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_ONCE === 0) {
      await breathe();
      signal?.throwIfAborted();
      progress?.((index / rows.length) * offlineShare);
    }
    const candidates = row.address.trim() === "" ? [] : await offline.geocode(queryOf(row), signal);
    placed.push({ row: row.row, accepted: takenOf(candidates, bar), candidates: candidates.slice(0, MOST_CANDIDATES) });
  }
  const notes = new Map<string, string>();
  const left = placed
    .map((_, index) => index)
    .filter((index) => placed[index].accepted === null && rows[index].address.trim() !== "");
  let done = 0;
  const askServices = async (index: number): Promise<void> => {
    const query = queryOf(rows[index]);
    for (const service of services) {
      const candidates = await answerOf(service, query, chain.cache, questions, mostQuestions, notes, signal);
      placed[index].candidates = merged(placed[index].candidates, candidates);
      placed[index].accepted = takenOf(candidates, bar);
      if (placed[index].accepted !== null) return;
    }
  };
  const next = left.values();
  const work = async (): Promise<void> => {
    for (const index of next) {
      signal?.throwIfAborted();
      await askServices(index);
      done++;
      progress?.(offlineShare + (1 - offlineShare) * (done / left.length));
    }
  };
  if (services.length > 0) await Promise.all(Array.from({ length: WORKERS }, work));
  progress?.(1);
  return { rows: placed, notes: [...notes.values()] };
}

async function answerOf(
  service: Geocoder,
  query: GeocodeQuery,
  cache: AnswerCache | undefined,
  questions: Map<string, number>,
  mostQuestions: number,
  notes: Map<string, string>,
  signal: AbortSignal | undefined,
): Promise<GeocodeCandidate[]> {
  const cached = cache?.get(service.name, query);
  if (cached != null) return cached;
  const asked = questions.get(service.name) ?? 0;
  if (asked >= mostQuestions) {
    notes.set(`${service.name} limit`, `${service.name}：本次已问 ${mostQuestions} 次，其余等待人工`);
    return [];
  }
  questions.set(service.name, asked + 1);
  try {
    const candidates = await service.geocode(query, signal);
    cache?.put(service.name, query, candidates);
    return candidates;
  } catch (error) {
    if (!(error instanceof GeocodeError)) throw error;
    // The first reason tells most; later ones only say that the service is paused.
    if (!notes.has(service.name)) notes.set(service.name, error.message);
    return [];
  }
}

function takenOf(candidates: readonly GeocodeCandidate[], bar: number): PlacedRow["accepted"] {
  const best = candidates[0];
  if (best === undefined || best.confidence < bar) return null;
  const { location, level, confidence, provider, explanation } = best;
  return { location, level, confidence, provider, explanation };
}

function merged(before: GeocodeCandidate[], more: GeocodeCandidate[]): GeocodeCandidate[] {
  return [...before, ...more].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_CANDIDATES);
}
