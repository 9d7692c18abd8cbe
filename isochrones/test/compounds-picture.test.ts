/** The picture in docs/compounds.md shows what the engine finds. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compoundsPicture } from "../docs/compounds-picture.ts";

test("docs/compounds.svg is as drawn: else run node isochrones/docs/compounds-picture.ts", async () => {
  const kept = readFileSync(new URL("../docs/compounds.svg", import.meta.url), "utf8");
  expect(await compoundsPicture()).toBe(kept);
});
