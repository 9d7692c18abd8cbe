import { projectForm } from "@quarterhour/data";
import { Type } from "typebox";
import { categoryId, cityParams, nullable, oneOf, position, repairKindId, strict } from "./common.ts";

export const projectParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["p_00004d"] }) },
  strict,
);

const projectState = oneOf(
  projectForm.states.map(({ id }) => id),
  { title: "ProjectState", description: projectForm.states.map(({ id, nameZh }) => `${id}: ${nameZh}`).join("; ") },
);

const text = (maxLength: number, description: string) => nullable(Type.String({ maxLength, description }));

const site = Type.Object(
  {
    location: nullable(position),
    name: text(200, "As people call the place"),
    siteId: text(100, "Of a spare site"),
  },
  { ...strict, title: "ProjectSite" },
);

const forecast = Type.Object(
  {
    households: Type.Number({ minimum: 0, description: "Households that are to gain the category" }),
    people: nullable(Type.Number({ minimum: 0 })),
    ringMinutes: nullable(
      Type.Integer({ minimum: 1, maximum: 30, description: "Within this walk; null: the category's own" }),
    ),
  },
  { ...strict, title: "ProjectForecast" },
);

const fields = {
  name: Type.String({ minLength: 1, maxLength: 200, description: "项目名称", examples: ["安澜道便民修鞋亭"] }),
  category: categoryId,
  kind: nullable(repairKindId),
  circle: text(100, "Id of the circle"),
  community: text(100, "社区名称"),
  content: text(2000, "建设内容"),
  site: nullable(site),
  responsibleUnit: text(200, "责任单位"),
  investmentNote: text(500, "投资说明"),
  costNote: text(500, "费用说明"),
  deadline: text(10, "完成时限: a day, ISO 8601"),
  forecast: nullable(forecast),
  outlet: text(100, "Id of the outlet that it became"),
};

const { name, category, ...optional } = fields;

export const projectInput = Type.Object(
  { name, category, ...Type.Partial(Type.Object(optional)).properties, state: Type.Optional(projectState) },
  {
    ...strict,
    examples: [
      {
        name: "安澜道便民修鞋亭",
        category: "small-repair",
        community: "安澜社区",
        site: { location: [118.043578, 38.7430129], name: "安澜道闲置报刊亭", siteId: null },
        responsibleUnit: "安澜街道",
        deadline: "2027-03-31",
      },
    ],
  },
);

export const projectChange = Type.Object(
  {
    version: Type.Integer({ minimum: 1, description: "The one that you saw; 409 where somebody changed it since" }),
    ...Type.Partial(Type.Object(fields)).properties,
    state: Type.Optional(projectState),
    note: Type.Optional(text(500, "Why the state changes; joins the history")),
  },
  { ...strict, examples: [{ version: 1, state: "accepted", note: "街道已同意" }] },
);

export const project = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer(),
    ...fields,
    state: projectState,
    origin: nullable(Type.Object({ job: Type.String(), order: Type.Integer() })),
    measured: nullable(
      Type.Object(
        {
          households: Type.Number({ description: "Households that reach this outlet within the ring, and no other" }),
          people: nullable(Type.Number()),
          nearestHouseholds: Type.Number({ description: "Households that have it nearest, within the ring" }),
          asOf: Type.String(),
        },
        { description: "Once it is open and its outlet is in the data" },
      ),
    ),
    history: Type.Array(
      Type.Object({ at: Type.String(), from: nullable(projectState), to: projectState, note: nullable(Type.String()) }),
    ),
    createdAt: Type.String(),
    updatedAt: Type.String(),
  },
  { title: "Project" },
);
