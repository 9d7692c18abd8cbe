/** TypeScript types from the schemas of an OpenAPI 3.1 document. */

export interface Schema {
  $ref?: string;
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

/** Names that stand for a shape already, those of all files together. */
export type TakenNames = Set<string>;

/** Writes the types of one operation or one named shape. Nested shapes of three fields and more get a name each. */
export class TypeWriter {
  readonly #owner: string;
  readonly #taken: TakenNames;
  readonly #nested = new Map<string, string>();
  /** Shapes of the document that were named. */
  readonly references = new Set<string>();

  /** @param owner what the names of nested shapes begin with */
  constructor(owner: string, taken: TakenNames) {
    this.#owner = pascal(owner);
    this.#taken = taken;
  }

  /** Definitions of the nested shapes that were met. */
  get nested(): string {
    return [...this.#nested].map(([type, name]) => `export interface ${name} ${type}\n`).join("\n");
  }

  /** Its fields; null where it is no object. */
  fields({ type, properties = {}, required = [] }: Schema): Field[] | null {
    if (type !== "object" || Object.keys(properties).length === 0) return null;
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      type: this.typeOf(schema, name),
      isRequired: required.includes(name),
      about: schema.description,
    }));
  }

  /** @param hint the property it stands in; part of the name of a nested shape */
  typeOf(schema: Schema, hint: string): string {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split("/").at(-1)!;
      this.references.add(name);
      return name;
    }
    if ("const" in schema) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ") || "never";
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return [...new Set(choices.map((one) => bracketed(this.typeOf(one, hint))))].join(" | ");
    if (schema.allOf) return schema.allOf.map((one) => bracketed(this.typeOf(one, hint))).join(" & ");
    if (Array.isArray(schema.type))
      return schema.type.map((type) => bracketed(this.typeOf({ ...schema, type }, hint))).join(" | ");
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
        if (schema.prefixItems) return `[${schema.prefixItems.map((one) => this.typeOf(one, hint)).join(", ")}]`;
        return `${bracketed(typeof schema.items === "object" ? this.typeOf(schema.items, oneOf(hint)) : "unknown")}[]`;
      case "object":
        return this.#object(schema, hint);
      default:
        return "unknown";
    }
  }

  #object(schema: Schema, hint: string): string {
    const fields = this.fields(schema);
    if (fields) return fields.length > 2 ? this.#nameOf(fieldsOf(fields), hint) : fieldsOf(fields);
    const [pattern] = Object.values(schema.patternProperties ?? {});
    const more = schema.additionalProperties;
    const rest = pattern ?? (typeof more === "object" ? more : undefined);
    return `Record<string, ${rest === undefined ? "unknown" : this.typeOf(rest, hint)}>`;
  }

  #nameOf(type: string, hint: string): string {
    const known = this.#nested.get(type);
    if (known !== undefined) return known;
    const base = this.#owner + pascal(hint);
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}${n}`;
    this.#taken.add(name);
    this.#nested.set(type, name);
    return name;
  }
}

export interface Field {
  name: string;
  type: string;
  isRequired: boolean;
  about?: string | undefined;
}

/** On one line where nothing has to be said of any of the fields. */
export function fieldsOf(fields: Field[]): string {
  const isPlain = fields.every(({ about }) => about === undefined);
  const lines = fields.map(({ name, type, isRequired, about }) => {
    const said = about === undefined ? "" : `/** ${comment(about)} */ `;
    return `${said}${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}${isRequired ? "" : "?"}: ${type}`;
  });
  return isPlain ? `{ ${lines.join("; ")} }` : `{\n${lines.join(";\n")};\n}`;
}

/** On one line, and nothing that ends the comment. */
export const comment = (text: string): string => text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ");

const pascal = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9]/g, "").replace(/^./, (letter) => letter.toUpperCase());

const bracketed = (type: string): string => (/[|&]/.test(type) ? `(${type})` : type);

/** categories → category. */
const oneOf = (many: string): string => many.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
