/** Shapes of the OpenAPI document that have a name of their own stand in it once, under `components`. */
import { isDeepStrictEqual } from "node:util";

type Json = Record<string, unknown>;

/** A title that is a name, such as Outlet; other titles are for reading only. */
const isName = (title: unknown): title is string => typeof title === "string" && /^[A-Z][A-Za-z0-9]+$/.test(title);

/** What one use of a shape may say of it other than the next. */
const ofTheUse = ["description", "examples", "default"] as const;

/** Holds values, not schemas. */
const values = new Set(["examples", "example", "enum", "const", "default", "required"]);

/**
 * Moves each schema whose title is a name to `components.schemas` and leaves a reference. What a use says of it
 * other than most stands beside its reference. Throws where two shapes have one name. What is handed in stays as it is.
 */
export function withComponents<T extends object>(document: T): T {
  const uses = new Map<string, { schema: Json; reference: Json }[]>();

  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (part === null || typeof part !== "object") return part;
    const copy = Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, values.has(key) && Array.isArray(value) ? value : visit(value)]),
    );
    return isName(copy.title) && isSchema(copy) ? referenceTo(copy.title, copy) : copy;
  };

  const referenceTo = (name: string, schema: Json): Json => {
    const reference = { $ref: `#/components/schemas/${name}` };
    uses.set(name, [...(uses.get(name) ?? []), { schema, reference }]);
    return reference;
  };

  const copy = visit(document) as T & { components?: Json };
  const names = [...uses.keys()].sort();
  copy.components = {
    ...copy.components,
    schemas: Object.fromEntries(names.map((name) => [name, sharedSchema(name, uses.get(name)!)])),
  };
  return copy;
}

/** What most uses have alike; the rest is left beside their references. */
function sharedSchema(name: string, uses: { schema: Json; reference: Json }[]): Json {
  const [{ schema: first }] = uses;
  for (const { schema } of uses)
    if (!isDeepStrictEqual(shapeOf(first), shapeOf(schema)))
      throw new Error(`two shapes of the API have the title ${name}: ${JSON.stringify([first, schema])}`);
  const shared = shapeOf(first);
  for (const key of ofTheUse) {
    const like = Map.groupBy(uses, ({ schema }) => JSON.stringify(schema[key]));
    const most = [...like.values()].find((same) => same.length * 2 > uses.length)?.[0].schema[key];
    if (most !== undefined) shared[key] = most;
    for (const { schema, reference } of uses)
      if (key in schema && !isDeepStrictEqual(schema[key], most)) reference[key] = schema[key];
  }
  return shared;
}

const isSchema = (part: Json): boolean => "type" in part || "enum" in part || "anyOf" in part || "allOf" in part;

const shapeOf = (schema: Json): Json =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !ofTheUse.some((one) => one === key)));
