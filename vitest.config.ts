import { defineConfig } from "vitest/config";
import type { TestProjectConfiguration } from "vitest/config";

const seconds = 1000;

/** One project per workspace: `npm test -- --project data` runs only that one. */
function workspace(name: string, more: { exclude?: string[]; globalSetup?: string[] } = {}): TestProjectConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [`${name}/test/**/*.test.{ts,tsx}`],
      ...more,
      exclude: ["**/node_modules/**", ...(more.exclude ?? [])],
    },
  };
}

export default defineConfig({
  // Components are Preact's, as in tsconfig.json.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    pool: "forks",
    maxWorkers: 2,
    // Tests start databases, servers and searches over a whole district; a slow machine must not fail them.
    testTimeout: 60 * seconds,
    hookTimeout: 240 * seconds,
    projects: [
      {
        extends: true,
        test: { name: "repository", include: ["test/**/*.test.ts"] },
      },
      workspace("data"),
      workspace("isochrones"),
      workspace("services", { globalSetup: ["services/test/shared-cluster.ts"] }),
      workspace("clients/typescript"),
      workspace("web", { exclude: ["web/test/browser/**"] }),
      {
        extends: true,
        test: {
          name: "browser",
          include: ["web/test/browser/**/*.test.{ts,tsx}"],
          globalSetup: ["web/test/browser/support/build.ts"],
          // Each file drives a Chromium of its own before a server of its own: nothing else runs beside them.
          sequence: { groupOrder: 1 },
          testTimeout: 120 * seconds,
        },
      },
    ],
  },
});
