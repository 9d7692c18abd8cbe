/** Requests made up from an OpenAPI document: right ones, nearly right ones, and such as nobody with good intentions sends. */

import { withoutReferences } from "./references.ts";

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  examples?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  servers?: { url: string }[];
}

export interface MadeRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string | Buffer;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const long = (text: string, count: number) => text.repeat(count);

/** What has broken programs of this kind before. */
const hostileTexts = [
  "",
  " ",
  "null",
  "undefined",
  "NaN",
  "-1",
  "0",
  "1e309",
  "-1e309",
  "9007199254740993",
  "99999999999999999999999999",
  "0x10",
  "' or 1=1 --",
  "'; drop table outlets; --",
  "\\'; select pg_sleep(30); --",
  "$1",
  "%",
  "%_%",
  "%25",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\uFEFF",
  "\u202Eevil",
  "../../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "/etc/passwd",
  "file:///etc/passwd",
  "http://169.254.169.254/latest/meta-data/",
  "http://[::1]:22/",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "=cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "{{7*7}}",
  "${7*7}",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "\r\nSet-Cookie: a=b",
  "(((((((((((((((((((((((((((((((",
  "[".repeat(2000),
  long("a", 5000),
  long("一", 3000),
  `${long("a", 40)}!`,
  `${long("1,", 3000)}1`,
  `${long(" ", 3000)}x`,
  "181,91",
  "180,90,-180,-90",
  "NaN,NaN",
  "1e999,1e999",
  "2025-02-30",
  "9999-12-31",
  "0000-00-00",
  "2025-13-45T99:99:99Z",
  "+275760-09-13T00:00:00Z",
  'Mo-Su 00:00-99:99; PH off || "x"',
  "😀".repeat(50),
];

const hostileValues: unknown[] = [
  null,
  true,
  [],
  {},
  [[]],
  [null],
  { a: 1 },
  0,
  -1,
  -0,
  1.5,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  Array.from({ length: 200 }, () => 0),
  { __proto__x: 1, constructor: { prototype: { a: 1 } } },
];

export class RequestMaker {
  readonly #random: () => number;
  readonly #operations: { method: string; path: string; root: string; operation: Operation }[];
  /** Ids that exist, so that requests get beyond "not found". */
  readonly #known: Record<string, string[]>;

  constructor(documents: { document: ApiDocument; root: string }[], known: Record<string, string[]>, seed: number) {
    this.#random = dice(seed);
    this.#known = known;
    this.#operations = documents.flatMap(({ document, root }) =>
      Object.entries(withoutReferences(document).paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          root,
          operation,
        })),
      ),
    );
  }

  get operationCount(): number {
    return this.#operations.length;
  }

  next(): MadeRequest & { operation: string } {
    const { method, path, root, operation } = this.#pick(this.#operations);
    // One in three is meant well, so that what lies behind the checks is reached too.
    const hostility = this.#pick([0, 0.15, 0.5]);
    const query = new URLSearchParams();
    let url = path;
    for (const { name, in: place, required, schema = {} } of operation.parameters ?? []) {
      if (place === "path") {
        const value = this.#chance(hostility) ? this.#pick(hostileTexts) : this.#pathValue(name, path, schema);
        url = url.replace(`{${name}}`, encoded(value));
      } else if (place === "query" && (required || this.#chance(0.4))) {
        if (this.#chance(hostility) && this.#chance(0.2)) continue;
        const value = this.#chance(hostility) ? this.#pick(hostileTexts) : asText(this.#value(schema, hostility, 0));
        query.append(name, wellFormed(value));
        if (this.#chance(hostility * 0.1)) query.append(name, this.#pick(hostileTexts).toWellFormed());
      }
    }
    if (this.#chance(hostility * 0.1)) query.append(this.#pick(hostileTexts).toWellFormed(), "1");
    if (query.size > 0) url += `?${query}`;
    if (this.#chance(hostility * 0.05))
      url += this.#pick(["?%", "&&&", "?a[b]=1", "#x", "?__proto__[a]=1", "%00", "//"]);
    const headers = this.#headers(hostility);
    const made = { operation: `${method} ${root}${path}`, method, url: root + url, headers };
    if (operation.requestBody === undefined) return made;
    return { ...made, ...this.#body(operation.requestBody.content, hostility, headers) };
  }

  #body(content: Record<string, { schema?: Schema }>, hostility: number, headers: Record<string, string>) {
    const type = this.#pick(Object.keys(content));
    const schema = content[type].schema ?? {};
    const value = this.#chance(hostility * 0.3) ? this.#pick(hostileValues) : this.#value(schema, hostility, 0);
    let payload: string | Buffer = JSON.stringify(value) ?? "";
    headers["content-type"] = "application/json";
    if (type.startsWith("multipart/") && this.#chance(0.8)) {
      headers["content-type"] = "multipart/form-data; boundary=xyz";
      payload = this.#form(value);
    }
    if (this.#chance(hostility * 0.3)) {
      payload = this.#pick<string | Buffer>([
        "",
        "{",
        payload.slice(0, Math.floor(payload.length * this.#random())),
        `${payload}${payload}`,
        "[".repeat(50_000),
        `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
        '{"__proto__":{"x":1}}',
        Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
        Buffer.alloc(100_000, 0x61),
      ]);
    }
    if (this.#chance(hostility * 0.1)) {
      headers["content-type"] = this.#pick([
        "text/plain",
        "application/xml",
        "x",
        "multipart/form-data",
        "application/json; charset=utf-16",
      ]);
    }
    if (this.#chance(hostility * 0.05))
      headers["content-encoding"] = this.#pick(["gzip", "br", "deflate", "x", "gzip, gzip"]);
    return { payload };
  }

  #form(value: unknown): string {
    const fields = value !== null && typeof value === "object" ? Object.entries(value) : [["file", value]];
    const parts = fields.map(([name, one]) => {
      const isFile = this.#chance(0.5) || name === "file";
      const disposition = `form-data; name="${name}"${isFile ? `; filename="${this.#pick(["a.csv", "../../x.xlsx", "a.osm.pbf", "a.zip", ""])}"` : ""}`;
      const text = isFile
        ? this.#pick([
            "名称,经度,纬度,业态\n甲,118.05,38.75,药店\n",
            "PK\u0003\u0004broken",
            "",
            "{}",
            "a\u0000b",
            long("a,", 5000),
            "%PDF-1.4",
            "<html>",
          ])
        : asText(one);
      return `--xyz\r\nContent-Disposition: ${disposition}\r\n\r\n${text}\r\n`;
    });
    return `${parts.join("")}${this.#chance(0.9) ? "--xyz--\r\n" : ""}`;
  }

  #headers(hostility: number): Record<string, string> {
    const headers: Record<string, string> = {};
    const some = (name: string, values: string[]) => {
      if (this.#chance(hostility * 0.15)) headers[name] = this.#pick(values);
    };
    some("accept", ["text/html", "*/*;q=2", "x", long("a/b,", 500)]);
    some("accept-encoding", ["gzip", "br", "identity;q=0", "*;q=0", long("gzip,", 500)]);
    some("accept-language", ["en", "zh-CN,zh;q=0.9", "x".repeat(1000), "*"]);
    some("if-none-match", ["*", '"x"', 'W/"', long('"a",', 500)]);
    some("if-match", ["*", "x"]);
    some("range", ["bytes=0-", "bytes=-1", "bytes=5-1", long("bytes=0-0,", 200)]);
    some("authorization", ["Bearer x", `Bearer ${long("a", 5000)}`, "Basic Og==", "Bearer ' or 1=1"]);
    some("x-forwarded-for", ["127.0.0.1", "' or 1=1", "::"]);
    some("origin", ["null", "https://evil.example"]);
    some("last-event-id", ["-1", "x"]);
    return headers;
  }

  #pathValue(name: string, path: string, schema: Schema): string {
    const before = path.split(`/{${name}}`)[0].split("/").at(-1) ?? "";
    const known = this.#known[name] ?? this.#known[before];
    // Documents take seconds each: most are asked of things that there are not.
    if (known && known.length > 0 && this.#chance(/\.(docx|xlsx|pdf)$/.test(path) ? 0.1 : 0.85))
      return this.#pick(known);
    return asText(this.#value(schema, 0.1, 0));
  }

  #value(schema: Schema, hostility: number, depth: number): unknown {
    if (depth > 0 && this.#chance(hostility * 0.15)) {
      return this.#chance(0.5) ? this.#pick(hostileTexts) : this.#pick(hostileValues);
    }
    const { examples, enum: list } = schema;
    if (examples && examples.length > 0 && this.#chance(0.6)) return this.#pick(examples);
    if ("const" in schema) return schema.const;
    if (list) return this.#pick(list);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return this.#value(this.#pick(choices), hostility, depth);
    if (schema.allOf) return this.#value(schema.allOf[0], hostility, depth);
    if (depth > 8) return null;
    const type = Array.isArray(schema.type) ? this.#pick(schema.type) : schema.type;
    switch (type) {
      case "object": {
        const required = new Set(schema.required);
        const entries = Object.entries(schema.properties ?? {})
          .filter(([name]) => (required.has(name) ? !this.#chance(hostility * 0.1) : this.#chance(0.5)))
          .map(([name, part]) => [name, this.#value(part, hostility, depth + 1)]);
        if (this.#chance(hostility * 0.1)) entries.push([this.#pick(hostileTexts), 1]);
        return Object.fromEntries(entries);
      }
      case "array": {
        if (schema.prefixItems) return schema.prefixItems.map((part) => this.#value(part, hostility, depth + 1));
        const most = Math.min(schema.maxItems ?? 4, 4);
        const count = Math.max(schema.minItems ?? 0, Math.floor(this.#random() * (most + 1)));
        return Array.from({ length: count }, () => this.#value(schema.items ?? {}, hostility, depth + 1));
      }
      case "integer":
      case "number": {
        if (this.#chance(hostility))
          return this.#pick([
            -1,
            0,
            1,
            1e9,
            1e308,
            -1e308,
            0.5,
            2 ** 31,
            2 ** 53,
            schema.minimum ?? 0,
            schema.maximum ?? 0,
          ]);
        const least = schema.minimum ?? 0;
        const value = least + this.#random() * (Math.min(schema.maximum ?? least + 20, least + 1000) - least);
        return type === "integer" ? Math.floor(value) : value;
      }
      case "boolean":
        return this.#chance(0.5);
      case "null":
        return null;
      case "string":
        return this.#pick([
          "一",
          "pharmacy",
          "2025-06-01",
          "118.05,38.75",
          "open",
          "csv",
          "甲".repeat(3),
          "a@b.c",
          "08:30",
          ...hostileTexts.slice(0, 3),
        ]);
      default:
        return this.#pick(hostileValues);
    }
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)];
  }
}

const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** A lone surrogate cannot be written in an address. */
const wellFormed = (text: string): string => text.toWellFormed();

function encoded(text: string): string {
  // A dot alone would change the path itself.
  return encodeURIComponent(wellFormed(text)).replace(/^\.{1,2}$/, (dots) => dots.replaceAll(".", "%2E"));
}
