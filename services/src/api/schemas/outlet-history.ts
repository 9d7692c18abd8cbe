import { Type } from "typebox";
import { nullable, oneOf } from "./common.ts";

const origin = oneOf(["import", "osm", "edit", "report", "merge", "split", "undo", "before"], {
  description: "What the change came from; before: known when histories began",
});

const change = oneOf(
  ["added", "changed", "moved", "reclassified", "opened", "closed", "removed", "corrected", "restored"],
  { title: "OutletChangeKind", description: "What it amounts to" },
);

export const outletVersion = Type.Object({
  seq: Type.Integer(),
  at: Type.String({ description: "When it was written" }),
  effectiveOn: nullable(
    Type.String({ description: "Day from which it is so; null: since always, as far as is known" }),
  ),
  actor: Type.String({ description: "Account, or cli, system, resident" }),
  origin,
  originId: nullable(Type.String({ description: "Import, report or the like" })),
  change,
  state: nullable(Type.Unsafe<object>({ type: "object", description: "All that was known then; null: not there" })),
});

export const outletRecord = Type.Object({
  source: Type.String({ description: "steward: entered by hand" }),
  sourceRef: nullable(Type.String()),
  importId: nullable(Type.String()),
  formerId: nullable(Type.String({ description: "Its id before it was merged into this one" })),
  draft: Type.Unsafe<object>({ type: "object", description: "What this source says" }),
});

export const provenance = Type.Unsafe<object>({
  type: "object",
  additionalProperties: {
    type: "object",
    properties: { source: { type: "string" }, importId: { type: ["string", "null"] } },
  },
  description: "Field → the source that it comes from",
});
