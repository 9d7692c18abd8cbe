/** The answer to an isochrone question as JSON: the rings, and what is within them, from one search where that suffices. */
import { categories } from "@quarterhour/data";
import { NEVER } from "@quarterhour/isochrones";
import type {
  EmbeddedEngine,
  IsochroneResult,
  NearestRows,
  OutlineResult,
  PlaceFinder,
  Soonest,
} from "@quarterhour/isochrones";
import { reachState, shownSeconds } from "../assessment/gaps.ts";
import { limitMinutes, ringMinutes } from "../assessment/reach-table.ts";
import { textAt } from "./city-data.ts";
import type { CityData } from "./city-data.ts";
import { JsonWriter } from "./json-writer.ts";
import type { IsochroneQuestion } from "./tasks.ts";

/** Is an outlet surely open at the moment asked for? null where its hours are not known. */
type OpenThen = (outlet: number) => boolean | null;

/** By another engine, or by the embedded one. */
type Drawn = IsochroneResult | OutlineResult;

const columnCount = categories.length;
/** Past the largest ring of the policy nothing but the nearest outlet is asked for. */
const countedMinutes = Math.max(...ringMinutes);
/** Steps in which a nearest outlet is looked for past that. */
const furtherMinutes = [20, Infinity];
const countedSeconds = ringMinutes.map((minutes) => minutes * 60);
const categoryJson = categories.map(({ id, tier, ringMinutes: ring }) => {
  return `{"category":${JSON.stringify(id)},"tier":${JSON.stringify(tier)},"ringMinutes":${ring},"state":"`;
});
const idJson = categories.map(({ id }) => JSON.stringify(id));

/** The 50 categories as one door sees them, and sums per ring. Its arrays are used again by the next question. */
class Tally {
  readonly nearestSeconds = new Float64Array(columnCount);
  readonly nearestOutlet = new Int32Array(columnCount);
  /** Per ring of the policy and column. */
  readonly within = ringMinutes.map(() => new Uint32Array(columnCount));
  readonly isDoubtful = new Uint8Array(columnCount);
  accessMeters = Number.NaN;
  edgeOfDataSeconds = Infinity;
  /** Columns without an outlet so far, and the nearest of each further away, in their order. */
  readonly #lacking: number[] = [];
  readonly #soonest: Soonest = { milliseconds: new Int32Array(columnCount), target: new Int32Array(columnCount) };
  /** Per ring asked for. */
  outlets: Uint32Array[] = [];
  households: number[] = [];
  people: number[] = [];
  estimated: boolean[] = [];

  /** Counts what lies around; `limits` are the seconds of the rings asked for; `rows` of the outlets that are open. */
  fill(
    finder: PlaceFinder,
    data: CityData,
    rows: NearestRows | null,
    question: IsochroneQuestion,
    limits: number[],
    openThen: OpenThen,
  ): void {
    const { origin, settings, answered } = question;
    this.#clear(limits.length);
    const near = answered ?? finder.find(origin, Math.max(countedMinutes, ...question.minutes), settings);
    this.accessMeters = near.accessMeters;
    this.edgeOfDataSeconds = near.edgeOfDataSeconds;
    const count = (place: number, seconds: number): void => {
      if (place >= data.outletCount) this.#countResidence(data, place - data.outletCount, seconds, limits);
      else if (data.isOpen[place] === 1) this.#countOutlet(data, place, seconds, limits, openThen(place));
    };
    if ("walks" in near) {
      for (const { index, seconds } of near.walks) count(index, seconds);
      return;
    }
    for (let i = 0; i < near.count; i++) count(near.place[i], near.seconds[i]);
    if (Number.isNaN(near.accessMeters)) return;
    const most = Math.max(limitMinutes, ...question.minutes);
    if (rows !== null && most * 60_000 <= rows.limitMilliseconds && this.#lookAhead(finder, data, rows, openThen))
      return;
    // further and further, until each category has its nearest: few ask for the whole way
    for (const minutes of furtherMinutes) {
      this.#noteLacking(data);
      if (this.#lacking.length === 0) return;
      const further = finder.findFurther(Math.min(minutes, most), data.outletCount);
      this.edgeOfDataSeconds = further.edgeOfDataSeconds;
      for (let i = 0; i < further.count; i++) this.#offerAll(data, further.place[i], further.seconds[i], openThen);
    }
  }

  /** Which categories have open outlets of which none has been found? */
  #noteLacking({ openInColumn }: CityData): void {
    this.#lacking.length = 0;
    for (let column = 0; column < columnCount; column++) {
      if (this.nearestOutlet[column] < 0 && openInColumn[column] > 0) this.#lacking.push(column);
    }
  }

  /** False where the rows cannot tell. */
  #lookAhead(finder: PlaceFinder, data: CityData, rows: NearestRows, openThen: OpenThen): boolean {
    const [lacking, soonest] = [this.#lacking, this.#soonest];
    this.#noteLacking(data);
    const around = finder.lookAhead(rows, lacking, soonest, data.outletCount);
    if (around === null) return false;
    for (let i = 0; i < around.count; i++) this.#offerAll(data, around.place[i], around.seconds[i], openThen);
    for (let k = 0; k < lacking.length; k++) {
      const milliseconds = soonest.milliseconds[k];
      if (milliseconds < NEVER) this.#offer(lacking[k], soonest.target[k], milliseconds / 1000);
    }
    return true;
  }

  #offerAll(data: CityData, place: number, seconds: number, openThen: OpenThen): void {
    if (data.isOpen[place] === 0 || openThen(place) !== true) return;
    for (let k = data.columnStart[place]; k < data.columnStart[place + 1]; k++) {
      this.#offer(data.columns[k], place, seconds);
    }
  }

  #clear(rings: number): void {
    this.nearestSeconds.fill(Infinity);
    this.nearestOutlet.fill(-1);
    for (const counts of this.within) counts.fill(0);
    this.isDoubtful.fill(0);
    this.outlets = Array.from({ length: rings }, () => new Uint32Array(columnCount));
    this.households = Array.from({ length: rings }, () => 0);
    this.people = Array.from({ length: rings }, () => 0);
    this.estimated = Array.from({ length: rings }, () => false);
  }

  #countOutlet(data: CityData, outlet: number, seconds: number, limits: number[], isOpen: boolean | null): void {
    if (isOpen === false) return;
    const { columnStart, columns } = data;
    for (let k = columnStart[outlet]; k < columnStart[outlet + 1]; k++) {
      const column = columns[k];
      if (isOpen === null) {
        if (seconds <= categories[column].ringMinutes * 60) this.isDoubtful[column] = 1;
        continue;
      }
      this.#offer(column, outlet, seconds);
      for (let ring = 0; ring < countedSeconds.length; ring++) {
        if (seconds <= countedSeconds[ring]) this.within[ring][column]++;
      }
      for (let ring = 0; ring < limits.length; ring++) if (seconds <= limits[ring]) this.outlets[ring][column]++;
    }
  }

  /** Equal times: the outlet that comes first. */
  #offer(column: number, outlet: number, seconds: number): void {
    const known = this.nearestSeconds[column];
    if (seconds > known || (seconds === known && outlet > this.nearestOutlet[column])) return;
    this.nearestSeconds[column] = seconds;
    this.nearestOutlet[column] = outlet;
  }

  #countResidence(data: CityData, residence: number, seconds: number, limits: number[]): void {
    for (let ring = 0; ring < limits.length; ring++) {
      if (seconds > limits[ring]) continue;
      this.households[ring] += data.households[residence];
      this.people[ring] += data.people[residence];
      if (data.isEstimated[residence] === 1) this.estimated[ring] = true;
    }
  }
}

const tally = new Tally();
const writer = new JsonWriter();

/** `openAt` is asked only where the question names a moment; `rows`, of the open outlets at any hour, only where it names none. */
export function isochroneBody(
  engine: EmbeddedEngine,
  finder: PlaceFinder,
  data: CityData,
  rows: NearestRows | null,
  question: IsochroneQuestion,
  openAt: ((hours: string, moment: Date) => boolean | null) | null,
): Uint8Array | number {
  const { minutes, settings, moment, room } = question;
  // First the rings: what lies within them is then read off their search.
  const drawn = question.answered?.rings ?? engine.outlinesSync(question.origin, minutes, settings);
  const limits = drawn.rings.map((ring) => ring.minutes * 60);
  const openThen = openingOf(data, moment, openAt);
  tally.fill(finder, data, rows, question, limits, openThen);
  writer.clear();
  writeRings(drawn);
  writeAbout(drawn, question);
  writeCounts(drawn);
  writeCategories(data, new Set(question.claimed));
  if (room && writer.length <= room.length) return writer.copyTo(room);
  return writer.take();
}

function openingOf(
  data: CityData,
  moment: number | null,
  openAt: ((hours: string, moment: Date) => boolean | null) | null,
): OpenThen {
  if (moment === null || openAt === null) return () => true;
  const then = new Date(moment);
  const known = new Map<number, boolean | null>();
  return (outlet) => {
    let open = known.get(outlet);
    if (open === undefined) {
      const hours = textAt(data.hours, outlet);
      open = hours === "" ? null : openAt(hours, then);
      known.set(outlet, open);
    }
    return open;
  };
}

/** Up to and with the features, the largest ring first. */
function writeRings(drawn: Drawn): void {
  writer.text('{"type":"FeatureCollection","features":[');
  for (let ring = drawn.rings.length - 1; ring >= 0; ring--) {
    const one = drawn.rings[ring];
    const { minutes, areaSquareMeters } = one;
    writer.text('{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":');
    if ("polygons" in one) writer.outlines(one.polygons);
    else writer.polygons(one.geometry.coordinates);
    const people = tally.people[ring];
    const sum = Number.isNaN(people) ? "null" : String(Math.round(people * 1000) / 1000);
    writer.text(
      `},"properties":{"minutes":${minutes},"areaSquareMeters":${areaSquareMeters},"households":${tally.households[ring]},"population":${sum},"householdsEstimated":${tally.estimated[ring]}}}${ring > 0 ? "," : "]"}`,
    );
  }
}

function writeAbout(
  { engine, attachment, reason, settings, networkVersion, sampling }: Drawn,
  question: IsochroneQuestion,
): void {
  const about = {
    engine,
    origin: question.origin,
    accessMeters: attachment?.accessMeters ?? null,
    attachment: attachment?.location ?? null,
    ...(reason === undefined ? {} : { reason }),
    settings,
    networkVersion,
    dataDate: question.dataDate,
    // left out where undefined
    date: question.date,
    fallbackReason: question.fallbackReason,
    sampling,
  };
  writer.text(`,${JSON.stringify(about).slice(1, -1)}`);
}

/** Outlets by ring and category. */
function writeCounts(drawn: Drawn): void {
  writer.text(',"outlets":{');
  for (const [ring, { minutes }] of drawn.rings.entries()) {
    let counts = "";
    for (let column = 0; column < columnCount; column++) {
      const count = tally.outlets[ring][column];
      if (count > 0) counts += `${counts === "" ? "" : ","}${idJson[column]}:${count}`;
    }
    writer.text(`${ring > 0 ? "," : ""}"${minutes}":{${counts}}`);
  }
  writer.text("}");
}

function writeCategories(data: CityData, claimed: ReadonlySet<number>): void {
  writer.text(',"categories":[');
  const { accessMeters, edgeOfDataSeconds, within } = tally;
  for (let column = 0; column < columnCount; column++) {
    const nearestSeconds = tally.nearestSeconds[column];
    const outlet = tally.nearestOutlet[column];
    const state = reachState(
      {
        nearestSeconds,
        edgeOfDataSeconds,
        accessMeters,
        claimed: claimed.has(column) && tally.isDoubtful[column] === 0,
      },
      categories[column].ringMinutes * 60,
    );
    writer.text(
      `${column > 0 ? "," : ""}${categoryJson[column]}${state}","nearestSeconds":${shownSeconds(nearestSeconds)},"nearestOutlet":`,
    );
    if (outlet < 0) writer.text("null");
    else writer.piece(data.outletJson.bytes, data.outletJson.start[outlet], data.outletJson.start[outlet + 1]);
    writer.text(`,"within":{"5":${within[0][column]},"10":${within[1][column]},"15":${within[2][column]}}}`);
  }
  writer.text("]}");
}
