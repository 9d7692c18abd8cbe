import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What every package of the project must have; one sentence for each that lacks it. */
export function workspaceProblems(root: string): string[] {
  const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { workspaces: string[] };
  return workspaces
    .filter((folder) => !existsSync(join(root, folder, "README.md")))
    .map((folder) => `${folder}: README.md is missing; it tells a newcomer how to change this package`);
}
