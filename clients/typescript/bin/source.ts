/** The files of src/operations/ from an OpenAPI 3.1 document: one for each tag, one for what several share. */
import { comment, fieldsOf, TypeWriter } from "./types.ts";
import type { Schema, TakenNames } from "./types.ts";

interface Operation {
  operationId: string;
  tags: string[];
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

type AnswerForm = "json" | "text" | "bytes";

const heading = "// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.\n";

/** The files by name, not laid out yet. */
export function operationFiles({ paths, components }: OpenApiDocument): Map<string, string> {
  const taken: TakenNames = new Set(Object.keys(components.schemas));
  const shapes = shapeSources(components.schemas, taken);
  const all = Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ line: `${method.toUpperCase()} ${path}`, operation })),
    )
    .sort((a, b) => (a.operation.operationId < b.operation.operationId ? -1 : 1));
  const tags = [...Map.groupBy(all, ({ operation }) => operation.tags[0])].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = tags.map(([tag, operations]) => {
    const sources = operations.map(({ line, operation }) => operationSource(line, operation, taken));
    return {
      tag: tag.toLowerCase(),
      sources,
      needs: closure(union(sources.map(({ references }) => references)), shapes),
    };
  });

  const usedBy = Map.groupBy(
    parts.flatMap(({ tag, needs }) => [...needs].map((name) => ({ name, tag }))),
    ({ name }) => name,
  );
  const shared = [...usedBy].flatMap(([name, uses]) => (uses.length > 1 ? [name] : [])).sort();
  const files = new Map([["shared.ts", `${heading}\n${shared.map((name) => shapes.get(name)!.source).join("\n")}`]]);
  for (const { tag, sources, needs } of parts) {
    const own = [...needs].filter((name) => usedBy.get(name)!.length === 1).sort();
    const direct = union([...sources, ...own.map((name) => shapes.get(name)!)].map(({ references }) => references));
    const imported = [...direct].filter((name) => shared.includes(name)).sort();
    files.set(
      `${tag}.ts`,
      [
        heading,
        `import { call } from "../call.ts";`,
        imported.length > 0 ? `import type { ${imported.join(", ")} } from "./shared.ts";` : "",
        `\nexport const ${tag} = {`,
        sources.map(({ source }) => source).join("\n"),
        "};\n",
        [...sources.map(({ nested }) => nested), ...own.map((name) => shapes.get(name)!.source)]
          .filter((text) => text !== "")
          .join("\n"),
      ].join("\n"),
    );
  }
  files.set("index.ts", indexSource(parts.map(({ tag }) => tag)));
  return files;
}

function indexSource(tags: string[]): string {
  return `${heading}
${tags.map((tag) => `import { ${tag} } from "./${tag}.ts";`).join("\n")}

${[...tags, "shared"].map((tag) => `export type * from "./${tag}.ts";`).join("\n")}

/** Every operation by its operationId. */
export const operations = {
${tags.map((tag) => `  ...${tag},`).join("\n")}
};
`;
}

/** Definitions of the named shapes; one that has all fields of another and more extends it. */
function shapeSources(schemas: Record<string, Schema>, taken: TakenNames) {
  const lines = new Map(
    Object.entries(schemas).map(([name, schema]) => {
      const fields = new TypeWriter(name, new Set(taken)).fields(schema) ?? [];
      return [name, new Set(fields.map((one) => fieldsOf([one])))];
    }),
  );
  const baseOf = (own: Set<string>): string | undefined =>
    [...lines]
      .filter(([, { size }]) => size > 3 && size < own.size)
      .filter(([, others]) => [...others].every((line) => own.has(line)))
      .sort(([, a], [, b]) => b.size - a.size)[0]?.[0];
  return new Map(
    Object.entries(schemas).map(([name, schema]) => {
      const types = new TypeWriter(name, taken);
      const base = baseOf(lines.get(name)!);
      if (base !== undefined) types.references.add(base);
      const inherited = Object.keys(schemas[base ?? ""]?.properties ?? {});
      const rest = Object.entries(schema.properties ?? {}).filter(([field]) => !inherited.includes(field));
      const fields = types.fields({ ...schema, properties: Object.fromEntries(rest) });
      const definition = fields
        ? `export interface ${name}${base === undefined ? "" : ` extends ${base}`} ${fieldsOf(fields)}\n`
        : `export type ${name} = ${types.typeOf(schema, name)};\n`;
      const said = schema.description === undefined ? "" : `/** ${comment(schema.description)} */\n`;
      const source = [said + definition, types.nested].filter((text) => text !== "").join("\n");
      return [name, { source, references: types.references }];
    }),
  );
}

function operationSource(line: string, operation: Operation, taken: TakenNames) {
  const types = new TypeWriter(operation.operationId, taken);
  const { type: answer, form } = answerOf(operation, types);
  const generics = [parametersType(operation, types), bodyType(operation, types), answer].join(", ");
  const values = [line, ...(form === "json" ? [] : [form])].map((value) => JSON.stringify(value)).join(", ");
  const source = `  /** ${comment(operation.summary ?? "")} */\n  ${operation.operationId}: call<${generics}>(${values}),`;
  return { source, nested: types.nested, references: types.references };
}

function parametersType({ parameters = [] }: Operation, types: TypeWriter): string {
  const asked = parameters.filter((one) => one.in === "path" || one.in === "query");
  // What stands in the path first.
  asked.sort((a, b) => Number(a.in === "query") - Number(b.in === "query"));
  if (asked.length === 0) return "object";
  return fieldsOf(
    asked.map(({ name, in: place, required, schema, description }) => ({
      name,
      type: types.typeOf(schema, name),
      isRequired: required === true || place === "path",
      about: place === "path" ? undefined : (description ?? schema.description),
    })),
  );
}

function bodyType({ requestBody }: Operation, types: TypeWriter): string {
  if (requestBody === undefined) return "never";
  const kinds = Object.entries(requestBody.content).map(([type, { schema }]) =>
    type.startsWith("multipart/") ? "FormData" : types.typeOf(schema ?? {}, "Body"),
  );
  return [...new Set(kinds)].join(" | ");
}

function answerOf({ responses }: Operation, writer: TypeWriter): { type: string; form: AnswerForm } {
  const types = new Set<string>();
  let form: AnswerForm = "json";
  for (const [status, { content }] of Object.entries(responses)) {
    if (!status.startsWith("2")) continue;
    const [first] = Object.entries(content ?? {});
    if (first === undefined) {
      types.add("null");
      continue;
    }
    const [media, { schema = {} }] = first;
    // Of answers in several forms the first counts; the others are asked for with Accept or format.
    if (media.endsWith("json")) types.add(writer.typeOf(schema, "Answer"));
    else if (media.startsWith("text/") || media.endsWith("+xml")) {
      form = "text";
      types.add("string");
    } else {
      form = "bytes";
      types.add("Uint8Array");
    }
  }
  return { type: [...types].join(" | ") || "null", form };
}

const union = (sets: Set<string>[]): Set<string> => new Set(sets.flatMap((one) => [...one]));

/** The names and all that their shapes name in turn. */
function closure(names: Set<string>, shapes: Map<string, { references: Set<string> }>): Set<string> {
  const found = new Set<string>();
  const take = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of shapes.get(name)!.references) take(next);
  };
  for (const name of names) take(name);
  return found;
}
