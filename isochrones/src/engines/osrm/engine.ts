import type {
  IsochroneResult,
  MatrixPlace,
  MatrixResult,
  Position,
  Ring,
  RouteResult,
  WalkingEngine,
  WalkSettings,
} from "../../types.ts";
import { UNITS_PER_DEGREE, unitsToMeters } from "../../geo.ts";
import { checkMinutes, checkPosition } from "../check.ts";
import { readNearest, readRoute, type Waypoint } from "./answers.ts";
import { cellsAround } from "./cells.ts";
import { OsrmClient, type OsrmClientOptions } from "./client.ts";
import { OsrmCannotHonour, OsrmError } from "./errors.ts";
import { drawRings } from "./rings.ts";
import { durationFactor, osrmSettings } from "./settings.ts";
import { stretchesOf, type SampledGrid } from "./stretches.ts";
import { OsrmTables } from "./tables.ts";
import { walkOf } from "./walk.ts";

export interface OsrmEngineOptions extends OsrmClientOptions {
  /** A whole question, with all its pieces and attempts, may take so long. */
  questionMilliseconds?: number;
}

const QUESTION_MILLISECONDS = 15_000;
/** A place further from any way than this is on none, as with the embedded engine. */
const MAX_ACCESS_METERS = 500;
/** Nobody walks faster than this in a straight line at OSRM's 5 km/h; where many do, it is not a walk. */
const MAX_METERS_PER_SECOND = (5 / 3.6) * 1.1;

/** How far from the origin to each of several places on foot, both access legs included. */
export interface OsrmWalks {
  /** null where no way leads. */
  seconds: (number | null)[];
  /** From the origin to its way; null where none is near. */
  accessMeters: number | null;
  settings: WalkSettings;
}

/**
 * Walks as an OSRM server with the stock foot profile knows them. Besides RangeError every method rejects with
 * OsrmCannotHonour where the settings ask for what OSRM cannot do, and with OsrmError where it gives no answer.
 */
export class OsrmEngine implements WalkingEngine {
  readonly name = "osrm";
  readonly #client: OsrmClient;
  readonly #tables: OsrmTables;
  readonly #questionMilliseconds: number;

  /** `url` as `parseOsrmUrl` gives it. */
  constructor(url: URL, { questionMilliseconds = QUESTION_MILLISECONDS, ...options }: OsrmEngineOptions = {}) {
    this.#client = new OsrmClient(url, options);
    this.#tables = new OsrmTables(this.#client);
    this.#questionMilliseconds = questionMilliseconds;
  }

  /** Does it answer at all? OsrmError where not. */
  probe(timeoutMilliseconds = 1000): Promise<void> {
    return this.#client.probe(timeoutMilliseconds);
  }

  async isochrones(origin: Position, minutes: number[], settings?: Partial<WalkSettings>): Promise<IsochroneResult> {
    const used = osrmSettings(settings);
    checkPosition(origin);
    const ascending = checkMinutes(minutes);
    const metersPerSecond = used.speedKmh / 3.6;
    const last = ascending[ascending.length - 1];
    // the walk to the ground is no shorter than the straight line
    const grids = await cellsAround(origin, last * 60 * metersPerSecond);
    if (!grids) {
      const message = `OSRM is not asked for ${last} minutes at ${used.speedKmh} km/h: that is too far`;
      throw new OsrmCannotHonour([{ field: "minutes", message }]);
    }
    const result = {
      engine: "osrm" as const,
      origin,
      settings: used,
      sampling: {
        h3Resolutions: grids.map(({ resolution }) => resolution).toReversed(),
        cells: grids.reduce((sum, { centres }) => sum + centres.length, 0),
      },
    };
    const signal = AbortSignal.timeout(this.#questionMilliseconds);
    const near = await this.#nearest(origin, signal);
    if (!near) {
      return {
        ...result,
        attachment: null,
        rings: noRings(ascending),
        reason: NO_WAY_NEAR,
        networkVersion: version(null),
      };
    }
    const places = grids.flatMap(({ centres }) => centres);
    const walks = await this.#walks(origin, near, places, used, signal);
    let first = 0;
    const sampled = grids.map((grid): SampledGrid => {
      const end = first + grid.centres.length;
      const legMeters = walks.legMeters.subarray(first, end);
      const part = {
        ...grid,
        feet: walks.feet.slice(first, end),
        legMeters,
        milliseconds: walks.seconds
          .subarray(first, end)
          .map((seconds, i) => (seconds - legMeters[i] / metersPerSecond) * 1000),
      };
      first = end;
      return part;
    });
    const millisecondsPerMeter = 1000 / metersPerSecond;
    const { location, legMeters: accessMeters } = walks.start;
    const start = { location, milliseconds: accessMeters * millisecondsPerMeter };
    const stretches = stretchesOf(sampled, origin, start, millisecondsPerMeter);
    const rings = drawRings(stretches, ascending, millisecondsPerMeter);
    const drawn = rings.some(({ geometry }) => geometry.coordinates.length > 0);
    return {
      ...result,
      attachment: { location, accessMeters },
      rings,
      ...(drawn ? {} : { reason: whyNothing(accessMeters, last, metersPerSecond) }),
      networkVersion: version(walks.dataVersion),
    };
  }

  /** From the origin to each place, or from each place to it with direction inbound, access legs included. */
  async walks(origin: Position, places: Position[], settings?: Partial<WalkSettings>): Promise<OsrmWalks> {
    const used = osrmSettings(settings);
    [origin, ...places].forEach(checkPosition);
    const signal = AbortSignal.timeout(this.#questionMilliseconds);
    const near = await this.#nearest(origin, signal);
    if (!near) return { seconds: places.map(() => null), accessMeters: null, settings: used };
    const walks = await this.#walks(origin, near, places, used, signal);
    const seconds = Array.from(walks.seconds, (each) => (Number.isFinite(each) ? each : null));
    return { seconds, accessMeters: walks.start.legMeters, settings: used };
  }

  async matrix(from: Position[], to: Position[], settings?: Partial<WalkSettings>): Promise<MatrixResult> {
    const used = osrmSettings(settings);
    [...from, ...to].forEach(checkPosition);
    const inbound = used.direction === "inbound";
    const seconds = from.map(() => to.map((): number | null => null));
    const meters = from.map(() => to.map((): number | null => null));
    const fromPlaces: MatrixPlace[] = from.map(() => nowhere);
    const toPlaces: MatrixPlace[] = to.map(() => nowhere);
    const result = { seconds, meters, from: fromPlaces, to: toPlaces, engine: "osrm" as const, settings: used };
    if (from.length === 0 || to.length === 0) return { ...result, networkVersion: version(null) };
    const factor = durationFactor(used);
    const data: { version: string | null } = { version: null };
    const [sources, destinations] = inbound ? [to, from] : [from, to];
    const [sourcePlaces, destinationPlaces] = inbound ? [toPlaces, fromPlaces] : [fromPlaces, toPlaces];
    const signal = AbortSignal.timeout(this.#questionMilliseconds);
    await this.#tables.ask(sources, destinations, true, signal, (table, firstRow, firstColumn) => {
      data.version ??= table.dataVersion;
      table.sources.forEach((place, i) => (sourcePlaces[firstRow + i] = placeOf(place)));
      table.destinations.forEach((place, i) => (destinationPlaces[firstColumn + i] = placeOf(place)));
      for (let row = 0; row < table.sources.length; row++) {
        for (let column = 0; column < table.destinations.length; column++) {
          if (!isNear(table.sources[row]) || !isNear(table.destinations[column])) continue;
          const duration = table.seconds[row][column];
          const distance = table.meters?.[row][column] ?? null;
          const [i, j] = inbound ? [firstColumn + column, firstRow + row] : [firstRow + row, firstColumn + column];
          seconds[i][j] = duration === null ? null : duration * factor;
          meters[i][j] = duration === null ? null : distance;
        }
      }
    });
    return { ...result, networkVersion: version(data.version) };
  }

  async route(from: Position, to: Position, settings?: Partial<WalkSettings>): Promise<RouteResult | null> {
    const used = osrmSettings(settings);
    checkPosition(from);
    checkPosition(to);
    // inbound: walked from the destination to the origin, and told in the order walked
    const [start, end] = used.direction === "inbound" ? [to, from] : [from, to];
    const parameters = { steps: "true", geometries: "geojson", overview: "full", generate_hints: "false" };
    const signal = AbortSignal.timeout(this.#questionMilliseconds);
    try {
      const route = readRoute(await this.#client.ask("route", [start, end], parameters, signal));
      if (!isNear(route.from) || !isNear(route.to)) return null;
      const vehicle = route.steps.find(({ mode }) => !walkedModes.has(mode));
      if (vehicle) throw notAWalk();
      return {
        engine: "osrm",
        ...walkOf(start, end, route, used),
        settings: used,
        networkVersion: version(route.dataVersion),
      };
    } catch (error) {
      if (error instanceof OsrmError && (error.code === "NoRoute" || error.code === "NoSegment")) return null;
      throw error;
    }
  }

  /** Where a place meets its nearest way; null where none is near. */
  async #nearest(place: Position, signal: AbortSignal): Promise<Waypoint | null> {
    try {
      const parameters = { number: "1", radiuses: String(MAX_ACCESS_METERS), generate_hints: "false" };
      const waypoint = readNearest(await this.#client.ask("nearest", [place], parameters, signal));
      return isNear(waypoint) ? waypoint : null;
    } catch (error) {
      if (error instanceof OsrmError && error.code === "NoSegment") return null;
      throw error;
    }
  }

  /** One row of OSRM's table, or one column where walked inbound, with both access legs. */
  async #walks(origin: Position, near: Waypoint, places: Position[], settings: WalkSettings, signal: AbortSignal) {
    const inbound = settings.direction === "inbound";
    const factor = durationFactor(settings);
    const metersPerSecond = settings.speedKmh / 3.6;
    const seconds = new Float64Array(places.length).fill(Infinity);
    const legMeters = new Float64Array(places.length).fill(Infinity);
    const feet = places.slice();
    const found: { start: Waypoint | null; dataVersion: string | null } = { start: null, dataVersion: null };
    let tooFast = 0;
    let judged = 0;
    const [sources, destinations] = inbound ? [places, [origin]] : [[origin], places];
    if (places.length > 0) {
      await this.#tables.ask(sources, destinations, false, signal, (table, firstRow, firstColumn) => {
        const [origins, ends] = inbound ? [table.destinations, table.sources] : [table.sources, table.destinations];
        // OSRM may join the origin elsewhere in each piece: beside places on an island of ways it takes the island's
        const first = origins[0];
        found.start ??= first;
        found.dataVersion ??= table.dataVersion;
        ends.forEach((end, i) => {
          const place = (inbound ? firstRow : firstColumn) + i;
          const duration = inbound ? table.seconds[i][0] : table.seconds[0][i];
          legMeters[place] = end.legMeters;
          feet[place] = end.location;
          if (duration === null || !isNear(first) || !isNear(end)) return;
          if (duration > 60) {
            judged++;
            if (straightMeters(first.location, end.location) > duration * MAX_METERS_PER_SECOND) tooFast++;
          }
          seconds[place] = duration * factor + (first.legMeters + end.legMeters) / metersPerSecond;
        });
      });
    }
    // a few may go by ferry
    if (judged >= 50 && tooFast > judged * 0.3) throw notAWalk();
    return { seconds, feet, legMeters, start: found.start ?? near, dataVersion: found.dataVersion };
  }
}

const NO_WAY_NEAR = "no walkable way near the origin";
const nowhere: MatrixPlace = { location: null, accessMeters: null };
/** OSRM's foot profile walks and takes ferries. */
const walkedModes = new Set(["walking", "ferry"]);

const notAWalk = (): OsrmError =>
  new OsrmError("garbled", "the OSRM server does not walk: its files were made with another profile than foot.lua");

const isNear = ({ legMeters }: Waypoint): boolean => legMeters <= MAX_ACCESS_METERS;

const placeOf = (place: Waypoint): MatrixPlace =>
  isNear(place) ? { location: place.location, accessMeters: place.legMeters } : nowhere;

/** OSRM names its data only where osrm-extract was told to. */
const version = (dataVersion: string | null): string => (dataVersion === null ? "osrm" : `osrm ${dataVersion}`);

const noRings = (minutes: number[]): Ring[] =>
  minutes.map((ring) => ({
    minutes: ring,
    geometry: { type: "MultiPolygon", coordinates: [] },
    areaSquareMeters: 0,
  }));

const straightMeters = ([lng1, lat1]: Position, [lng2, lat2]: Position): number =>
  unitsToMeters(lng1 * UNITS_PER_DEGREE, lat1 * UNITS_PER_DEGREE, lng2 * UNITS_PER_DEGREE, lat2 * UNITS_PER_DEGREE);

function whyNothing(accessMeters: number, minutes: number, metersPerSecond: number): string {
  return accessMeters > minutes * 60 * metersPerSecond
    ? `the nearest walkable way is ${Math.round(accessMeters)} m away, further than ${minutes} minutes reach`
    : `what ${minutes} minutes reach is too little to be drawn`;
}
