/** What an update of a map changed, for people to read. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { UpdateReport } from "../intake/index.ts";

/** So many outlets, areas and categories stand in a line before "and so many more". */
const SHOWN = 5;

const nameOf = new Map(categories.map(({ id, nameZh }) => [id, nameZh]));
const category = (id: CategoryId): string => nameOf.get(id) ?? id;

export function describeUpdate(report: UpdateReport): string {
  return [...head(report), ...outletLines(report), ...handLines(report), ...reachLines(report)]
    .map((line) => `${line}\n`)
    .join("");
}

function head({ mapBefore, mapAfter, homes, ways }: UpdateReport): string[] {
  const { added, gone, recounted } = homes;
  return [
    "what changed",
    `  map         of ${mapBefore ?? "unknown date"} before, of ${mapAfter ?? "unknown date"} now`,
    `  homes       ${count(added.homes)} new (${count(added.households)} households), ${count(gone.homes)} gone (${count(gone.households)}), ${count(recounted.homes)} with another count; ${count(homes.householdsBefore)} households before, ${count(homes.householdsAfter)} now`,
    ways === null
      ? "  ways        unknown: the stored walking network cannot be read by this version"
      : `  ways        ${kilometers(ways.addedMeters)} new, ${kilometers(ways.removedMeters)} gone`,
  ];
}

const outletWords = [
  ["added", "new"],
  ["gone", "gone"],
  ["moved", "moved"],
  ["reclassified", "other category"],
  ["changed", "other details"],
] as const;

function outletLines({ outlets }: UpdateReport): string[] {
  const all = outletWords.map(([kind, words]) => `${count(outlets[kind].count)} ${words}`).join(", ");
  const lines = [`  outlets     ${all}`];
  for (const [kind, words] of outletWords) {
    const { count: total, byCategory, named } = outlets[kind];
    if (total === 0) continue;
    const most = byCategory.toSorted((a, b) => b.count - a.count);
    const counts = some(
      most.map(({ category: id, count: number }) => `${category(id)} ${count(number)}`),
      most.length,
    );
    const names = some(
      named.map(({ name, id, meters }) => `${name} (${id}${meters === undefined ? "" : `, ${meters} m`})`),
      total,
    );
    lines.push(`    ${words}: ${counts}: ${names}`);
  }
  return lines;
}

function handLines({ lostEdits, held }: UpdateReport): string[] {
  const lines: string[] = [];
  if (lostEdits.length > 0) {
    const names = lostEdits.map(
      ({ id, name, fields, maybeNow }) =>
        `${name} (${id}: ${fields.join(", ")}${maybeNow === null ? "" : `; perhaps the new ${maybeNow}`})`,
    );
    lines.push(`  edited by hand and gone from the map, so gone here: ${some(names, names.length, 20)}`);
  }
  if (held.length > 0) {
    const names = held.map(({ id, name, sources }) => `${name} (${id}: ${sources.join(", ")})`);
    lines.push(`  gone from the map and kept, since others have it: ${some(names, names.length)}`);
  }
  return lines;
}

function reachLines({ reach }: UpdateReport): string[] {
  if (reach === null) return ["for whom    unknown, as the ways"];
  const lines = [
    `for whom    of ${count(reach.households)} households that both maps have, ${count(reach.gained)} gained a category within its ring, ${count(reach.lost)} lost one`,
  ];
  const most = (key: "gained" | "lost" | "newlyKnown" | "noLongerKnown") =>
    reach.categories.filter((row) => row[key] > 0).sort((a, b) => b[key] - a[key]);
  for (const { category: id, ringMinutes, gained } of most("gained")) {
    lines.push(`  gained      ${category(id)} within ${ringMinutes} minutes: ${count(gained)} households`);
  }
  for (const { category: id, ringMinutes, lost, areas } of most("lost")) {
    const worst = areas.filter((row) => row.lost > 0).map(({ area, lost: here }) => `${area.name} ${count(here)}`);
    const where = worst.length > 0 ? `; most in ${some(worst, worst.length, 3)}` : "";
    lines.push(`  lost        ${category(id)} within ${ringMinutes} minutes: ${count(lost)} households${where}`);
  }
  const known = most("newlyKnown").map((row) => `${category(row.category)} ${count(row.newlyKnown)}`);
  if (known.length > 0) {
    lines.push(`  not counted: now in reach, unknown before: ${some(known, known.length)} households`);
  }
  const unknown = most("noLongerKnown").map((row) => `${category(row.category)} ${count(row.noLongerKnown)}`);
  if (unknown.length > 0) {
    lines.push(`  not counted: in reach before, unknown now: ${some(unknown, unknown.length)} households`);
  }
  return lines;
}

function some(texts: readonly string[], total: number, shown = SHOWN): string {
  const rest = total - Math.min(shown, texts.length);
  return `${texts.slice(0, shown).join(", ")}${rest > 0 ? ` and ${count(rest)} more` : ""}`;
}

const kilometers = (meters: number): string =>
  `${(meters / 1000).toLocaleString("en-US", { maximumFractionDigits: 1 })} km`;

const count = (value: number): string =>
  value.toLocaleString("en-US", { maximumFractionDigits: Number.isInteger(value) ? 0 : 1 });
