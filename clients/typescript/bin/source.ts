/** TypeScript from an OpenAPI 3.1 document: per operation its parameters, body and answer. */

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema | boolean;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  format?: string;
  description?: string;
}

interface Operation {
  operationId: string;
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

/** Shapes of three fields and more have a name each, so that what several operations share stands in the file once. */
class Shapes {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** The operation that is written at the moment. */
  operation = "";

  /** @param hint the property that it stands in */
  nameOf(type: string, hint: string): string {
    const known = this.#names.get(type);
    if (known !== undefined) return known;
    const base = pascal(this.operation) + pascal(hint);
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}${n}`;
    this.#taken.add(name);
    this.#names.set(type, name);
    return name;
  }

  get definitions(): string {
    return [...this.#names].map(([type, name]) => `export type ${name} = ${type};`).join("\n\n");
  }
}

const pascal = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9]/g, "").replace(/^./, (letter) => letter.toUpperCase());

let shapes = new Shapes();

/** The whole file, operations by name. */
export function operationsSource({ paths }: OpenApiDocument): string {
  shapes = new Shapes();
  const all = Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    )
    .sort((a, b) => (a.operation.operationId < b.operation.operationId ? -1 : 1));
  const types = all.map(({ operation, method, path }) => {
    shapes.operation = operation.operationId;
    return [
      `  /** ${comment(operation.summary ?? "")} (${method} ${path}) */`,
      `  ${operation.operationId}: {`,
      `    parameters: ${parametersType(operation)};`,
      `    body: ${bodyType(operation)};`,
      `    answer: ${answerOf(operation).type};`,
      "  };",
    ].join("\n");
  });
  const table = all.map(({ operation, method, path }) => {
    const query = (operation.parameters ?? []).filter((one) => one.in === "query").map(({ name }) => name);
    const row = { method, path, query, answer: answerOf(operation).how };
    return `  ${operation.operationId}: ${JSON.stringify(row)},`;
  });
  return `// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

export interface Operations {
${types.join("\n")}
}

${shapes.definitions}

interface Operation {
  method: string;
  path: string;
  /** Names of the parameters that go into the query string. */
  query: readonly string[];
  answer: "json" | "text" | "bytes";
}

export const operations: Record<keyof Operations, Operation> = {
${table.join("\n")}
};
`;
}

function parametersType({ parameters = [] }: Operation): string {
  const lines = parameters
    .filter((one) => one.in === "path" || one.in === "query")
    .map(({ name, in: place, required, schema, description }) => {
      const text = description ?? schema.description;
      const said = text === undefined ? "" : `/** ${comment(text)} */ `;
      return `${said}${key(name)}${required === true || place === "path" ? "" : "?"}: ${typeOf(schema, name)}`;
    });
  return lines.length === 0 ? "object" : `{\n${lines.join(";\n")}\n}`;
}

function bodyType({ requestBody }: Operation): string {
  if (requestBody === undefined) return "never";
  const kinds = Object.entries(requestBody.content).map(([type, { schema }]) =>
    type.startsWith("multipart/") ? "FormData" : typeOf(schema ?? {}, "Body"),
  );
  return [...new Set(kinds)].join(" | ");
}

function answerOf({ responses }: Operation): { type: string; how: "json" | "text" | "bytes" } {
  const types = new Set<string>();
  let how: "json" | "text" | "bytes" = "json";
  for (const [status, { content }] of Object.entries(responses)) {
    if (!status.startsWith("2")) continue;
    const [first] = Object.entries(content ?? {});
    if (first === undefined) {
      types.add("null");
      continue;
    }
    const [media, { schema = {} }] = first;
    // Of answers in several forms the first counts; the others are asked for with Accept or format.
    if (media.endsWith("json")) types.add(typeOf(schema, "Answer"));
    else if (media.startsWith("text/") || media.endsWith("+xml")) {
      how = "text";
      types.add("string");
    } else {
      how = "bytes";
      types.add("Uint8Array");
    }
  }
  return { type: [...types].join(" | ") || "null", how };
}

function typeOf(schema: Schema, hint: string): string {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ") || "never";
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((one) => bracketed(typeOf(one, hint))))].join(" | ");
  if (schema.allOf) return schema.allOf.map((one) => bracketed(typeOf(one, hint))).join(" & ");
  if (Array.isArray(schema.type))
    return schema.type.map((type) => bracketed(typeOf({ ...schema, type }, hint))).join(" | ");
  switch (schema.type) {
    case "string":
      return schema.format === "binary" ? "Blob | string" : "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      if (schema.prefixItems) return `[${schema.prefixItems.map((one) => typeOf(one, hint)).join(", ")}]`;
      return `${bracketed(typeof schema.items === "object" ? typeOf(schema.items, hint) : "unknown")}[]`;
    case "object":
      return objectType(schema, hint);
    default:
      return "unknown";
  }
}

function objectType(
  { properties, patternProperties, additionalProperties, required = [] }: Schema,
  hint: string,
): string {
  const lines = Object.entries(properties ?? {}).map(([name, schema]) => {
    const said = schema.description === undefined ? "" : `/** ${comment(schema.description)} */ `;
    return `${said}${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema, name)}`;
  });
  const type = `{\n${lines.join(";\n")}\n}`;
  if (lines.length > 0) return lines.length > 2 ? shapes.nameOf(type, hint) : type;
  const [pattern] = Object.values(patternProperties ?? {});
  const rest = pattern ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  return `Record<string, ${rest === undefined ? "unknown" : typeOf(rest, hint)}>`;
}

const bracketed = (type: string): string => (/[|&]/.test(type) ? `(${type})` : type);

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** On one line, and nothing that ends the comment. */
const comment = (text: string): string => text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ");
