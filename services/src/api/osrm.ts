/** OSRM beside the embedded engine: which of the two walks for a request, and what happens when OSRM does not answer. */
import { OsrmCannotHonour, OsrmEngine, osrmSettings, withFallback } from "@quarterhour/isochrones";
import type { OsrmEngineOptions, Position, WalkSettings } from "@quarterhour/isochrones";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { limitMinutes } from "../assessment/reach-table.ts";
import type { AnsweredElsewhere } from "../compute/tasks.ts";
import type { CityContext } from "./city-context.ts";
import { readSettings } from "./input.ts";
import { Problem } from "./problem.ts";

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
 * Where OSRM fails, the embedded engine walks with the settings OSRM would have had, and is told why, for the answer.
 * `osrm` answers null where OSRM's map does not know the place.
 */
export async function walkWithEngine<T>(
  { osrm, log }: Pick<FastifyInstance, "osrm" | "log">,
  { engine, ...question }: WalkQuestion,
  ask: {
    osrm: (engine: OsrmEngine, settings: Partial<WalkSettings>) => Promise<T | null>;
    embedded: (settings: WalkSettings, fallbackReason?: string) => Promise<T>;
  },
): Promise<T> {
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
    return ask.embedded(complete(question));
  }
  const { answer } = await withFallback(
    asked,
    () => ask.osrm(osrm, asked),
    (settings, reason) => {
      log.warn({ reason }, "answered without OSRM");
      return ask.embedded(complete(settings), reason);
    },
  );
  return answer;
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
 * Rings by OSRM and, by its times too, what is within them, so that both agree. Only where the map's data ends is told by
 * the embedded engine, which alone knows the border. null where OSRM's map does not know the origin.
 */
export async function osrmAround(
  osrm: OsrmEngine,
  context: CityContext,
  origin: Position,
  minutes: number[],
  settings: Partial<WalkSettings>,
): Promise<AnsweredElsewhere | null> {
  const used = osrmSettings(settings);
  const [outlets, residences] = await Promise.all([context.outlets(), context.residences()]);
  const largest = Math.max(...minutes);
  const farthest = Math.max(limitMinutes, largest);
  // the nearest outlet counts beyond the rings too; OSRM is slow where there are many places, so homes are not asked there
  const isNearOutlet = nearness(origin, farthest, used);
  const isNearHome = nearness(origin, largest, used);
  const near: number[] = [];
  for (let i = 0; i < outlets.length; i++) {
    if (outlets[i].status === "open" && isNearOutlet(outlets[i].location)) near.push(i);
  }
  for (let i = 0; i < residences.length; i++) if (isNearHome(residences[i].location)) near.push(outlets.length + i);
  const places = near.map((i) => (i < outlets.length ? outlets[i] : residences[i - outlets.length]).location);
  const [rings, walked, { edgeOfDataSeconds }] = await Promise.all([
    osrm.isochrones(origin, minutes, settings),
    osrm.walks(origin, places, settings),
    context.compute.near({ origin, limitMinutes: farthest, settings: used }),
  ]);
  if (rings.attachment === null || walked.accessMeters === null) return null;
  const walks = near.flatMap((index, i) => {
    const seconds = walked.seconds[i];
    const most = index < outlets.length ? farthest : largest;
    return seconds !== null && seconds <= most * 60 ? [{ index, seconds }] : [];
  });
  return { rings, walks, accessMeters: walked.accessMeters, edgeOfDataSeconds };
}

const metersPerDegree = 111_195;

/** Says of a place whether so many minutes could lead there in a straight line. */
function nearness([lng, lat]: Position, minutes: number, { speedKmh }: WalkSettings): (place: Position) => boolean {
  // a little more, since degrees are not quite as long everywhere
  const degrees = ((minutes * 60 * speedKmh) / 3.6 / metersPerDegree) * 1.01;
  const squeeze = Math.cos(lat * (Math.PI / 180));
  return ([placeLng, placeLat]) => {
    const north = placeLat - lat;
    if (north > degrees || north < -degrees) return false;
    return Math.hypot(north, (placeLng - lng) * squeeze) <= degrees;
  };
}
