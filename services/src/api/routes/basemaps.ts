import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { oneOf } from "../schemas/common.ts";
import { tiandituOf, viewTianditu } from "../tianditu.ts";
import type { Tianditu } from "../tianditu.ts";

const addresses = (description: string) => Type.Array(Type.String(), { description });

const basemap = Type.Object(
  {
    id: oneOf(["tianditu"]),
    nameZh: Type.String(),
    nameEn: Type.String(),
    ground: addresses("Pictures of 256 pixels in spherical Mercator, {z}/{y}/{x}; any of these addresses"),
    labelsZh: addresses("Names to lie over them, in Chinese"),
    labelsEn: addresses("The same in English"),
    maxZoom: Type.Integer(),
    attribution: Type.String({ description: "To be shown with it; holds its 审图号" }),
  },
  {
    title: "Basemap",
    examples: [viewTianditu(tiandituOf({ key: "0123", origins: undefined, reviewNumber: "GS（2026）0000号" })!)],
  },
);

const routes: FastifyPluginAsyncTypebox<{ tianditu: Tianditu | null }> = async (app, { tianditu }) => {
  const items = tianditu === null ? [] : [viewTianditu(tianditu)];
  app.get(
    "/api/basemaps",
    {
      schema: {
        operationId: "listBasemaps",
        tags: ["Tiles"],
        summary: "Maps of others that may lie under ours, where the operator has a key for them",
        response: {
          200: Type.Object({ items: Type.Array(basemap) }, { description: "None where nothing is set up" }),
        },
      },
    },
    async () => ({ items }),
  );
};

export const basemapRoutes = plugin(routes, { name: "basemap-routes", encapsulate: true });
