/** What src/operations.ts should be: the API as the services beside it describe it, laid out as everything here is. */
import { buildApp } from "@quarterhour/services";
import type { Store } from "@quarterhour/services";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operationsSource } from "./source.ts";
import type { OpenApiDocument } from "./source.ts";

const root = join(import.meta.dirname, "../../..");

export async function currentSource(): Promise<string> {
  // The document says nothing about data, so no store is asked.
  const app = await buildApp({ store: {} as Store, webFolder: "/nowhere" });
  const document = (await app.inject("/api/openapi.json")).json<OpenApiDocument>();
  await app.close();
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-client-"));
  try {
    const file = join(folder, "operations.ts");
    writeFileSync(file, operationsSource(document));
    execFileSync(join(root, "node_modules/.bin/oxfmt"), ["--config", join(root, ".oxfmtrc.json"), file], {
      stdio: "pipe",
    });
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
