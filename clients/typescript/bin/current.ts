/** What src/operations/ should hold: the API as the services beside it describe it, laid out as everything here is. */
import { buildApp } from "@quarterhour/services";
import type { Store } from "@quarterhour/services";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operationFiles } from "./source.ts";
import type { OpenApiDocument } from "./source.ts";

const root = join(import.meta.dirname, "../../..");

/** Where they are kept. */
export const operationsFolder = join(import.meta.dirname, "../src/operations");

/** Text of each file by its name. */
export async function currentFiles(): Promise<Map<string, string>> {
  // The document says nothing about data, so no store is asked.
  const app = await buildApp({ store: {} as Store, webFolder: "/nowhere" });
  const document = (await app.inject("/api/openapi.json")).json<OpenApiDocument>();
  await app.close();
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-client-"));
  try {
    const files = operationFiles(document);
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    execFileSync(join(root, "node_modules/.bin/oxfmt"), ["--config", join(root, ".oxfmtrc.json"), folder], {
      stdio: "pipe",
    });
    return new Map([...files.keys()].map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
