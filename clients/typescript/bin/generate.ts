/** node clients/typescript/bin/generate.ts: writes src/operations.ts from the OpenAPI document of the services beside it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { currentSource } from "./current.ts";

const file = join(import.meta.dirname, "../src/operations.ts");
writeFileSync(file, await currentSource());
