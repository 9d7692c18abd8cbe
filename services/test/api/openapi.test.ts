import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutReferences } from "../../bench/references.ts";
import { buildApp } from "../../src/api/app.ts";
import { withComponents } from "../../src/api/components.ts";
import type { Store } from "../../src/store/index.ts";
import { newValidator } from "./documented.ts";
import type { OpenApiDocument } from "./documented.ts";

describe("the OpenAPI document", () => {
  let document: OpenApiDocument;
  let close: () => Promise<void>;

  beforeAll(async () => {
    // The document says nothing about data, so no store is asked.
    const app = await buildApp({ store: {} as Store, webFolder: "/nowhere" });
    close = () => app.close();
    document = (await app.inject("/api/openapi.json")).json();
  });

  afterAll(() => close());

  it("is OpenAPI 3.1 and describes every route", () => {
    expect(document.openapi).toBe("3.1.0");
    const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual([
      "DELETE /api/cities/{city}/circles/{id}",
      "DELETE /api/cities/{city}/circles/{id}/evidence/{measure}",
      "DELETE /api/cities/{city}/duplicates/{id}/decision",
      "DELETE /api/cities/{city}/imports/{id}",
      "DELETE /api/cities/{city}/indicators/{id}",
      "DELETE /api/cities/{city}/outlets/{id}",
      "DELETE /api/cities/{city}/outlets/{id}/photo",
      "DELETE /api/cities/{city}/projects/{id}",
      "DELETE /api/cities/{city}/scenarios/{id}",
      "DELETE /api/cities/{city}/sites/{id}",
      "DELETE /api/cities/{city}/surveys/{circle}/batches/{batch}",
      "DELETE /api/jobs/{id}",
      "DELETE /api/keys/{id}",
      "DELETE /api/session",
      "GET /api/accounts",
      "GET /api/audit",
      "GET /api/backup",
      "GET /api/basemaps",
      "GET /api/categories",
      "GET /api/cities",
      "GET /api/cities/{city}",
      "GET /api/cities/{city}/changes",
      "GET /api/cities/{city}/circles",
      "GET /api/cities/{city}/circles.csv",
      "GET /api/cities/{city}/circles.geojson",
      "GET /api/cities/{city}/circles/overlaps",
      "GET /api/cities/{city}/circles/{id}",
      "GET /api/cities/{city}/circles/{id}/assessment",
      "GET /api/cities/{city}/circles/{id}/evidence",
      "GET /api/cities/{city}/circles/{id}/files/{file}",
      "GET /api/cities/{city}/circles/{id}/handbook.pdf",
      "GET /api/cities/{city}/circles/{id}/report.csv",
      "GET /api/cities/{city}/circles/{id}/report.docx",
      "GET /api/cities/{city}/circles/{id}/report.geojson",
      "GET /api/cities/{city}/circles/{id}/report.xlsx",
      "GET /api/cities/{city}/circles/{id}/sign.pdf",
      "GET /api/cities/{city}/circles/{id}/sign.svg",
      "GET /api/cities/{city}/compounds",
      "GET /api/cities/{city}/compounds/{id}",
      "GET /api/cities/{city}/coverage",
      "GET /api/cities/{city}/coverage/compare",
      "GET /api/cities/{city}/coverage/distribution",
      "GET /api/cities/{city}/coverage/trend",
      "GET /api/cities/{city}/dataset.jsonld",
      "GET /api/cities/{city}/duplicates",
      "GET /api/cities/{city}/exports/{what}",
      "GET /api/cities/{city}/gaps",
      "GET /api/cities/{city}/imports",
      "GET /api/cities/{city}/imports/{id}",
      "GET /api/cities/{city}/imports/{id}/duplicates",
      "GET /api/cities/{city}/imports/{id}/places",
      "GET /api/cities/{city}/imports/{id}/rows",
      "GET /api/cities/{city}/indicators",
      "GET /api/cities/{city}/indicators/values",
      "GET /api/cities/{city}/ledgers/{ledger}",
      "GET /api/cities/{city}/outlets",
      "GET /api/cities/{city}/outlets.csv",
      "GET /api/cities/{city}/outlets.geojson",
      "GET /api/cities/{city}/outlets/{id}",
      "GET /api/cities/{city}/outlets/{id}/history",
      "GET /api/cities/{city}/outlets/{id}/photo",
      "GET /api/cities/{city}/outlets/{id}/ratings",
      "GET /api/cities/{city}/outlets/{id}/timeline",
      "GET /api/cities/{city}/projects",
      "GET /api/cities/{city}/projects/export",
      "GET /api/cities/{city}/projects/{id}",
      "GET /api/cities/{city}/ratings",
      "GET /api/cities/{city}/reports",
      "GET /api/cities/{city}/reports/district/{area}.csv",
      "GET /api/cities/{city}/reports/district/{area}.docx",
      "GET /api/cities/{city}/reports/district/{area}.geojson",
      "GET /api/cities/{city}/reports/district/{area}.xlsx",
      "GET /api/cities/{city}/reports/form",
      "GET /api/cities/{city}/reports/status/{code}",
      "GET /api/cities/{city}/reports/{id}",
      "GET /api/cities/{city}/reports/{id}/photo",
      "GET /api/cities/{city}/residences",
      "GET /api/cities/{city}/residences/{id}",
      "GET /api/cities/{city}/residences/{id}/card.pdf",
      "GET /api/cities/{city}/routes",
      "GET /api/cities/{city}/scenarios",
      "GET /api/cities/{city}/scenarios/compare",
      "GET /api/cities/{city}/scenarios/{id}",
      "GET /api/cities/{city}/search",
      "GET /api/cities/{city}/sites",
      "GET /api/cities/{city}/sites/{id}",
      "GET /api/cities/{city}/siting",
      "GET /api/cities/{city}/siting/{job}",
      "GET /api/cities/{city}/surveys/{circle}",
      "GET /api/cities/{city}/surveys/{circle}/batches",
      "GET /api/cities/{city}/surveys/{circle}/export",
      "GET /api/cities/{city}/surveys/{circle}/page",
      "GET /api/cities/{city}/surveys/{circle}/texts",
      "GET /api/cities/{city}/updates",
      "GET /api/cities/{city}/updates/{id}",
      "GET /api/health",
      "GET /api/jobs/{id}",
      "GET /api/jobs/{id}/events",
      "GET /api/keys",
      "GET /api/ledgers",
      "GET /api/ready",
      "GET /api/session",
      "GET /api/session/oidc",
      "GET /api/session/oidc/callback",
      "GET /tiles/{city}/{layer}.json",
      "GET /tiles/{city}/{layer}/{z}/{x}/{y}.mvt",
      "PATCH /api/accounts/{id}",
      "PATCH /api/cities/{city}",
      "PATCH /api/cities/{city}/circles/{id}",
      "PATCH /api/cities/{city}/imports/{id}",
      "PATCH /api/cities/{city}/imports/{id}/duplicates/{pair}",
      "PATCH /api/cities/{city}/imports/{id}/rows/{row}",
      "PATCH /api/cities/{city}/outlets/{id}",
      "PATCH /api/cities/{city}/ratings/{id}",
      "PATCH /api/cities/{city}/reports/{id}",
      "PATCH /api/cities/{city}/sites/{id}",
      "POST /api/accounts",
      "POST /api/accounts/{id}/invitation",
      "POST /api/cities/{city}/circles",
      "POST /api/cities/{city}/circles/import",
      "POST /api/cities/{city}/circles/measure",
      "POST /api/cities/{city}/circles/merge",
      "POST /api/cities/{city}/circles/propose",
      "POST /api/cities/{city}/circles/{id}/documents",
      "POST /api/cities/{city}/circles/{id}/files",
      "POST /api/cities/{city}/circles/{id}/split",
      "POST /api/cities/{city}/duplicates",
      "POST /api/cities/{city}/duplicates/bulk",
      "POST /api/cities/{city}/duplicates/{id}",
      "POST /api/cities/{city}/imports",
      "POST /api/cities/{city}/imports/{id}/commit",
      "POST /api/cities/{city}/imports/{id}/duplicates/bulk",
      "POST /api/cities/{city}/imports/{id}/duplicates/search",
      "POST /api/cities/{city}/imports/{id}/places/accept",
      "POST /api/cities/{city}/imports/{id}/places/search",
      "POST /api/cities/{city}/imports/{id}/undo",
      "POST /api/cities/{city}/isochrones",
      "POST /api/cities/{city}/matrix",
      "POST /api/cities/{city}/outlets",
      "POST /api/cities/{city}/outlets/{id}/merge",
      "POST /api/cities/{city}/outlets/{id}/ratings",
      "POST /api/cities/{city}/outlets/{id}/restore",
      "POST /api/cities/{city}/outlets/{id}/split",
      "POST /api/cities/{city}/projects",
      "POST /api/cities/{city}/projects/from-siting",
      "POST /api/cities/{city}/reports",
      "POST /api/cities/{city}/scenarios",
      "POST /api/cities/{city}/sites",
      "POST /api/cities/{city}/siting",
      "POST /api/cities/{city}/siting/closures",
      "POST /api/cities/{city}/surveys/import",
      "POST /api/cities/{city}/surveys/{circle}/batches",
      "POST /api/cities/{city}/surveys/{circle}/responses",
      "POST /api/invitations/{token}",
      "POST /api/keys",
      "POST /api/session",
      "POST /api/session/password",
      "PUT /api/cities/{city}/circles/{id}/evidence/{measure}",
      "PUT /api/cities/{city}/indicators/{id}",
      "PUT /api/cities/{city}/projects/{id}",
      "PUT /api/cities/{city}/scenarios/{id}",
      "PUT /api/cities/{city}/surveys/{circle}/settings",
    ]);
  });

  it("says of every route what it does, of every answer what it means, and which errors there are", () => {
    const lacking: string[] = [];
    const ids: (string | undefined)[] = [];
    for (const { path, operation } of operationsOf(document)) {
      ids.push(operation.operationId);
      const check = (isThere: unknown, what: string) => void (isThere || lacking.push(`${path}: ${what}`));
      check(operation.summary, "summary");
      check(operation.tags?.length === 1, "one tag");
      check(operation.operationId, "operationId");
      check(!path.includes("{city}") || operation.responses["404"], "404");
      for (const [status, response] of Object.entries(operation.responses)) {
        check(response.description && response.description !== "Default Response", `description of ${status}`);
        const isProblem = Number(status) >= 400 && path !== "/api/ready";
        check(!isProblem || response.content?.["application/problem+json"], `problem for ${status}`);
      }
      for (const { name, in: place } of operation.parameters ?? []) {
        check(place !== "path" || path.includes(`{${name}}`), `place of ${name} in the path`);
      }
    }
    expect(lacking).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has schemas that are schemas and hold their own examples", () => {
    const ajv = newValidator();
    const wrong: string[] = [];
    let examples = 0;
    const visit = (schema: unknown, where: string): void => {
      if (schema === null || typeof schema !== "object") return;
      if (Array.isArray(schema)) {
        for (const part of schema) visit(part, where);
        return;
      }
      const { examples: own, ...rest } = schema as { examples?: unknown[] };
      if (Array.isArray(own) && ("type" in rest || "anyOf" in rest)) {
        const validate = ajv.compile(rest);
        for (const example of own) {
          examples++;
          if (!validate(example)) wrong.push(`${where}: ${ajv.errorsText(validate.errors)}`);
        }
      }
      for (const [key, part] of Object.entries(rest)) visit(part, `${where}/${key}`);
    };
    for (const [where, schema] of schemasOf(withoutReferences(document))) {
      ajv.compile(schema);
      visit(schema, where);
    }
    expect(wrong).toEqual([]);
    expect(examples).toBeGreaterThan(60);
  });

  it("has each shape once: what several routes share has a title that is its name", () => {
    const uses = new Map<string, string[]>();
    const visit = (part: unknown, where: string): void => {
      if (part === null || typeof part !== "object") return;
      const { properties, enum: list } = part as { properties?: object; enum?: unknown[] };
      if (Object.keys(properties ?? {}).length > 2 || (list ?? []).length > 3)
        uses.set(shapeText(part), [...(uses.get(shapeText(part)) ?? []), where]);
      for (const [key, inner] of Object.entries(part)) if (key !== "examples") visit(inner, `${where}/${key}`);
    };
    for (const [where, schema] of schemasOf(document)) visit(schema, where);
    for (const [name, schema] of Object.entries(document.components!.schemas)) visit(schema, name);
    expect([...uses.values()].filter((where) => where.length > 1)).toEqual([]);
    expect(Object.keys(document.components!.schemas)).toEqual(
      expect.arrayContaining(["CategoryId", "Circle", "Outlet"]),
    );
  });

  it("refuses two shapes of one name", () => {
    const shapes = { a: { title: "Shop", type: "object" }, b: { title: "Shop", type: "array", description: "many" } };
    expect(() => withComponents(shapes)).toThrow("two shapes of the API have the title Shop");
    expect(withComponents({ a: shapes.a, b: { ...shapes.a, description: "one" }, c: shapes.a })).toEqual({
      a: { $ref: "#/components/schemas/Shop" },
      b: { $ref: "#/components/schemas/Shop", description: "one" },
      c: { $ref: "#/components/schemas/Shop" },
      components: { schemas: { Shop: { title: "Shop", type: "object" } } },
    });
  });
});

/** Without what two uses of a shape may say differently. */
function shapeText(schema: object): string {
  return JSON.stringify(schema, (key, value: unknown) =>
    ["title", "description", "examples", "default"].includes(key) && typeof value !== "object" ? undefined : value,
  );
}

function operationsOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).map((operation) => ({ path, operation })),
  );
}

function schemasOf(document: OpenApiDocument): [where: string, schema: object][] {
  return operationsOf(document).flatMap(({ path, operation }) => [
    ...(operation.parameters ?? []).map(({ name, schema }): [string, object] => [`${path} ${name}`, schema]),
    ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }): [string, object] => [
      `${path} body`,
      schema,
    ]),
    ...Object.entries(operation.responses).flatMap(([status, { content }]) =>
      Object.values(content ?? {}).map(({ schema }): [string, object] => [`${path} ${status}`, schema]),
    ),
  ]);
}
