/** Schemas of routes that answer with a file. */
import { Type } from "typebox";
import { mediaTypes } from "../documents.ts";
import type { Ending } from "../documents.ts";
import { oneOf } from "./common.ts";

/** An answer of one of these kinds of file. */
export function fileAnswer(description: string, ...endings: Ending[]) {
  return {
    description,
    content: Object.fromEntries(
      endings.map((ending) => [
        mediaTypes[ending],
        {
          schema:
            ending === "geojson"
              ? Type.Object({ type: Type.Literal("FeatureCollection") })
              : Type.Unsafe<string>({
                  type: "string",
                  ...(ending === "csv" || ending === "svg" ? {} : { format: "binary" }),
                }),
        },
      ]),
    ),
  };
}

export const signQuery = {
  paper: Type.Optional(oneOf(["a3", "a4"], { default: "a3" })),
  orientation: Type.Optional(oneOf(["portrait", "landscape"], { default: "landscape" })),
  at: Type.Optional(
    Type.String({
      maxLength: 60,
      description:
        "lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out",
      examples: ["118.047,38.753"],
    }),
  ),
};
