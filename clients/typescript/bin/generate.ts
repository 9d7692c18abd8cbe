/** node clients/typescript/bin/generate.ts: writes src/operations/ from the OpenAPI document of the services beside it. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { currentFiles, operationsFolder } from "./current.ts";

const files = await currentFiles();
rmSync(operationsFolder, { recursive: true, force: true });
mkdirSync(operationsFolder);
for (const [name, text] of files) writeFileSync(join(operationsFolder, name), text);
