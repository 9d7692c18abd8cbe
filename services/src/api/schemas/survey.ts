import { Type } from "typebox";
import { answerIds } from "../../surveys/answers.ts";
import { categoryId, cityParams, nullable, oneOf, strict } from "./common.ts";

export const circleId = Type.String({ maxLength: 100, description: "Id of the circle", examples: ["c_00001z"] });

export const surveyParams = Type.Object({ ...cityParams.properties, circle: circleId }, strict);

export const batchParams = Type.Object(
  { ...surveyParams.properties, batch: Type.String({ maxLength: 100, examples: ["b_00002a"] }) },
  strict,
);

const share = (description: string) => nullable(Type.Number({ minimum: 0, description }));

const shares = {
  categorySatisfiedShare: share("业态满意: satisfied answers ÷ answers; null where nobody answered"),
  serviceSatisfiedShare: share("服务满意: satisfied answers ÷ answers; null where nobody answered"),
};

export const surveySettings = Type.Object(
  {
    openToAll: Type.Boolean({ description: "Anybody may answer, without a link as well" }),
    closed: Type.Boolean({ description: "No more answers are taken" }),
    since: nullable(
      Type.String({
        maxLength: 10,
        description: "Only answers from this day on count; null: all",
        examples: ["2026-09-01"],
      }),
    ),
    version: Type.Integer({ minimum: 0, description: "0: nobody has set anything" }),
  },
  { title: "SurveySettings" },
);

const circleName = Type.Object({ id: circleId, name: Type.String() });

export const surveyResult = Type.Object(
  {
    circle: circleName,
    settings: surveySettings,
    responses: Type.Integer(),
    byOrigin: Type.Object({ link: Type.Integer(), open: Type.Integer(), paper: Type.Integer() }),
    from: nullable(Type.String({ description: "Day of the first answer" })),
    to: nullable(Type.String({ description: "Day of the last answer" })),
    people: nullable(Type.Number({ description: "Whom the circle serves; null where nobody knows" })),
    peopleEstimated: Type.Boolean(),
    sampleShare: share("Answers ÷ people served"),
    needed: nullable(Type.Integer({ description: "Answers still lacking to 10 % of the people served" })),
    sufficient: nullable(Type.Boolean()),
    ...shares,
    about: Type.Array(
      Type.Object({
        id: Type.String(),
        groups: Type.Array(Type.Object({ text: Type.String(), count: Type.Integer() })),
        hidden: Type.Integer({ description: "Answers of groups of fewer than ten" }),
      }),
    ),
    questions: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: oneOf(["one", "categories"]),
        answered: Type.Integer(),
        choices: Type.Optional(
          Type.Array(
            Type.Object({
              id: Type.String(),
              count: Type.Integer(),
              share: Type.Number(),
              satisfied: nullable(Type.Boolean()),
            }),
          ),
        ),
        categories: Type.Optional(
          Type.Array(Type.Object({ category: categoryId, present: Type.Integer(), share: Type.Number() })),
        ),
      }),
    ),
    compounds: Type.Array(Type.Object({ name: Type.String(), responses: Type.Integer(), ...shares }), {
      description: "Compounds with at least ten answers",
    }),
    compoundsHidden: Type.Object({ compounds: Type.Integer(), responses: Type.Integer() }),
    missing: Type.Array(Type.Object({ category: categoryId, mentions: Type.Integer() }), {
      description: "缺什么: categories that answers name as still missing",
    }),
    need: Type.Array(
      Type.Object({
        category: categoryId,
        weight: share("Answers that say it is missing ÷ answers that could have said so"),
        missing: Type.Integer(),
        answers: Type.Integer(),
      }),
    ),
    basis: Type.Object({ formulas: Type.Array(Type.String()), form: Type.String() }),
  },
  { title: "SurveyResults" },
);

export const surveyPage = Type.Object({
  circle: circleName,
  access: oneOf(["token", "open", "refused"], {
    description: "token: by this link; open: anybody may answer; refused: not so",
  }),
  reason: nullable(oneOf(["closed", "unknown", "used", "ended", "token-needed"])),
  form: nullable(Type.String({ description: "Goes back with an answer without a link" })),
});

const answerValue = Type.Union([
  Type.String({ maxLength: 2000 }),
  Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 }),
  Type.Null(),
]);

export const sentAnswers = Type.Object(
  {
    token: Type.Optional(Type.String({ maxLength: 60, description: "Of the link" })),
    form: Type.Optional(Type.String({ maxLength: 200, description: "As the page gave it; where there is no token" })),
    website: Type.Optional(Type.String({ maxLength: 200, description: "Not for people; leave it empty" })),
    answers: Type.Record(Type.String({ maxLength: 60 }), answerValue, {
      maxProperties: answerIds.length,
      description: `By question of attachment 4: ${answerIds.join(", ")}. Choices and categories by id`,
    }),
  },
  {
    ...strict,
    examples: [
      {
        token: "u3yS0nJ0c1bH2b5v1l3h8Q",
        answers: {
          basicPresent: ["pharmacy", "breakfast"],
          basicEnough: "mostly",
          convenient: "very",
          suggestions: "缺个菜市场",
        },
      },
    ],
  },
);

export const surveyBatch = Type.Object(
  {
    id: Type.String(),
    label: Type.String(),
    count: Type.Integer(),
    used: Type.Integer(),
    createdAt: Type.String(),
    endedAt: nullable(Type.String({ description: "Since when its links are good for nothing" })),
  },
  { title: "SurveyBatch" },
);

export const surveyText = Type.Object({
  text: Type.String(),
  day: Type.String(),
  categories: Type.Array(categoryId, { description: "That it names" }),
});
