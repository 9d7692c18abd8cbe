import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  addCity,
  boxFromText,
  clipOsm,
  completeFromText,
  downloadExtract,
  findBoundary,
  GROSS_SQUARE_METERS_PER_HOUSEHOLD,
  IntakeError,
  serversOfEnvironment,
  updateCity,
} from "../intake/index.ts";
import type { AddCityOptions, CitySummary, CityUpdate, OnProgress } from "../intake/index.ts";
import { describeUpdate } from "./city-report.ts";
import { UsageError } from "./options.ts";
import type { Arguments, CommandSpec, OptionSpec } from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { dataFolderOfEnvironment, storeEnvironment, withStore } from "./store.ts";
import { osmOption } from "./walk-options.ts";

const name = { name: "NAME", description: "short name: lower-case letters, digits, hyphens" };

const cityOptions: OptionSpec[] = [
  { ...osmOption, required: false },
  {
    name: "download",
    value: "PLACE",
    description: "in place of --osm: a province or city of Geofabrik's or BBBike's servers, such as 江苏 or Beijing",
  },
  {
    name: "clip",
    value: "AREA",
    description: "only this part of the map: west,south,east,north, or the name of a boundary in it, such as 南京市",
  },
  { name: "name-zh", value: "TEXT", description: "Chinese name; guessed from the map when left out" },
  { name: "name-en", value: "TEXT", description: "English name; guessed from the map when left out" },
  {
    name: "complete",
    value: "LIST",
    description: "all, none, or categories of which the map surely has every outlet; when left out, none or as before",
  },
  {
    name: "square-meters-per-household",
    value: "NUMBER",
    description: `floor area per household, by which homes that nobody has counted are estimated (${GROSS_SQUARE_METERS_PER_HOUSEHOLD})`,
  },
  { name: "people-per-household", value: "NUMBER", description: "of those homes; unknown when left out" },
  { name: "elderly-share", value: "NUMBER", description: "of those homes, 0 to 1; unknown when left out" },
  { name: "child-share", value: "NUMBER", description: "of those homes, 0 to 1; unknown when left out" },
];

const details = [
  "Takes from the map: the walking network, outlets, homes (households estimated from the buildings where nobody counted),",
  "boundaries, and the map to look at. Tables that were imported stay. Without --complete a missing outlet is unknown,",
  "not a gap.",
].join("\n");

const updateOptions: OptionSpec[] = [
  ...cityOptions,
  { name: "preview", description: "say what would change, and write nothing" },
  { name: "force", description: "take the map even where it is older than the one that is there" },
  { name: "json", description: "as JSON" },
];

const updateDetails = [
  details,
  "Stays: what was edited by hand or merged, tables, what was vouched for. An outlet that the map no longer has goes, edited",
  "or not, unless a table or somebody's own entry has it too; the report names those. Says what changed and which households",
  "reach a category now that was missing, or lack one that was in reach; what is unknown is neither.",
].join("\n");

/** Of those that read maps. */
const mapEnvironment = [
  ...storeEnvironment,
  { name: "GEOFABRIK_URL, BBBIKE_URL", description: "mirrors that --download asks in place of these two servers" },
];

export const cityAddCommand: CommandSpec = {
  positionals: [name],
  options: cityOptions,
  environment: mapEnvironment,
  details,
  async run(args) {
    const progress = new Progress();
    const tell = tellerOf(progress);
    const options = await optionsOf(args, tell, progress);
    const done = await withStore(progress, async (store): Promise<CitySummary | CityUpdate> => {
      const isThere = (await store.getCity(options.id)) !== null;
      return isThere ? updateCity(store, options, tell) : addCity(store, options, tell);
    });
    const summary = "summary" in done ? done.summary : done;
    for (const warning of summary.warnings) progress.note(`note: ${warning}`);
    await print(describe(summary));
    if ("report" in done) await print(describeUpdate(done.report));
    return 0;
  },
};

export const cityUpdateCommand: CommandSpec = {
  positionals: [name],
  options: updateOptions,
  environment: mapEnvironment,
  details: updateDetails,
  async run(args) {
    const progress = new Progress();
    const tell = tellerOf(progress);
    const id = args.positional("NAME");
    const options = await optionsOf(args, tell, progress);
    const flags = { preview: args.flag("preview"), force: args.flag("force") };
    const update = await withStore(progress, (store) => updateCity(store, { ...options, ...flags }, tell));
    const { summary, report, written } = update;
    for (const warning of summary.warnings) progress.note(`note: ${warning}`);
    if (report.mapAfter === null) progress.note("note: the file does not say of which date it is; it may be older.");
    if (args.flag("json")) {
      await print(`${JSON.stringify(update, null, 2)}\n`);
      return 0;
    }
    await print(describe(summary));
    await print(describeUpdate(report));
    if (!written) await print(`nothing was written; without --preview ${id} is brought up to date\n`);
    return 0;
  },
};

function tellerOf(progress: Progress): OnProgress {
  return ({ step, fraction }) => progress.tell(step, fraction);
}

async function optionsOf(args: Arguments, tell: OnProgress, progress: Progress): Promise<AddCityOptions> {
  const completeText = args.text("complete");
  const complete = completeText === undefined ? undefined : completeFromText(completeText);
  return {
    id: args.positional("NAME"),
    osmFile: await mapOf(args, tell, (line) => progress.note(line)),
    nameZh: args.text("name-zh"),
    nameEn: args.text("name-en"),
    complete,
    ...estimateOf(args),
  };
}

const figures = {
  "square-meters-per-household": "squareMetersPerHousehold",
  "people-per-household": "peoplePerHousehold",
  "elderly-share": "elderlyShare",
  "child-share": "childShare",
} as const;

/** What is not named stays as it was; `standard` takes a figure back. */
function estimateOf(args: Arguments): Pick<AddCityOptions, "estimate"> {
  const estimate: NonNullable<AddCityOptions["estimate"]> = {};
  for (const [option, field] of Object.entries(figures)) {
    const text = args.text(option);
    if (text === undefined) continue;
    if (text !== "standard" && !/^\d+(\.\d+)?$/.test(text))
      throw args.wrong(option, `should be a number, or standard, and is "${text}"`);
    estimate[field] = text === "standard" ? null : Number(text);
  }
  return Object.keys(estimate).length === 0 ? {} : { estimate };
}

/** The OSM file to take: the one named, or one that is downloaded; clipped where that is asked. */
async function mapOf(args: Arguments, tell: OnProgress, note: (line: string) => void): Promise<string> {
  const named = args.text("osm");
  const place = args.text("download");
  if ((named === undefined) === (place === undefined)) {
    throw new UsageError("name the map with --osm FILE, or a place with --download PLACE; one of the two", "city add");
  }
  const folder = join(dataFolderOfEnvironment(), "downloads");
  let file = named!;
  if (place !== undefined) {
    const found = await downloadExtract(place, folder, serversOfEnvironment(), tell);
    note(`${found.wasThere ? "already here" : "downloaded"}: ${found.name} (${found.url})`);
    file = found.file;
  }
  const area = args.text("clip");
  if (area === undefined) return file;
  const clip = boxFromText(area) ?? (await findBoundary(file, area, tell));
  await mkdir(folder, { recursive: true });
  const target = join(folder, `${args.positional("NAME")}.osm.pbf`);
  const written = await clipOsm(file, clip, target, tell);
  note(`cut out ${clip.name}: ${count(written.nodes)} nodes, ${count(written.ways)} ways`);
  return target;
}

function describe({ city, outlets, outletsByCategory, residences, households, areas }: CitySummary): string {
  return [
    `${city.id}: ${city.nameZh} (${city.nameEn})`,
    `  map of      ${city.osmDate ?? "unknown date"}, ${city.attribution}`,
    `  box         ${city.bbox.join(", ")}`,
    `  outlets     ${count(outlets)} in ${outletsByCategory.length} categories`,
    `  homes       ${count(residences)} with ${count(households)} households`,
    `  areas       ${count(areas)}`,
    "",
  ].join("\n");
}

export const cityListCommand: CommandSpec = {
  positionals: [],
  options: [{ name: "json", description: "as JSON" }],
  environment: storeEnvironment,
  async run(args) {
    const progress = new Progress();
    const cities = await withStore(progress, (store) => store.listCities());
    if (args.flag("json")) {
      await print(`${JSON.stringify(cities, null, 2)}\n`);
    } else {
      for (const city of cities) await print(`${city.id}\t${city.nameZh}\t${city.nameEn}\t${city.osmDate ?? ""}\n`);
      if (cities.length === 0) progress.note("There are no cities yet; quarterhour city add adds one.");
    }
    return 0;
  },
};

export const cityRemoveCommand: CommandSpec = {
  positionals: [name],
  options: [],
  environment: storeEnvironment,
  async run(args) {
    const id = args.positional("NAME");
    const progress = new Progress();
    await withStore(progress, async (store) => {
      if (await store.deleteCity(id)) return;
      const known = (await store.listCities()).map((city) => city.id);
      throw new IntakeError(
        `There is no city “${id}”. ${known.length > 0 ? `There are: ${known.join(", ")}` : "There is none"}.`,
      );
    });
    await print(`${id} is removed\n`);
    return 0;
  },
};

function count(value: number): string {
  return value.toLocaleString("en-US");
}
