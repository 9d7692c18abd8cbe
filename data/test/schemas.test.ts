import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { categories, repairKinds } from "@quarterhour/data";

const folder = new URL("../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, folder), "utf8"));

const dataFiles = [".", "scoring", "forms"].flatMap((sub) =>
  readdirSync(new URL(`${sub}/`, folder))
    .filter((name) => name.endsWith(".json") && name !== "package.json")
    .map((name) => `${sub}/${name}`),
);

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
for (const name of readdirSync(new URL("schema/", folder))) ajv.addSchema(json(`schema/${name}`));

describe("every data file follows its schema", () => {
  test("there are data files to check", () => {
    expect(dataFiles.length).toBe(11);
  });

  test.each(dataFiles)("%s", (path) => {
    const content = json(path);
    const name = new URL(content.$schema, new URL(path, folder)).pathname.split("/").pop();
    const validate = ajv.getSchema(`https://quarterhour.invalid/data/schema/${name}`);
    expect(validate).toBeTypeOf("function");
    validate!(content);
    expect(validate!.errors).toBeNull();
  });

  test("a broken file is refused: a category that does not exist", () => {
    const content = json("osm-tags.json");
    content.sections[0].rules[0].gives = ["teleporter"];
    const validate = ajv.getSchema("https://quarterhour.invalid/data/schema/osm-tags.schema.json")!;
    expect(validate(content)).toBe(false);
    expect(validate.errors!.some((error) => error.instancePath === "/sections/0/rules/0/gives/0")).toBe(true);
  });
});

test("the ids in the schemas are the ids in the code", () => {
  const { $defs } = json("schema/common.schema.json");
  expect($defs.categoryId.enum).toEqual(categories.map((category) => category.id));
  expect($defs.repairKindId.enum).toEqual(repairKinds.map((kind) => kind.id));
});
