/** Rows of a staged import that look like an outlet or like one another: a steward may decide before they come in. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { thresholds } from "../../intake/duplicates/index.ts";
import type { ImportPair, Outlet, StagedRow } from "../../store/index.ts";
import { NotFound } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { reasonViews } from "../duplicate-view.ts";
import { viewOutlet } from "../outlet-view.ts";
import { invalidField } from "../problem.ts";
import { routeFrame, startedAnswer } from "../route-frame.ts";
import { cursor, limit, nextCursor, nullable, oneOf, problems, strict } from "../schemas/common.ts";
import { importPair, importParams } from "../schemas/import-places.ts";

const decision = oneOf(["same", "different"], {
  description: "same: the commit makes one outlet of them; different: they stay two and are not proposed again",
});

export const importPairRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { cityOf, start, audit } = routeFrame(app);

  async function viewPairs(city: string, importId: string, pairs: ImportPair[]) {
    const numbers = [...new Set(pairs.flatMap(({ row, otherRow }) => (otherRow === null ? [row] : [row, otherRow])))];
    const rows = await app.store.stagedRows(city, importId, { rows: numbers });
    const byNumber = new Map(rows.map((row) => [row.row, row]));
    const ids = [...new Set(pairs.flatMap(({ outlet }) => outlet ?? []))];
    const outlets = new Map<string, Outlet>();
    if (ids.length > 0) {
      const { items } = await app.store.findOutlets(city, { ids, limit: ids.length });
      for (const one of items) outlets.set(one.id, one);
    }
    const now = new Date();
    const rowView = (number: number) => {
      // rows that were taken in are not staged any more
      const { state = "skipped", draft = null } = byNumber.get(number) ?? ({} as Partial<StagedRow>);
      return { row: number, state, draft };
    };
    return pairs.map(({ row, otherRow, outlet: outletId, score, meters, reasons, ...rest }) => {
      const outlet = outletId === null ? undefined : outlets.get(outletId);
      return {
        id: rest.id,
        row: rowView(row),
        otherRow: otherRow === null ? null : rowView(otherRow),
        outlet: outlet ? viewOutlet(outlet, now) : null,
        outletId,
        score,
        sure: score >= thresholds.sure,
        distanceMeters: Math.round(meters * 10) / 10,
        reasons: reasonViews(reasons),
        decision: rest.decision,
        decidedBy: rest.decidedBy,
        decidedAt: rest.decidedAt,
      };
    });
  }

  app.get(
    "/api/cities/:city/imports/:id/duplicates",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listImportDuplicates",
        tags: ["Imports"],
        summary: "Rows that look like an outlet of another source or like another row, the surest first",
        params: importParams,
        querystring: Type.Object(
          {
            state: Type.Optional(oneOf(["open", "decided"], { description: "Both when left out" })),
            row: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
            minScore: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
            limit: Type.Optional(limit(50, 500)),
            cursor: Type.Optional(cursor),
          },
          strict,
        ),
        response: {
          200: {
            ...Type.Object({
              items: Type.Array(importPair),
              nextCursor,
              thresholds: Type.Object({ propose: Type.Number(), sure: Type.Number() }),
            }),
            description: "Pairs",
          },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { id } = request.params;
      if ((await app.store.getImport(city, id)) === null) throw new NotFound(`There is no import ${id} in ${city}.`);
      const { limit: most = 50, cursor: behind, ...query } = request.query;
      const after = behind === undefined ? {} : { after: readCursor(behind) };
      const found = await app.store.listImportPairs(city, id, { ...query, ...after, limit: most + 1 });
      const items = found.slice(0, most);
      const last = items.at(-1);
      reply.header("Cache-Control", "no-store");
      return {
        items: await viewPairs(city, id, items),
        nextCursor: last && found.length > most ? `${last.score}_${last.id}` : null,
        thresholds,
      };
    },
  );

  app.patch(
    "/api/cities/:city/imports/:id/duplicates/:pair",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "decideImportDuplicate",
        tags: ["Imports"],
        summary: "Say what a row and what it looks like are, or take that back; the commit does it",
        params: Type.Object(
          { ...importParams.properties, pair: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) },
          strict,
        ),
        body: Type.Object({ decision: nullable(decision) }, { ...strict, examples: [{ decision: "same" }] }),
        response: { 200: { ...importPair, description: "As decided" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const city = await cityOf(request);
      const { id, pair } = request.params;
      const number = Number(pair);
      const actor = actorOf(request);
      const which = { ids: [number] };
      if ((await app.store.decideImportPairs(city, id, which, request.body.decision, actor)) === 0) {
        throw new NotFound(`Import ${id} has no pair ${number}.`);
      }
      const decided = (await app.store.listImportPairs(city, id, { ids: [number] }))[0];
      const { row, otherRow, outlet } = decided;
      await audit(actor, "import.duplicate-decided", city, id, { ...request.body, row, otherRow, outlet });
      return (await viewPairs(city, id, [decided]))[0];
    },
  );

  app.post(
    "/api/cities/:city/imports/:id/duplicates/bulk",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "acceptImportDuplicates",
        tags: ["Imports"],
        summary: "Say of all open pairs from a score on that they are the same; each can be taken back",
        params: importParams,
        body: Type.Object(
          { minScore: Type.Number({ minimum: thresholds.sure, maximum: 1, description: "At least thresholds.sure" }) },
          { ...strict, examples: [{ minScore: 0.99 }] },
        ),
        response: {
          200: { ...Type.Object({ decided: Type.Integer({ minimum: 0 }) }), description: "How many" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const city = await cityOf(request);
      const { id } = request.params;
      const { minScore } = request.body;
      const actor = actorOf(request);
      const decided = await app.store.decideImportPairs(city, id, { minScore }, "same", actor);
      await audit(actor, "import.duplicates-accepted", city, id, { minScore, decided });
      return { decided };
    },
  );

  app.post(
    "/api/cities/:city/imports/:id/duplicates/search",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "searchImportDuplicates",
        tags: ["Imports"],
        summary: "Look again, after rows were changed; what was decided holds",
        params: importParams,
        response: { 202: startedAnswer("The job looks for them"), ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { id: importId } = request.params;
      await app.store.lockStaging(city, importId);
      return reply.code(202).send({ job: await start(request, "import.duplicates", { city, importId }) });
    },
  );
};

function readCursor(text: string): { score: number; id: number } {
  const [score, id] = text.split("_").map(Number);
  if (/^[\d.e-]+_\d{1,9}$/.test(text) && Number.isFinite(score)) return { score, id };
  throw invalidField("cursor", "is none that was given out");
}
