/** Documents of a circle: 一圈一策, the sign map, the handbook; and the card of a household. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { Position } from "@quarterhour/isochrones";
import { boxOfBoundary } from "../../assessment/circles/plane.ts";
import { grownBox } from "../../reports/map/frame.ts";
import type { DocumentOrder } from "../../reports/documents.ts";
import { basicCategories } from "../../reports/documents/card.ts";
import { hoursText } from "../../reports/documents/hours-text.ts";
import type { Circle, Residence } from "../../store/index.ts";
import { categoryReach } from "../category-reach.ts";
import type { CityContext } from "../city-context.ts";
import { categoryIds } from "../city-reach.ts";
import { originOf, sendDocument } from "../documents.ts";
import type { Ending } from "../documents.ts";
import { hangUpSignal } from "../hang-up.ts";
import { checkPosition, readPosition } from "../input.ts";
import { invalidField, Problem } from "../problem.ts";
import { circleReportInput, factsOf, listedOutlet, liveLink, ringsAround } from "../report-input.ts";
import { circleCsv, circleGeoJson } from "../report-tables.ts";
import { routeFrame, startedAnswer } from "../route-frame.ts";
import { circleParams } from "../schemas/circle.ts";
import { cityParams, oneOf, problems, strict } from "../schemas/common.ts";
import { fileAnswer, signQuery } from "../schemas/document.ts";
import { existingCircle } from "../survey-view.ts";

const files = ["report.docx", "report.xlsx", "sign.svg", "sign.pdf", "handbook.pdf"] as const;
type File = (typeof files)[number];

interface Wanted {
  paper?: "a3" | "a4";
  orientation?: "portrait" | "landscape";
  at?: string;
}

interface JobInput extends Wanted {
  city: string;
  circle: string;
  file: File;
  origin: string;
}

/** Steps of a job are for people. */
const steps: Record<string, string> = {
  "reading the map": "读取地图",
  "drawing maps and setting type": "绘图、排版",
  "drawing maps": "绘制地图",
};

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const frame = routeFrame(app);

  async function orderOf(
    context: CityContext,
    id: string,
    file: File,
    { paper = "a3", orientation = "landscape", at }: Wanted,
    origin: string,
    signal?: AbortSignal,
  ): Promise<{ order: DocumentOrder; name: string }> {
    const circle = await existingCircle(app.store, context.city.id, id);
    const from = at === undefined ? undefined : checkPosition(readPosition(at, "at"), "at");
    if (from !== undefined) checkNear(from, circle);
    const input = await circleReportInput(app.store, context, circle, origin, { from, signal });
    const { facts, area, outlets, rings, link } = input;
    switch (file) {
      case "report.docx":
      case "report.xlsx":
        return {
          order: { kind: file === "report.docx" ? "circle.docx" : "circle.xlsx", input },
          name: `${circle.name}一圈一策`,
        };
      case "sign.svg":
      case "sign.pdf":
        return {
          order: {
            kind: file,
            input: {
              facts,
              paper: { size: paper, orientation },
              circle: { name: circle.name, boundary: circle.boundary },
              area,
              from: { location: input.circle.center, name: from === undefined ? "圈中心" : "您在这里" },
              rings,
              outlets: outlets.map(listedOutlet),
              link,
            },
          },
          name: `${circle.name}导视图-${paper}`,
        };
      case "handbook.pdf":
        return {
          order: {
            kind: file,
            input: {
              facts,
              circle: { name: circle.name },
              area,
              fromName: from === undefined ? "圈中心" : "选定的地点",
              outlets,
              link,
            },
          },
          name: `${circle.name}便民服务手册`,
        };
    }
  }

  app.jobs.register("document.make", async (input: JobInput, { signal, progress }) => {
    progress("查资料", 0);
    const context = await app.cities.get(input.city);
    const { order } = await orderOf(context, input.circle, input.file, input, input.origin, signal);
    const tell = (step: string, fraction: number) => progress(steps[step] ?? step, fraction);
    const made = await app.documents.make(context, order, tell);
    signal.throwIfAborted();
    return { href: hrefOf(input), bytes: made.bytes.byteLength, missingLetters: made.missing };
  });

  for (const file of files) {
    const ending = file.split(".")[1] as Ending;
    const isSign = file.startsWith("sign");
    app.get(
      `/api/cities/:city/circles/:id/${file}`,
      {
        schema: {
          ...about[file],
          tags: ["Reports"],
          params: circleParams,
          querystring: Type.Object(isSign ? signQuery : file === "handbook.pdf" ? { at: signQuery.at } : {}, strict),
          response: { 200: fileAnswer("The file", ending), ...problems(400, 404, 503) },
        },
      },
      async (request, reply) => {
        const { city, id } = request.params;
        const signal = hangUpSignal(reply);
        const context = await app.cities.get(city);
        const { order, name } = await orderOf(context, id, file, request.query as Wanted, originOf(request), signal);
        return sendDocument(reply, name, ending, await app.documents.make(context, order));
      },
    );
  }

  app.post(
    "/api/cities/:city/circles/:id/documents",
    {
      config: { needs: "account" },
      schema: {
        operationId: "makeCircleDocument",
        tags: ["Reports"],
        summary: "Make a document of a circle as a job that tells how far it is",
        description: "Its result has `href`, where the document then is at once.",
        params: circleParams,
        body: Type.Object({ file: oneOf(files), ...signQuery }, { ...strict, examples: [{ file: "report.docx" }] }),
        response: { 202: startedAnswer("Begun"), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const city = await frame.cityOf(request);
      const { id: circle } = request.params;
      const found = await existingCircle(app.store, city, circle);
      const { at } = request.body;
      if (at !== undefined) checkNear(checkPosition(readPosition(at, "at"), "at"), found);
      const input: JobInput = { city, circle, origin: originOf(request), ...request.body };
      return reply.code(202).send({ job: await frame.start(request, "document.make", input) });
    },
  );

  for (const ending of ["csv", "geojson"] as const) {
    app.get(
      `/api/cities/:city/circles/:id/report.${ending}`,
      {
        schema: {
          operationId: ending === "csv" ? "getCircleReportCsv" : "getCircleReportGeoJson",
          tags: ["Reports"],
          summary:
            ending === "csv"
              ? "The figures of a circle's report, one line per category"
              : "A circle, its rings, homes, outlets and projects, with their figures",
          params: circleParams,
          response: { 200: fileAnswer("The file", ending), ...problems(400, 404, 503) },
        },
      },
      async (request, reply) => {
        const { city, id } = request.params;
        const context = await app.cities.get(city);
        const circle = await existingCircle(app.store, context.city.id, id);
        const input = await circleReportInput(app.store, context, circle, originOf(request), {
          signal: hangUpSignal(reply),
        });
        const bytes = ending === "csv" ? circleCsv(input) : circleGeoJson(input);
        return sendDocument(reply, `${circle.name}一圈一策`, ending, { bytes, missing: [] });
      },
    );
  }

  app.get(
    "/api/cities/:city/residences/:id/card.pdf",
    {
      schema: {
        operationId: "getHouseholdCard",
        tags: ["Reports"],
        summary: "A card for one home: the nearest of each basic category, minutes, telephone",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 100 }) }, strict),
        querystring: Type.Object(
          { paper: Type.Optional(oneOf(["a5", "a6"], { default: "a5", description: "a5: with a map" })) },
          strict,
        ),
        response: { 200: fileAnswer("The card", "pdf"), ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const signal = hangUpSignal(reply);
      const context = await app.cities.get(request.params.city);
      const order = await cardOrder(context, request, request.params.id, request.query.paper ?? "a5", signal);
      const made = await app.documents.make(context, order);
      return sendDocument(reply, `${order.input.home.name}便民服务卡`, "pdf", made);
    },
  );
};

const nearMeters = 1500;

/** A sign that hangs far away would show the circle as a dot. */
function checkNear([lng, lat]: Position, { name, boundary }: Circle): void {
  const [west, south, east, north] = grownBox(boxOfBoundary(boundary), nearMeters);
  if (lng >= west && lng <= east && lat >= south && lat <= north) return;
  throw invalidField("at", `lies more than ${nearMeters} m from the circle ${name}; should be in it or near it`);
}

async function cardOrder(
  context: CityContext,
  request: FastifyRequest,
  id: string,
  paper: "a5" | "a6",
  signal: AbortSignal,
): Promise<DocumentOrder & { kind: "card.pdf" }> {
  const [reach, claims] = await Promise.all([context.reach(), context.claims()]);
  const row = reach.rowOf.get(id);
  if (row === undefined) {
    throw new Problem(404, `There is no residence "${id}" in ${context.city.id}; an id looks like r_000001.`);
  }
  const home = reach.residences[row];
  const { table } = reach;
  const cells = (values: Float32Array | Int32Array | Uint16Array) =>
    values.subarray(row * categoryIds.length, (row + 1) * categoryIds.length);
  const rows = categoryReach(
    {
      nearestSeconds: cells(table.nearestSeconds),
      nearestOutlet: cells(table.nearestOutlet),
      within: table.within.map(cells),
      accessMeters: table.accessMeters[row],
      edgeOfDataSeconds: table.edgeOfDataSeconds[row],
    },
    reach.open,
    (category) => claims.has(category, row),
  );
  const outlets = new Map(reach.open.map((outlet) => [outlet.id, outlet]));
  const facts = await factsOf(context, originOf(request));
  return {
    kind: "card.pdf",
    input: {
      facts,
      paper,
      home: {
        name: homeName(home),
        address: home.address ?? home.compound,
        location: home.location,
      },
      rings: await ringsAround(context, home.location, signal),
      categories: rows
        .filter(({ category }) => basicCategories.includes(category))
        .map(({ category, state, nearestOutlet, nearestSeconds }) => {
          const outlet = nearestOutlet === null ? undefined : outlets.get(nearestOutlet.id);
          return {
            category,
            state,
            seconds: nearestSeconds,
            nearest: outlet
              ? {
                  id: outlet.id,
                  name: outlet.name,
                  location: outlet.location,
                  phone: outlet.phone,
                  hours: hoursText(outlet.openingHours, outlet.openingHoursText),
                }
              : null,
          };
        }),
      link: liveLink(facts, home.location),
    },
  };
}

/** 潮音里22号楼, rather than 22号楼 alone. */
function homeName({ name, compound, address }: Pick<Residence, "name" | "compound" | "address">): string {
  if (name === null) return compound ?? address ?? "我家";
  return compound === null || name.includes(compound) ? name : `${compound}${name}`;
}

function hrefOf({ city, circle, file, paper, orientation, at }: JobInput): string {
  const query = new URLSearchParams({
    ...(paper && { paper }),
    ...(orientation && { orientation }),
    ...(at && { at }),
  });
  const text = query.size > 0 ? `?${query}` : "";
  return `/api/cities/${city}/circles/${encodeURIComponent(circle)}/${file}${text}`;
}

const about: Record<File, { operationId: string; summary: string; description?: string }> = {
  "report.docx": {
    operationId: "getCircleReportDocx",
    summary: "一圈一策: the report of a circle as a text document",
    description:
      "Maps, who reaches what, 有没有 and 好不好 in the official forms (attachments 2, 3, 5, 6), what to do, all outlets; each figure names its formula. Fonts are embedded. Quarterhour-Missing-Letters names characters that no font has.",
  },
  "report.xlsx": {
    operationId: "getCircleReportXlsx",
    summary: "The same as a workbook, a sheet for each table",
  },
  "sign.svg": {
    operationId: "getSignMapSvg",
    summary: "导视图: the sign map of a circle, for printing and for drawing programs",
    description: "Real text in embedded fonts. Quarterhour-Missing-Letters names characters that no font has.",
  },
  "sign.pdf": {
    operationId: "getSignMapPdf",
    summary: "导视图: the sign map of a circle, ready to print",
    description: "Real text in embedded fonts. Quarterhour-Missing-Letters names characters that no font has.",
  },
  "handbook.pdf": {
    operationId: "getHandbook",
    summary: "All outlets of a circle in a booklet: address, telephone, hours, minutes",
  },
};

export const circleReportRoutes = plugin(routes, {
  name: "circle-report-routes",
  dependencies: ["cities", "jobs", "documents", "authentication"],
  encapsulate: true,
});
