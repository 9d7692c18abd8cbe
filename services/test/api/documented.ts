/** Asks the app and holds every answer to what the OpenAPI document says of it. */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { strict as assert } from "node:assert";
import { withoutReferences } from "../../bench/references.ts";

interface Operation {
  summary?: string;
  tags?: string[];
  operationId?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object; description?: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: object }> }>;
}

export interface OpenApiDocument {
  openapi: string;
  components?: { schemas: Record<string, object> };
  paths: Record<string, Record<string, Operation>>;
}

/** Schemas of the document are JSON Schema 2020-12; OpenAPI's own words in them say nothing to a validator. */
export function newValidator(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addVocabulary(["x-response-description"]);
  return ajv;
}

export class DocumentedApp {
  readonly #app: FastifyInstance;
  readonly #ajv = newValidator();
  readonly #validators = new Map<object, ValidateFunction>();
  readonly #templates: { pattern: RegExp; operations: Record<string, Operation> }[];

  private constructor(app: FastifyInstance, document: OpenApiDocument) {
    this.#app = app;
    // The most specific first: …/outlets.csv before …/outlets/{id}.
    this.#templates = Object.entries(document.paths)
      .sort(([a], [b]) => a.split("{").length - b.split("{").length || b.length - a.length)
      .map(([path, operations]) => ({
        pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
        operations,
      }));
  }

  static async of(app: FastifyInstance): Promise<DocumentedApp> {
    const document = (await app.inject("/api/openapi.json")).json<OpenApiDocument>();
    return new DocumentedApp(app, withoutReferences(document));
  }

  /** Asks, and expects this status and an answer as documented for it. */
  async ask(status: number, options: InjectOptions | string): Promise<LightMyRequestResponse> {
    const request = typeof options === "string" ? { url: options } : options;
    const response = await this.#app.inject(request);
    const path = String(request.url).split("?", 1)[0];
    const template = this.#templates.find(({ pattern }) => pattern.test(path));
    const operation = template?.operations[(request.method ?? "GET").toLowerCase()];
    const documented = operation?.responses[status];
    assert.equal(
      response.statusCode,
      status,
      `${path}: ${response.statusCode}, not ${status}: ${response.body.slice(0, 300)}`,
    );
    assert.ok(documented, `${path} documents no ${status}`);
    if (documented.content === undefined) return response;
    const type = String(response.headers["content-type"]).split(";", 1)[0];
    const content = documented.content[type];
    assert.ok(content, `${path} documents no ${type}`);
    if (type.endsWith("json")) this.#expectValid(content.schema, response.json(), path);
    return response;
  }

  #expectValid(schema: object, answer: unknown, path: string): void {
    let validate = this.#validators.get(schema);
    if (validate === undefined) this.#validators.set(schema, (validate = this.#ajv.compile(schema)));
    const valid = validate(answer);
    assert.ok(valid, `${path}: ${this.#ajv.errorsText(validate.errors)}`);
  }
}
