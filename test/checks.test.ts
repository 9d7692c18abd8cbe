import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { auditArguments, auditProblems } from "../checks/audit.ts";
import { importProblems } from "../checks/imports.ts";
import { completeLockfile, lockfileProblems } from "../checks/lockfile.ts";
import { workspaceProblems } from "../checks/workspaces.ts";
import { folderWith } from "./tree.ts";
import type { Tree } from "./tree.ts";

const packages = ["data", "isochrones", "services", "web"];

function projectWith(files: Tree): string {
  return folderWith({
    "package.json": { workspaces: packages },
    ...Object.fromEntries(packages.map((name) => [`${name}/package.json`, { name: `@quarterhour/${name}` }])),
    ...files,
  });
}

describe("import directions", () => {
  test("what the house allows passes", () => {
    const root = projectWith({
      "services/src/api/app.ts": `
        import { readFileSync } from "node:fs";
        import fastify from "fastify";
        import { EmbeddedEngine } from "@quarterhour/isochrones";
        import { categories } from "@quarterhour/data";
        import { openStore } from "../store/index.ts";
        export { gaps } from "../assessment/gaps.ts";`,
      "services/src/store/index.ts": `import pg from "pg";`,
      "services/src/assessment/gaps.ts": `import type { Ring } from "@quarterhour/isochrones";`,
      "isochrones/src/index.ts": `import { categories } from "@quarterhour/data";`,
      "web/src/main.tsx": `import { categories } from "@quarterhour/data"; export const page = <main />;`,
      "web/test/browser/map.test.ts": `import { buildApp } from "@quarterhour/services";`,
    });
    expect(importProblems(root)).toEqual([]);
  });

  test("what a package offers beside its index, and what benchmarks share, passes", () => {
    const root = projectWith({
      "data/package.json": { name: "@quarterhour/data", exports: { ".": "./a.ts", "./osm-pbf": "./b.ts" } },
      "services/src/clip.ts": `import { pbfWays } from "@quarterhour/data/osm-pbf";`,
      "services/bench/edit.ts": `import { metropolis } from "../../isochrones/bench/metropolis.ts";`,
    });
    expect(importProblems(root)).toEqual([]);
  });

  test.each([
    ["services/src/a.ts", "@quarterhour/data/secret", "reaches into @quarterhour/data"],
    ["services/src/a.ts", "../../isochrones/bench/a.ts", "reaches into another package's folder"],
    ["isochrones/bench/a.ts", "../../services/bench/a.ts", "reaches into another package's folder"],
    ["web/src/a.ts", "@quarterhour/services", "web may not import @quarterhour/services (it may import: data)"],
    ["web/src/a.ts", "@quarterhour/isochrones", "web may not import @quarterhour/isochrones (it may import: data)"],
    ["isochrones/src/a.ts", "@quarterhour/services", "isochrones may not import @quarterhour/services"],
    ["data/src/a.ts", "@quarterhour/isochrones", "(it may import: no other package of the project)"],
    ["services/src/a.ts", "@quarterhour/isochrones/src/types.ts", "reaches into @quarterhour/isochrones"],
    ["services/src/a.ts", "../../isochrones/src/types.ts", "reaches into another package's folder"],
    ["services/src/assessment/a.ts", "../store/index.ts", "assessment is pure"],
    ["services/src/assessment/a.ts", "fastify", "assessment is pure"],
    ["services/src/assessment/deeper/a.ts", "@fastify/static", "assessment is pure"],
    ["services/src/assessment/a.ts", "kysely/helpers/postgres", "assessment is pure"],
    ["services/src/assessment/a.ts", "fs", "assessment is pure"],
    ["services/src/store/a.ts", "../api/app.ts", "the store knows nobody who uses it"],
  ])("%s importing %s is reported", (file, specifier, expected) => {
    const root = projectWith({ [file]: `\nimport { a } from "${specifier}";\n` });
    const problems = importProblems(root);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${file}:2: `);
    expect(problems[0]).toContain(expected);
  });

  test.each([
    ["a re-export", `export { a } from "@quarterhour/services";`],
    ["a re-export of everything", `export * from "@quarterhour/services";`],
    ["a dynamic import", `const a = await import("@quarterhour/services");`],
    ["a type", `import type { a } from "@quarterhour/services";`],
    ["an import for its effect", `import "@quarterhour/services";`],
  ])("%s counts as an import", (_, text) => {
    expect(importProblems(projectWith({ "web/src/a.ts": text }))).toEqual([
      expect.stringContaining("web may not import @quarterhour/services"),
    ]);
  });

  test("files that import one another in a circle are reported once, by the way round", () => {
    const root = projectWith({
      "services/src/a.ts": `import { b } from "./b.ts";`,
      "services/src/b.ts": `import { c } from "./c.ts";`,
      "services/src/c.ts": `export { a } from "./a.ts";`,
      "services/src/d.ts": `import { a } from "./a.ts";`,
    });
    expect(importProblems(root)).toEqual([
      expect.stringContaining("services/src/a.ts → services/src/b.ts → services/src/c.ts → services/src/a.ts"),
    ]);
  });

  test("a circle of types alone is none", () => {
    const root = projectWith({
      "services/src/a.ts": `import type { B } from "./b.ts"; export interface A { b: B }`,
      "services/src/b.ts": `import { a } from "./a.ts"; export interface B { a: typeof a }`,
    });
    expect(importProblems(root)).toEqual([]);
  });

  test("a file that cannot be parsed is named", () => {
    expect(() => importProblems(projectWith({ "data/src/a.ts": "import {" }))).toThrow("data/src/a.ts");
  });
});

describe("lock file", () => {
  const native = (range: string): Tree => ({
    packages: {
      "node_modules/tool": {
        version: "1.2.3",
        dev: true,
        optionalDependencies: { "@tool/linux-arm64-musl": range, "@tool/darwin-x64": range },
      },
      "node_modules/@tool/darwin-x64": { version: "1.2.3", optional: true },
    },
  });

  test("an address of a registry is reported, a workspace's folder is not", () => {
    const text = JSON.stringify({
      packages: {
        "node_modules/a": { version: "1.0.0", resolved: "https://registry.example/a/-/a-1.0.0.tgz" },
        "node_modules/@quarterhour/data": { resolved: "data", link: true },
      },
    });
    expect(lockfileProblems(text)).toEqual([expect.stringContaining(`node_modules/a: "resolved" names a host`)]);
  });

  test("a platform's package without an entry is reported, and can be added", () => {
    const text = JSON.stringify(native("1.2.3"));
    expect(lockfileProblems(text)).toEqual([expect.stringContaining("no entry for @tool/linux-arm64-musl@1.2.3")]);
    const completed = completeLockfile(text);
    expect(lockfileProblems(completed)).toEqual([]);
    expect(JSON.parse(completed).packages["node_modules/@tool/linux-arm64-musl"]).toEqual({
      version: "1.2.3",
      cpu: ["arm64"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    });
  });

  test("nothing is made up where the version is open", () => {
    expect(() => completeLockfile(JSON.stringify(native("^1.2.3")))).toThrow("@tool/linux-arm64-musl@^1.2.3");
  });
});

test("a package without a README is reported", () => {
  const root = projectWith({
    "data/README.md": "# data",
    "services/README.md": "# services",
    "web/README.md": "# web",
  });
  expect(workspaceProblems(root)).toEqual([expect.stringContaining("isochrones: README.md is missing")]);
});

describe("known faults of dependencies", () => {
  test("are told from moderate on, with why", () => {
    const report = {
      vulnerabilities: {
        a: { severity: "high", range: "<2", via: [{ title: "Runs code", url: "https://example.org/1" }] },
        b: { severity: "low", via: ["a"] },
      },
    };
    expect(auditProblems(`npm warn x\n${JSON.stringify(report)}\n`)).toEqual([
      "a <2: high: Runs code https://example.org/1",
    ]);
    expect(auditProblems(JSON.stringify({ vulnerabilities: {} }))).toEqual([]);
  });

  test("come from what npm hears of a registry that knows one, and are not known from one that refuses", async () => {
    let refuses = false;
    const registry = createServer((request, response) => {
      request.resume();
      request.on("end", () => {
        const isBulk = request.url === "/-/npm/v1/security/advisories/bulk";
        const advisory = { id: 1, title: "Runs code", url: "https://example.org/1", severity: "high" };
        const body = { left: [{ ...advisory, vulnerable_versions: "<2", cwe: [], cvss: { score: 8 } }] };
        if (refuses || !isBulk) response.writeHead(405).end("{}");
        else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
    const locked = { name: "x", version: "1.0.0", dependencies: { left: "1.0.0" } };
    const left = { version: "1.0.0", resolved: `${address}left/-/left-1.0.0.tgz`, integrity: "sha512-AAAA" };
    const cwd = folderWith({
      "package.json": locked,
      "package-lock.json": { ...locked, lockfileVersion: 3, packages: { "": locked, "node_modules/left": left } },
    });
    const ask = async () => {
      const options = ["--registry", address, "--fetch-retries", "0"];
      const child = spawn("npm", [...auditArguments, ...options], { cwd, stdio: ["ignore", "pipe", "ignore"] });
      return auditProblems(await textOf(child.stdout));
    };
    expect(await ask()).toEqual([expect.stringMatching(/^left .*: high: Runs code https:..example.org.1$/)]);
    refuses = true;
    expect(await ask()).toBeNull();
    registry.closeAllConnections();
    registry.close();
    await once(registry, "close");
    expect(await ask(), "nobody there").toBeNull();
  });

  test("are not looked for where no registry answers", () => {
    expect(auditProblems('{"message":"405 Method Not Allowed","error":{}}')).toBeNull();
    expect(auditProblems("npm error audit endpoint returned an error")).toBeNull();
  });
});
