/** OSRM beside the embedded engine: which of the two walks for a request, and what happens when OSRM does not answer. */
import { OsrmCannotHonour, OsrmEngine, osrmSettings, withFallback } from "@quarterhour/isochrones";
import type { EmbeddedEngine, OsrmEngineOptions, Position, WalkSettings } from "@quarterhour/isochrones";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import type { GroupReachEngine } from "../assessment/reach-table.ts";
import { readSettings } from "./input.ts";
import { Problem } from "./problem.ts";
import { straightMeters, walksWithin } from "./walks.ts";
import type { Walks } from "./walks.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** null where the server has none. */
    osrm: OsrmEngine | null;
  }
}

export interface OsrmServer {
  /** As `parseOsrmUrl` gives it. */
  url: URL;
  options?: OsrmEngineOptions;
}

export const osrmPlugin = plugin(
  async (app: FastifyInstance, { server }: { server?: OsrmServer }) => {
    app.decorate("osrm", server ? new OsrmEngine(server.url, server.options) : null);
  },
  { name: "osrm" },
);

/** What a request says about who walks and with which engine. */
export type WalkQuestion = Partial<WalkSettings> & { engine?: "embedded" | "osrm" };

/**
 * Walks with the engine that the question names. Where it names none: with OSRM if the server has it and it can do all
 * that the settings say, those included that the question leaves to the standard; else with the embedded engine. Named,
 * OSRM brings its own standard (private ways excluded); a setting that is at odds with it is a 422.
 *
 * Where OSRM fails, the embedded engine walks with the settings OSRM would have had, and `fallbackReason` says why.
 * `osrm` answers null where OSRM's map does not know the place.
 */
export async function walkWithEngine<T>(
  { osrm, log }: Pick<FastifyInstance, "osrm" | "log">,
  { engine, ...question }: WalkQuestion,
  ask: {
    osrm: (engine: OsrmEngine, settings: Partial<WalkSettings>) => Promise<T | null>;
    embedded: (settings: WalkSettings) => T | Promise<T>;
  },
): Promise<{ answer: T; fallbackReason?: string }> {
  if (engine === "osrm" && osrm === null) {
    const message = "this server has no OSRM; leave it out, or say embedded";
    throw new Problem(422, `engine: ${message}`, [{ field: "engine", message }]);
  }
  const complete = (settings: Partial<WalkSettings>): WalkSettings => ({
    ...readSettings(settings),
    ...(settings.at === undefined ? {} : { at: settings.at }),
  });
  const asked = engine === "osrm" ? question : complete(question);
  if (osrm === null || engine === "embedded" || !canHonour(asked, engine === "osrm")) {
    return { answer: await ask.embedded(complete(question)) };
  }
  const result = await withFallback(
    asked,
    () => ask.osrm(osrm, asked),
    async (settings) => ask.embedded(complete(settings)),
  );
  if (result.fallbackReason !== undefined) log.warn({ reason: result.fallbackReason }, "answered without OSRM");
  return result;
}

function canHonour(settings: Partial<WalkSettings>, isNamed: boolean): boolean {
  try {
    osrmSettings(settings);
    return true;
  } catch (error) {
    if (!(error instanceof OsrmCannotHonour)) throw error;
    if (isNamed) throw new Problem(422, error.message, error.fields);
    return false;
  }
}

/**
 * As `walksWithin`, by OSRM's times, so that what a ring counts agrees with the ring that OSRM drew. Only where the map's
 * data ends is told by the embedded engine, which alone knows the border. null where OSRM's map does not know the origin.
 */
export async function osrmWalksWithin(
  osrm: OsrmEngine,
  embedded: EmbeddedEngine & GroupReachEngine,
  origin: Position,
  places: readonly Position[],
  limitMinutes: number,
  settings: WalkSettings,
): Promise<Walks | null> {
  const reachMeters = (limitMinutes * 60 * settings.speedKmh) / 3.6;
  const near: number[] = [];
  for (let i = 0; i < places.length; i++) if (straightMeters(origin, places[i]) <= reachMeters) near.push(i);
  const positions = near.map((i) => places[i]);
  const { seconds, accessMeters } = await osrm.walks(origin, positions, settings);
  if (accessMeters === null) return null;
  const { edgeOfDataSeconds } = walksWithin(embedded, origin, [], limitMinutes, settings);
  const walks = near.flatMap((index, i) => {
    const each = seconds[i];
    return each !== null && each <= limitMinutes * 60 ? [{ index, seconds: each }] : [];
  });
  return { walks, accessMeters, edgeOfDataSeconds };
}
