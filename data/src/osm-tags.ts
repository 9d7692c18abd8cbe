import hintFile from "../osm-name-hints.json" with { type: "json" };
import ruleFile from "../osm-tags.json" with { type: "json" };
import type { CategoryId } from "./categories.ts";
import type { RepairKindId } from "./repair-kinds.ts";
import { type Service, ServiceSet } from "./services.ts";
import {
  compileConditions,
  type Conditions,
  fits,
  fitsOnly,
  foldText,
  type Tags,
  type TagValues,
  valuesOf,
  wordFinder,
} from "./tag-conditions.ts";

interface TagRule {
  when: TagValues[];
  unless?: TagValues;
  unlessOnly?: TagValues;
  unlessName?: string[];
  gives?: CategoryId[];
  kinds?: RepairKindId[];
  reason: string;
}

interface NameHint {
  words: string[];
  not?: string[];
  where: TagValues[];
  gives?: CategoryId[];
  kinds?: RepairKindId[];
  reason: string;
}

interface KnownTag {
  key: string;
  values: string[];
  reason: string;
}

interface Effect {
  gives: CategoryId[];
  kinds: RepairKindId[];
  reason: string;
  /** Null where the name does not matter. */
  nameFits: ((foldedName: string) => boolean) | null;
  except: Conditions;
  exceptOnly: Conditions;
}

/** One set of tags that leads to an effect. */
interface Entry {
  conditions: Conditions;
  effect: Effect;
}

/** What the tables make of one thing on the map. */
export interface TagReading {
  /** What it does, in policy order; empty when it is no outlet of the fifty categories. */
  services: Service[];
  /** Why, one sentence per table row that spoke. */
  reasons: string[];
  /** For something shop-like that does not count: the tag and why; null otherwise. Lets an import report what it left out. */
  leftOut: { tag: string; reason: string } | null;
}

const lists: Record<string, string[]> = ruleFile.lists;

/** Entries by the key of their first condition, so that reading a thing costs no more than it has tags. */
function indexByFirstKey(entries: Entry[]): Map<string, Entry[]> {
  const index = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { key } = entry.conditions[0];
    const sameKey = index.get(key);
    if (sameKey) sameKey.push(entry);
    else index.set(key, [entry]);
  }
  return index;
}

function ruleEntries(rule: TagRule): Entry[] {
  const forbidden = rule.unlessName ? wordFinder(rule.unlessName) : null;
  const effect: Effect = {
    gives: rule.gives ?? [],
    kinds: rule.kinds ?? [],
    reason: rule.reason,
    nameFits: forbidden && ((name) => !forbidden(name)),
    except: compileConditions(rule.unless ?? {}, lists),
    exceptOnly: compileConditions(rule.unlessOnly ?? {}, lists),
  };
  return rule.when.map((tagValues) => ({ conditions: compileConditions(tagValues, lists), effect }));
}

function hintEntries(hint: NameHint): Entry[] {
  const wanted = wordFinder(hint.words);
  const forbidden = wordFinder(hint.not ?? []);
  const effect: Effect = {
    gives: hint.gives ?? [],
    kinds: hint.kinds ?? [],
    reason: hint.reason,
    nameFits: (name) => wanted(name) && !forbidden(name),
    except: [],
    exceptOnly: [],
  };
  return hint.where.map((tagValues) => ({ conditions: compileConditions(tagValues, lists), effect }));
}

const rules = indexByFirstKey(
  (ruleFile.sections as unknown as { rules: TagRule[] }[]).flatMap((s) => s.rules.flatMap(ruleEntries)),
);
const hints = indexByFirstKey((hintFile.hints as unknown as NameHint[]).flatMap(hintEntries));

/** Key → value → why; the value `*` stands for every value. */
function knownTags(rows: KnownTag[]): Map<string, Map<string, string>> {
  const known = new Map<string, Map<string, string>>();
  for (const { key, values, reason } of rows) {
    const ofKey = known.get(key) ?? new Map<string, string>();
    for (const value of values) ofKey.set(value, reason);
    known.set(key, ofKey);
  }
  return known;
}

const gone = knownTags(ruleFile.gone);
const goneByName = wordFinder(ruleFile.goneNames);
const outside = knownTags(ruleFile.outside);
const nameKeys = ["name", "name:zh", "name:zh-Hans", "name:en", "brand", "brand:zh", "alt_name", "official_name"];
/** Keys under which every value is some shop or trade; an unknown value of theirs is reported, never dropped unseen. */
const shopLikeKeys = ["shop", "craft"];

function lookUp(known: Map<string, Map<string, string>>, tags: Tags): { tag: string; reason: string } | null {
  for (const key of Object.keys(tags)) {
    const ofKey = known.get(key);
    if (!ofKey) continue;
    for (const value of valuesOf(tags, key)) {
      const reason = ofKey.get(value) ?? (value === "no" ? undefined : ofKey.get("*"));
      if (reason !== undefined) return { tag: `${key}=${value}`, reason };
    }
  }
  return null;
}

function foldedNames(tags: Tags): string {
  return nameKeys
    .map((key) => tags[key])
    .filter((name) => name !== undefined)
    .map(foldText)
    .join("\n");
}

function apply(
  index: Map<string, Entry[]>,
  tags: Tags,
  name: () => string,
  into: ServiceSet,
  reasons: Set<string>,
): void {
  for (const key of Object.keys(tags)) {
    for (const { conditions, effect } of index.get(key) ?? []) {
      if (!conditions.every((condition) => fits(tags, condition))) continue;
      if (effect.except.some((condition) => fits(tags, condition))) continue;
      if (effect.exceptOnly.some((condition) => fitsOnly(tags, condition))) continue;
      if (effect.nameFits && !effect.nameFits(name())) continue;
      for (const category of effect.gives) into.add(category);
      for (const kind of effect.kinds) into.add("small-repair", kind);
      reasons.add(effect.reason);
    }
  }
}

/**
 * Reads the OSM tags of one thing with the tables osm-tags.json and osm-name-hints.json.
 * Several rows may speak: a shop may do several things. Closed and abandoned things do nothing.
 */
export function explainTags(tags: Tags): TagReading {
  const services = new ServiceSet();
  const reasons = new Set<string>();
  let folded: string | undefined;
  const name = () => (folded ??= foldedNames(tags));
  apply(rules, tags, name, services, reasons);
  apply(hints, tags, name, services, reasons);

  const known = lookUp(outside, tags);
  const unknownKey = shopLikeKeys.find((key) => valuesOf(tags, key).some((value) => value !== "no"));
  if (services.empty && !known && !unknownKey) return { services: [], reasons: [], leftOut: null };

  const goneTag = lookUp(gone, tags);
  if (goneTag) return { services: [], reasons: [], leftOut: goneTag };
  if (goneByName(name())) {
    return {
      services: [],
      reasons: [],
      leftOut: { tag: `name=${tags.name ?? ""}`, reason: "the name says that it is closed" },
    };
  }
  if (!services.empty) return { services: services.list(), reasons: [...reasons], leftOut: null };
  const leftOut = known ?? { tag: `${unknownKey}=${tags[unknownKey!]}`, reason: "the table does not know this value" };
  return { services: [], reasons: [], leftOut };
}

/** What a thing with these OSM tags does, in policy order; empty when it is no outlet or is closed. */
export function servicesOfTags(tags: Tags): Service[] {
  return explainTags(tags).services;
}
