import file from "../osm-tags.json" with { type: "json" };
import type { CategoryId } from "./categories.ts";
import type { RepairKindId } from "./repair-kinds.ts";
import { type Service, ServiceSet } from "./services.ts";

interface TagRule {
  when: Record<string, string[]>;
  unless?: Record<string, string[]>;
  gives?: CategoryId[];
  kinds?: RepairKindId[];
  reason: string;
}

const rules = file.rules as TagRule[];

function valuesOf(tags: Readonly<Record<string, string>>, key: string): string[] {
  const value = tags[key];
  return value === undefined
    ? []
    : value
        .toLowerCase()
        .split(";")
        .map((part) => part.trim());
}

function fits(tags: Readonly<Record<string, string>>, key: string, wanted: string[]): boolean {
  const values = valuesOf(tags, key);
  return values.some((value) => wanted.includes(value) || (wanted.includes("*") && value !== "no" && value !== ""));
}

/** What a thing with these OSM tags does, in policy order; empty when it is no outlet or is gone. */
export function servicesOfTags(tags: Readonly<Record<string, string>>): Service[] {
  const found = new ServiceSet();
  for (const rule of rules) {
    if (!Object.entries(rule.when).every(([key, wanted]) => fits(tags, key, wanted))) continue;
    if (rule.unless && Object.entries(rule.unless).some(([key, wanted]) => fits(tags, key, wanted))) continue;
    for (const category of rule.gives ?? []) found.add(category);
    for (const kind of rule.kinds ?? []) found.add("small-repair", kind);
  }
  return found.list();
}
