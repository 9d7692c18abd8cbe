import { Type } from "typebox";
import { COMMENT_LENGTH, FORM_LEAST_SECONDS, FORM_MOST_SECONDS, NAME_LENGTH, NOTE_LENGTH } from "../../inbox/limits.ts";
import { categoryId, nullable, oneOf, position, repairKindId, strict } from "./common.ts";
import { outlet, outletInput } from "./outlet.ts";

export const reportKind = oneOf(["new", "closed", "moved", "wrong"], {
  title: "ReportKind",
  description: "new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it",
  examples: ["closed"],
});

export const reportState = oneOf(["open", "accepted", "rejected"], { title: "ReportState" });

const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const flags = Type.Array(oneOf(["link", "contact"]), {
  description: "The text holds a link, or invites to write somewhere else",
});

export const newForm = Type.Object(
  {
    form: Type.String({ description: "To be sent along, once" }),
    notBeforeSeconds: Type.Integer({ description: "Sooner it is not taken" }),
    expiresSeconds: Type.Integer({ description: "Later it is not taken" }),
    trap: Type.String({ description: "Name of a field that people must not see; it stays empty" }),
  },
  {
    title: "NewForm",
    examples: [
      {
        form: "mgq1x2yz.AAAAAAAAAAAAAAAA.3yWz…",
        notBeforeSeconds: FORM_LEAST_SECONDS,
        expiresSeconds: FORM_MOST_SECONDS,
        trap: "website",
      },
    ],
  },
);

const form = Type.String({ maxLength: 200, description: "From GET …/reports/form" });
const website = Type.Optional(Type.String({ maxLength: 2000, description: "Stays empty" }));

/** Longer than what is taken: what cannot be seen is removed before it is counted. */
const text = (maxLength: number, description: string) =>
  Type.Optional(
    nullable(Type.String({ maxLength: 2 * maxLength, description: `${description}; ${maxLength} characters` })),
  );

export const sentReport = Type.Object(
  {
    form,
    website,
    kind: reportKind,
    outlet: Type.Optional(nullable(Type.String({ maxLength: 100, description: "Id of the outlet it is about" }))),
    location: Type.Optional(nullable(position)),
    category: Type.Optional(nullable(categoryId)),
    repairKind: Type.Optional(nullable(repairKindId)),
    name: text(NAME_LENGTH, "Name of the outlet (wrong: as it should be)"),
    note: text(NOTE_LENGTH, "In one's own words"),
    since: Type.Optional(nullable({ ...day, description: "The day it opened, closed or moved, where known" })),
  },
  {
    ...strict,
    title: "SentReport",
    description:
      "location: needed for new and moved (where it is now); for wrong only where the place itself is wrong, as it should be. category: needed for new; for wrong only where it is wrong",
    examples: [
      { form: "mgq1x2yz.AAAAAAAAAAAAAAAA.3yWz…", kind: "closed", outlet: "o_000017", since: "2026-05-31" },
      {
        form: "mgq1x2yz.AAAAAAAAAAAAAAAA.3yWz…",
        kind: "new",
        location: [118.05, 38.75],
        category: "small-repair",
        repairKind: "shoe",
        name: "老王修鞋",
        note: "菜市场北门口，下午才来",
      },
    ],
  },
);

export const sentRating = Type.Object(
  {
    form,
    website,
    stars: Type.Integer({ minimum: 1, maximum: 5 }),
    comment: text(COMMENT_LENGTH, "What others may like to know"),
  },
  {
    ...strict,
    title: "SentRating",
    examples: [{ form: "mgq1x2yz.AAAAAAAAAAAAAAAA.3yWz…", stars: 5, comment: "手艺好，价钱公道" }],
  },
);

export const received = Type.Object(
  {
    code: Type.String({ description: "With it one can look what became of the report; nobody can tell it again" }),
    joined: Type.Boolean({ description: "Others had said the same; they are counted together" }),
    said: Type.Integer({ description: "How many said so, this time included" }),
  },
  { title: "Received", examples: [{ code: "k7mq-2xrb-9dtn", joined: false, said: 1 }] },
);

export const tracked = Type.Object(
  {
    kind: reportKind,
    state: reportState,
    said: Type.Integer(),
    firstOn: day,
    decidedOn: nullable(day),
    answer: nullable(Type.String({ description: "What the stewards answered" })),
    outlet: nullable(Type.String({ description: "The outlet that was added or changed on account of it" })),
  },
  {
    title: "TrackedReport",
    examples: [
      {
        kind: "new",
        state: "accepted",
        said: 3,
        firstOn: "2026-06-01",
        decidedOn: "2026-06-02",
        answer: "谢谢，已补上。",
        outlet: "o_000042",
      },
    ],
  },
);

const said = {
  location: nullable(position),
  category: nullable(categoryId),
  repairKind: nullable(repairKindId),
  name: nullable(Type.String()),
  since: nullable(day),
};

export const report = Type.Object(
  {
    id: Type.String(),
    kind: reportKind,
    state: reportState,
    said: Type.Integer({ description: "How many people said so, as far as that can be told without knowing them" }),
    firstAt: Type.String(),
    lastAt: Type.String(),
    ...said,
    flags,
    outletId: nullable(Type.String({ description: "The outlet it is about" })),
    outlet: nullable(outlet),
    sayings: Type.Array(
      Type.Object({
        number: Type.Integer(),
        at: Type.String(),
        ...said,
        note: nullable(Type.String()),
        flags,
        photo: nullable(
          Type.Object({
            number: Type.Integer(),
            width: Type.Integer(),
            height: Type.Integer(),
            url: Type.String(),
            thumbUrl: Type.String(),
          }),
        ),
      }),
      { description: "Each time it was said, in order; above stands what the first said of each" },
    ),
    nearby: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        services: Type.Array(Type.Object({ category: categoryId, kind: nullable(repairKindId) })),
        status: oneOf(["open", "closed", "planned"]),
        location: position,
        meters: Type.Integer({ description: "As the crow flies" }),
        sameCategory: Type.Boolean(),
      }),
      { description: "Outlets within 300 m, those that do the same first, then the nearest: is it there already?" },
    ),
    publicPhoto: nullable(Type.Object({ outlet: Type.String(), number: Type.Integer() })),
    decision: nullable(
      Type.Object({
        by: Type.String({ description: "Id of the account" }),
        at: Type.String(),
        answer: nullable(Type.String()),
        outlet: nullable(Type.String()),
        changed: Type.Boolean({ description: "Whether an outlet was added or changed" }),
      }),
    ),
  },
  { title: "Report" },
);

export const decisionBody = Type.Object(
  {
    decision: oneOf(["accept", "reject", "reopen"], {
      description:
        "accept: new is added, closed is closed, moved is moved, wrong is put right. reopen: takes the decision and what it changed back",
    }),
    outletId: Type.Optional(
      Type.String({
        maxLength: 100,
        description:
          "The outlet it is about, where the report names none or another; of a new one: it is there already",
      }),
    ),
    outlet: Type.Optional(
      Type.Partial(Type.Object(outletInput), {
        ...strict,
        description: "Fields in place of what follows from the report",
      }),
    ),
    effectiveOn: Type.Optional({ ...day, description: "The day from which it is so, in place of what was reported" }),
    note: Type.Optional(
      nullable(Type.String({ maxLength: 500, description: "Answer to those who reported it, seen with their code" })),
    ),
    photo: Type.Optional(
      Type.Integer({ minimum: 1, description: "Number of the photo to show publicly with the outlet; none otherwise" }),
    ),
  },
  {
    ...strict,
    title: "Decision",
    examples: [
      { decision: "accept", note: "谢谢，已补上。" },
      { decision: "reject", note: "店还在，只是换了招牌。" },
    ],
  },
);

export const photoContent = (description: string) => ({
  description,
  content: { "image/jpeg": { schema: Type.Unsafe<Uint8Array>({ type: "string", format: "binary" }) } },
});

export const ratingState = oneOf(["pending", "shown", "silent", "hidden"], {
  title: "RatingState",
  description:
    "pending: the stars count, the comment waits; shown: both are seen; silent: the stars count, the comment is not shown; hidden: neither",
});

export const ratingSummary = Type.Object(
  {
    count: Type.Integer(),
    average: nullable(Type.Number({ description: "null below three ratings: they say nothing yet" })),
    stars: nullable(Type.Array(Type.Integer(), { description: "How many gave one star, two, … five; null likewise" })),
    items: Type.Array(Type.Object({ stars: Type.Integer(), comment: Type.String(), on: day }), {
      description: "Comments, the newest first",
    }),
    nextCursor: nullable(Type.String()),
  },
  {
    title: "RatingsOfOutlet",
    examples: [
      {
        count: 4,
        average: 4.5,
        stars: [0, 0, 0, 2, 2],
        items: [{ stars: 5, comment: "手艺好，价钱公道", on: "2026-06-01" }],
        nextCursor: null,
      },
      { count: 2, average: null, stars: null, items: [], nextCursor: null },
    ],
  },
);

export const rating = Type.Object(
  {
    id: Type.String(),
    outlet: Type.String(),
    stars: Type.Integer(),
    comment: nullable(Type.String()),
    flags,
    state: ratingState,
    at: Type.String(),
    moderatedBy: nullable(Type.String()),
    moderatedAt: nullable(Type.String()),
  },
  {
    title: "Rating",
    examples: [
      {
        id: "v_000003",
        outlet: "o_000017",
        stars: 5,
        comment: "手艺好，价钱公道",
        flags: [],
        state: "pending",
        at: "2026-06-01T08:30:00.000Z",
        moderatedBy: null,
        moderatedAt: null,
      },
    ],
  },
);
