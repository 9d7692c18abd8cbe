import type { IsochroneResult, MatrixResult, Position, RouteResult, WalkingEngine, WalkSettings } from "../../types.ts";
import type { OsrmEngine } from "./engine.ts";
import { OsrmCannotHonour, OsrmError } from "./errors.ts";
import { osrmSettings } from "./settings.ts";

/**
 * OSRM's answer; where it gives none, or null because its map does not know the place, another engine's, with the reason
 * beside it. That one walks as OSRM would have (private ways excluded), so that what is shown together can be compared;
 * only where OSRM cannot do what the settings ask for, it walks as they say. RangeErrors pass through.
 */
export async function withFallback<T>(
  settings: Partial<WalkSettings> | undefined,
  osrm: () => Promise<T | null>,
  embedded: (settings: Partial<WalkSettings>, fallbackReason: string) => Promise<T>,
): Promise<{ answer: T; fallbackReason?: string }> {
  try {
    const answer = await osrm();
    if (answer !== null) return { answer };
    const fallbackReason = "OSRM's map knows no way on foot there";
    return { answer: await embedded(osrmLike(settings), fallbackReason), fallbackReason };
  } catch (error) {
    if (error instanceof OsrmCannotHonour) {
      return { answer: await embedded(settings ?? {}, error.message), fallbackReason: error.message };
    }
    if (!(error instanceof OsrmError)) throw error;
    return { answer: await embedded(osrmLike(settings), error.message), fallbackReason: error.message };
  }
}

/** What OSRM would have walked with, in the other engine's terms: waits at lights are then its own again. */
function osrmLike(settings: Partial<WalkSettings> | undefined): Partial<WalkSettings> {
  const { profile, speedKmh, privateWays, direction } = osrmSettings(settings);
  return { profile, speedKmh, privateWays, direction };
}

/**
 * Walks with OSRM, and with another engine where OSRM gives no answer, cannot do what is asked, or does not know the
 * place; the answer then names that engine and says why. See `withFallback`.
 */
export class FallbackEngine implements WalkingEngine {
  readonly name = "osrm";
  readonly #osrm: OsrmEngine;
  readonly #embedded: WalkingEngine;

  constructor(osrm: OsrmEngine, embedded: WalkingEngine) {
    this.#osrm = osrm;
    this.#embedded = embedded;
  }

  async isochrones(origin: Position, minutes: number[], settings?: Partial<WalkSettings>): Promise<IsochroneResult> {
    const { answer, fallbackReason } = await withFallback(
      settings,
      async () => {
        const result = await this.#osrm.isochrones(origin, minutes, settings);
        return result.attachment && result;
      },
      (used) => this.#embedded.isochrones(origin, minutes, used),
    );
    return withReason(answer, fallbackReason);
  }

  async matrix(from: Position[], to: Position[], settings?: Partial<WalkSettings>): Promise<MatrixResult> {
    const { answer, fallbackReason } = await withFallback(
      settings,
      async () => {
        const result = await this.#osrm.matrix(from, to, settings);
        const known = result.from.length + result.to.length === 0 || [...result.from, ...result.to].some(isKnown);
        return known ? result : null;
      },
      async (used) => ({ ...(await this.#embedded.matrix(from, to, used)), engine: this.#embedded.name }),
    );
    return withReason(answer, fallbackReason);
  }

  async route(from: Position, to: Position, settings?: Partial<WalkSettings>): Promise<RouteResult | null> {
    const { answer, fallbackReason } = await withFallback<RouteResult | null>(
      settings,
      () => this.#osrm.route(from, to, settings),
      (used) => this.#embedded.route(from, to, used),
    );
    return answer && withReason(answer, fallbackReason);
  }
}

const isKnown = ({ location }: { location: Position | null }): boolean => location !== null;

const withReason = <T extends object>(answer: T, fallbackReason: string | undefined): T =>
  fallbackReason === undefined ? answer : { ...answer, fallbackReason };
