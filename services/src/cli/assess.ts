import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { reachInThreads } from "@quarterhour/isochrones";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { foldCoverage } from "../assessment/coverage.ts";
import type { CoverageRow } from "../assessment/coverage.ts";
import { buildReachTable, openOutlets } from "../assessment/reach-table.ts";
import { coverageCsv, gapsGeoJson, reachCsv, summarize } from "../assessment/result-files.ts";
import type { FileArea } from "../assessment/result-files.ts";
import {
  claimedCategories,
  completeFromText,
  problemText,
  readBoundaries,
  readOutlets,
  readResidences,
} from "../intake/index.ts";
import type { IntakeProblem, ReadOptions } from "../intake/index.ts";
import { AreaIndex } from "../store/polygons.ts";
import type { AreaDraft, ResidenceDraft } from "../store/index.ts";
import type { CommandSpec } from "./options.ts";
import { print, writeWhole } from "./output.ts";
import { Progress } from "./progress.ts";
import { engineOf, osmOption, walkOptions, walkSettings } from "./walk-options.ts";

const shownWarnings = 10;
const levels = ["district", "street", "community"] as const;

export const assessCommand: CommandSpec = {
  positionals: [],
  options: [
    osmOption,
    { name: "outlets", value: "FILE", description: "CSV: name, category, coordinates", required: true },
    { name: "residences", value: "FILE", description: "CSV: households, coordinates", required: true },
    { name: "out", value: "FOLDER", description: "where the three files go; made if missing", required: true },
    {
      name: "boundaries",
      value: "FILE",
      description: "GeoJSON of districts, streets, communities, for coverage by area",
    },
    {
      name: "complete",
      value: "LIST",
      description: "all, none, or categories of which the file has every outlet; those in the file when left out",
    },
    {
      name: "crs",
      value: "CRS",
      description: "wgs84, gcj02, bd09 or EPSG:n of both tables; from their column names when left out",
    },
    { name: "outlets-crs", value: "CRS", description: "the same for outlets alone" },
    { name: "residences-crs", value: "CRS", description: "the same for residences alone" },
    { name: "encoding", value: "NAME", description: "such as gb18030; found out from the files when left out" },
    ...walkOptions,
  ],
  details: [
    "Writes reach.csv (residence, category, nearest_seconds, outlet, within_5, within_10, within_15), gaps.geojson",
    "(residences that lack a category in its ring) and coverage.csv (households covered by area and category, the worst",
    "first). Only outlets that are open count. Where nobody knows, a cell is empty: never zero.",
  ].join("\n"),
  async run(args) {
    const settings = walkSettings(args);
    const completeText = args.text("complete");
    const complete = completeText === undefined ? undefined : completeFromText(completeText);
    const progress = new Progress();
    const { network } = await engineOf(args, progress);
    const options = (what: "outlets" | "residences"): ReadOptions => ({
      crs: args.text(`${what}-crs`) ?? args.text("crs"),
      encoding: args.text("encoding"),
      bbox: network.bbox,
      onFraction: (fraction) => progress.tell(`reading ${what}`, fraction),
    });
    const outlets = await readOutlets(args.required("outlets"), options("outlets"));
    const residences = await readResidences(args.required("residences"), options("residences"));
    const boundaries = args.text("boundaries");
    const areas = boundaries === undefined ? null : await readBoundaries(boundaries);
    warn(progress, [...outlets.warnings, ...residences.warnings, ...(areas?.warnings ?? [])]);

    const keyed = residences.drafts.map((draft, row) => ({ ...draft, id: draft.sourceRef ?? String(row + 1) }));
    const open = openOutlets(
      outlets.drafts.map((draft, row) => ({ ...draft, id: draft.sourceRef ?? (draft.name || String(row + 1)) })),
    );
    const claimed: ReadonlySet<CategoryId> = new Set(
      complete === undefined
        ? outlets.drafts.flatMap(({ services }) => services.map(({ category }) => category))
        : claimedCategories(complete),
    );
    const ids = categories.map(({ id }) => id);
    const onProgress = (done: number, total: number): void =>
      progress.tell("walking to the nearest of each category", done / total);
    const table = await buildReachTable(
      (origins, targets, rings, limit, walk) =>
        reachInThreads(network, origins, targets, rings, limit, { settings: walk, onProgress }),
      network.version,
      open,
      keyed,
      ids,
      settings,
    );

    progress.tell("writing the results");
    const out = args.required("out");
    await mkdir(out, { recursive: true });
    const rows = keyed.map(({ id, name, location, households }) => ({ key: id, name, location, households }));
    await writeWhole(
      join(out, "reach.csv"),
      reachCsv(
        table,
        rows,
        open.map(({ id }) => id),
        claimed,
      ),
    );
    await writeWhole(join(out, "gaps.geojson"), gapsGeoJson(table, rows, categories, claimed));
    const cityName = basename(args.required("osm")).replace(/\.(osm\.pbf|osm\.gz|osm|pbf)$/, "");
    const coverage = levelsOf(keyed, areas?.drafts ?? [], cityName).flatMap(
      ({ areas: ofLevel, areaOf }): CoverageRow<FileArea>[] =>
        foldCoverage(table, keyed, ofLevel, areaOf, categories, claimed),
    );
    await writeWhole(
      join(out, "coverage.csv"),
      coverageCsv(
        coverage.filter(({ households }) => households > 0),
        categories,
      ),
    );
    progress.done();
    await print(describe(out, keyed, open.length, summarize(table, keyed, categories, claimed)));
    return 0;
  },
};

/** The whole, and each level of which there are areas, with the area of each residence. */
function levelsOf(
  residences: readonly ResidenceDraft[],
  areas: readonly AreaDraft[],
  cityName: string,
): { areas: FileArea[]; areaOf: number[] }[] {
  const whole = { areas: [{ level: "city", name: cityName }], areaOf: residences.map(() => 0) };
  const byLevel = levels.flatMap((level) => {
    const ofLevel = areas.filter((area) => area.level === level);
    if (ofLevel.length === 0) return [];
    const index = new AreaIndex(ofLevel);
    const areaOf = residences.map(({ location }) => {
      const area = index.find(location);
      return area === null ? -1 : ofLevel.indexOf(area);
    });
    return { areas: ofLevel.map(({ name }) => ({ level, name })), areaOf };
  });
  return [whole, ...byLevel];
}

function warn(progress: Progress, warnings: readonly IntakeProblem[]): void {
  for (const warning of warnings.slice(0, shownWarnings)) progress.note(`note: ${problemText(warning)}`);
  if (warnings.length > shownWarnings) progress.note(`and ${warnings.length - shownWarnings} more notes`);
}

function describe(
  out: string,
  residences: readonly { households: number }[],
  outlets: number,
  summary: ReturnType<typeof summarize>,
): string {
  const households = residences.reduce((sum, residence) => sum + residence.households, 0);
  const nameOf = new Map(categories.map(({ id, nameZh }) => [id, nameZh]));
  const worst = summary
    .filter(({ gap }) => gap > 0)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, 10)
    .map(
      ({ category, ringMinutes, gap }) =>
        `  ${nameOf.get(category)} (${category}): ${gap} households beyond ${ringMinutes} minutes`,
    );
  const unknown = summary.filter(({ covered, gap }) => covered + gap === 0).length;
  return [
    `${residences.length} residences with ${households} households, ${outlets} open outlets`,
    ...(worst.length > 0 ? ["most lacking:", ...worst] : ["no gaps among what is known"]),
    ...(unknown > 0 ? [`categories of which nothing is known: ${unknown}`] : []),
    `${join(out, "reach.csv")}, ${join(out, "gaps.geojson")}, ${join(out, "coverage.csv")}`,
    "",
  ].join("\n");
}
