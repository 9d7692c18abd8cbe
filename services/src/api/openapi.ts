/** The OpenAPI document, made from the schemas that the routes check with. */
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { withComponents } from "./components.ts";

export const openApi = plugin(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: "3.1.0",
        info: {
          title: "quarterhour · 一刻圈",
          description:
            "What every household reaches on foot in 5, 10 and 15 minutes, what is missing, and what nobody knows. " +
            "Positions are [longitude, latitude] in WGS-84, times in seconds, lengths in metres, dates ISO 8601. " +
            "Errors are application/problem+json (RFC 9457). Reading needs no login.",
          version: "0.1.0",
        },
        servers: [{ url: "/" }],
        tags: [
          { name: "Service", description: "Is it up?" },
          { name: "Cities", description: "Cities, and what is known of them" },
          { name: "Catalogue", description: "Categories and kinds of small repair" },
          { name: "Walking", description: "Rings, times and walks" },
          { name: "Outlets", description: "Shops and service points" },
          { name: "Duplicates", description: "Shops that are listed twice: proposals, decisions, undo" },
          { name: "Imports", description: "Tables and boundaries: preview, commit, undo" },
          {
            name: "Residents",
            description: "进图: what people report and how they rate, and what stewards make of it",
          },
          { name: "Residences", description: "Buildings and compounds with households" },
          { name: "Sites", description: "Places that stand empty and could take in outlets" },
          { name: "Exports", description: "Files that open in Excel or GIS, and import again as they were" },
          { name: "Assessment", description: "Gaps and coverage" },
          {
            name: "Circles",
            description: "Living circles: drawn, measured, scored, compared with what homes really reach",
          },
          { name: "Evidence", description: "好不好: what people found out about a circle, and what shows it" },
          { name: "Indicators", description: "Indicators of circles and areas, and the district's own" },
          { name: "Scenarios", description: "What if: edits of outlets and ways, and whom they change" },
          { name: "Surveys", description: "满意度: the satisfaction form, its links, and what the answers come to" },
          { name: "Projects", description: "What is to be built, how far it is, and what it brought" },
          { name: "Reports", description: "Documents to print and hand on: reports, sign maps, handbooks, cards" },
          { name: "Search", description: "Find anything by name" },
          { name: "Accounts", description: "Logging in, and who may change what" },
          { name: "Jobs", description: "Work that takes longer than an answer" },
          { name: "Tiles", description: "Vector tiles for maps" },
        ],
      },
      convertConstToEnum: false,
      transformObject: (made) => ("openapiObject" in made ? withComponents(made.openapiObject) : made.swaggerObject),
    });
    app.get("/api/openapi.json", { schema: { hide: true } }, async (_request, reply) => {
      reply.header("Cache-Control", "no-cache");
      return app.swagger();
    });
  },
  { name: "openapi" },
);
