import { categories, repairKinds } from "@quarterhour/data";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { categoryId, repairKindId, tier as tierSchema } from "../schemas/common.ts";

const catalogue = Type.Object(
  {
    categories: Type.Array(
      Type.Object({
        id: categoryId,
        nameZh: Type.String(),
        nameEn: Type.String(),
        tier: tierSchema,
        ringMinutes: Type.Integer({ description: "Minutes' walk within which the policy wants it" }),
        order: Type.Integer({ description: "Place in the official list" }),
      }),
    ),
    repairKinds: Type.Array(
      Type.Object({
        id: repairKindId,
        nameZh: Type.String(),
        nameEn: Type.String(),
        large: Type.Boolean({ description: "One of the nine large pictures" }),
      }),
    ),
  },
  {
    description: "The catalogue, in policy order",
    examples: [
      {
        categories: [{ id: "pharmacy", nameZh: "药店", nameEn: "Pharmacy", tier: "basic", ringMinutes: 10, order: 10 }],
        repairKinds: [{ id: "shoe", nameZh: "修鞋", nameEn: "Shoes", large: true }],
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const answer = {
    categories: categories.map(({ id, nameZh, nameEn, tier, ringMinutes, order }) => ({
      id,
      nameZh,
      nameEn,
      tier,
      ringMinutes,
      order,
    })),
    repairKinds: repairKinds.map(({ id, nameZh, nameEn, large }) => ({ id, nameZh, nameEn, large })),
  };
  app.get(
    "/api/categories",
    {
      schema: {
        operationId: "listCategories",
        tags: ["Catalogue"],
        summary: "The 50 categories and the kinds of small repair, in both languages",
        response: { 200: catalogue },
      },
    },
    async (_request, reply) => {
      reply.header("Cache-Control", "public, max-age=3600");
      return answer;
    },
  );
};

export const categoryRoutes = plugin(routes, { name: "category-routes", encapsulate: true });
