/** OSM tags of one thing, as readers of OSM files hand them over. */
export type Tags = Readonly<Record<string, string>>;

/** Key → values of which one must be there; `*` is any value but no; `@name` stands for a named list. */
export type TagValues = Record<string, string[]>;

interface Condition {
  key: string;
  any: boolean;
  values: ReadonlySet<string>;
}

/** All of these must hold. */
export type Conditions = readonly Condition[];

/** Makes conditions ready for use; throws when a named list is missing. */
export function compileConditions(tagValues: TagValues, lists: Record<string, string[]>): Conditions {
  return Object.entries(tagValues).map(([key, wanted]) => {
    const values = wanted.flatMap((value) => {
      if (!value.startsWith("@")) return [value];
      const list = lists[value.slice(1)];
      if (!list) throw new Error(`The tag table has no list "${value.slice(1)}", named under the key "${key}"`);
      return list;
    });
    return { key, any: values.includes("*"), values: new Set(values) };
  });
}

/** The values of a tag, since OSM writes several in one, apart by semicolons. */
export function valuesOf(tags: Tags, key: string): string[] {
  const value = tags[key];
  if (value === undefined) return [];
  return value
    .toLowerCase()
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** True when one of the tag's values is wanted. */
export function fits(tags: Tags, condition: Condition): boolean {
  const values = valuesOf(tags, condition.key);
  return values.some((value) => condition.values.has(value) || (condition.any && value !== "no"));
}

/** True when the tag is there and every value of it is among those of the condition. */
export function fitsOnly(tags: Tags, condition: Condition): boolean {
  const values = valuesOf(tags, condition.key);
  return values.length > 0 && values.every((value) => condition.values.has(value));
}

/** One spelling for the many: compatibility forms folded (full width → half width), lower case. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/**
 * A test whether a folded text contains one of the words. Words in Latin letters count only as whole words, so
 * that "spa" is not found in "space"; Chinese has no word marks and is looked for anywhere.
 */
export function wordFinder(words: readonly string[]): (foldedText: string) => boolean {
  const patterns = words.map((word) => {
    const escaped = foldText(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /^[\x20-\x7e]+$/.test(word) ? `(?<![a-z0-9])${escaped}(?![a-z0-9])` : escaped;
  });
  if (patterns.length === 0) return () => false;
  const pattern = new RegExp(patterns.join("|"));
  return (foldedText) => pattern.test(foldedText);
}
