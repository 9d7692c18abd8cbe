/** What comparisons of two days share. */
import { Type } from "typebox";
import { levels } from "../area-levels.ts";
import { nullable, oneOf } from "./common.ts";

export const twoDays = {
  from: Type.String({ maxLength: 40, description: "The earlier day", examples: ["2026-04-01"] }),
  to: Type.Optional(
    Type.String({ maxLength: 40, description: "The later day; today when left out", examples: ["2026-05-01"] }),
  ),
};

export const areaLevel = oneOf(levels, { title: "AreaLevel" });

export const areaOfLevel = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    nameEn: nullable(Type.String()),
    level: areaLevel,
  },
  { title: "AreaOfLevel" },
);
