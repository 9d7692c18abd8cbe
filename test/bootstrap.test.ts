import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { arePackagesInstalled } from "../bin/setup/packages.mjs";
import { folderWith, writeTree } from "./tree.ts";
import type { Tree } from "./tree.ts";

const realBin = join(import.meta.dirname, "..", "bin");

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string>; onOutput?: (pid: number) => void } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { cwd, env, onOutput } = options;
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onOutput?.(child.pid!);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

const lockedPackages = { "": {}, "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } };

/**
 * A project as small as can be that starts with the real bin/: its packages are installed, its Node is the one that
 * runs this test, its command tells what it was given.
 */
function project(files: Tree = {}): string {
  const root = folderWith({
    "package.json": {
      type: "module",
      workspaces: [],
      scripts: { start: "node bin/bootstrap.mjs serve" },
      dependencies: { node: process.versions.node },
    },
    "package-lock.json": { packages: lockedPackages },
    "node_modules/.package-lock.json": { packages: { "node_modules/a": lockedPackages["node_modules/a"] } },
    "services/src/cli/main.ts": `
      const told: unknown = { args: process.argv.slice(2), cwd: process.cwd(), node: process.versions.node };
      console.log(JSON.stringify(told));
      if (process.argv.includes("wait")) setInterval(() => {}, 1000);
      else process.exitCode = Number(process.env.EXIT_WITH ?? 0);`,
    "node_modules/vite/bin/vite.js": `
      import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
      const folder = process.argv[process.argv.indexOf("--outDir") + 1];
      mkdirSync(folder, { recursive: true });
      writeFileSync(folder + "/index.html", readFileSync("src/page.txt"));
      appendFileSync("../builds.log", "built\\n");
      if (readFileSync("src/page.txt", "utf8").includes("broken")) { console.error("page.txt is broken"); process.exit(1); }`,
    "web/src/page.txt": "first",
    ...files,
  });
  cpSync(realBin, join(root, "bin"), { recursive: true });
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules", ".bin", "node"));
  return root;
}

function bootstrap(root: string, ...args: string[]): Promise<Ended> {
  return run(process.execPath, [join(root, "bin", "bootstrap.mjs"), ...args]);
}

describe("what counts as installed", () => {
  const folder = (installed: unknown, wanted: unknown): string =>
    folderWith({
      "package-lock.json": { packages: wanted },
      ...(installed === null ? {} : { "node_modules/.package-lock.json": { packages: installed } }),
    });
  const a = { version: "1.0.0", integrity: "sha512-a" };

  test.each([
    ["the same packages", { "node_modules/a": a }, { "": {}, "node_modules/a": a }, true],
    ["no node_modules", null, { "": {}, "node_modules/a": a }, false],
    ["another version", { "node_modules/a": { ...a, version: "0.9.0" } }, { "node_modules/a": a }, false],
    ["another content", { "node_modules/a": { ...a, integrity: "sha512-b" } }, { "node_modules/a": a }, false],
    ["a package more than wanted", { "node_modules/a": a, "node_modules/b": a }, { "node_modules/a": a }, false],
    ["a package less", { "node_modules/a": a }, { "node_modules/a": a, "node_modules/b": a }, false],
    [
      "less a package for another platform",
      { "node_modules/a": a },
      { "node_modules/a": a, "node_modules/b": { ...a, optional: true } },
      true,
    ],
    ["a workspace's own entry", { "node_modules/a": a }, { "node_modules/a": a, data: { version: "0.1.0" } }, true],
  ])("%s", (_, installed, wanted, expected) => {
    expect(arePackagesInstalled(folder(installed, wanted))).toBe(expected);
  });
});

describe("getting what is missing", () => {
  test("an unknown command is refused with the known ones", async () => {
    const { code, stderr } = await bootstrap(project(), "frobnicate");
    expect(code).toBe(2);
    expect(stderr).toContain("serve, test, check, bench");
  });

  test("without a network it says so, and leaves nothing that looks installed", async () => {
    const root = project();
    rmSync(join(root, "node_modules"), { recursive: true });
    writeTree(root, {
      "package.json": { name: "x", version: "1.0.0", dependencies: { "left-pad": "1.3.0" } },
      "package-lock.json": {
        name: "x",
        version: "1.0.0",
        lockfileVersion: 3,
        packages: {
          "": { name: "x", version: "1.0.0", dependencies: { "left-pad": "1.3.0" } },
          "node_modules/left-pad": { version: "1.3.0", integrity: `sha512-${"A".repeat(86)}==` },
        },
      },
    });
    const { code, stderr } = await run(process.execPath, [join(root, "bin", "bootstrap.mjs"), "serve"], {
      // Nothing listens on port 9 of this machine.
      env: { npm_config_registry: "http://127.0.0.1:9", npm_config_fetch_retries: "0" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("first time here");
    expect(stderr).toContain("npm's registry was not reached");
    expect(stderr).not.toContain("    at ");
    expect(arePackagesInstalled(root)).toBe(false);
    expect(existsSync(join(root, ".setup.lock"))).toBe(false);
  });

  test("where npm did not run the installer of Node, it is run", async () => {
    const root = project({
      "node_modules/node/package.json": { type: "commonjs" },
      "node_modules/node/installArchSpecificPackage.js": `
        const { mkdirSync, symlinkSync } = require("node:fs");
        mkdirSync("bin");
        symlinkSync(${JSON.stringify(process.execPath)}, "bin/node");`,
    });
    rmSync(join(root, "node_modules", ".bin", "node"));
    const { code, stderr } = await bootstrap(root, "prepare");
    expect(stderr).toContain(`fetching Node ${process.versions.node}: done`);
    expect(code).toBe(0);
    expect((await run(join(root, "node_modules", ".bin", "node"), ["--version"])).stdout.trim()).toBe(process.version);
  });

  test("a Node that cannot be had is told with what its installer said", async () => {
    const root = project({ "node_modules/node/installArchSpecificPackage.js": `throw new Error("no such platform")` });
    rmSync(join(root, "node_modules", ".bin", "node"));
    const { code, stderr } = await bootstrap(root, "prepare");
    expect(code).toBe(1);
    expect(stderr).toContain(`Node ${process.versions.node} could not be installed`);
    expect(stderr).toContain("no such platform");
  });

  test("the pages are built when their sources changed, and only then", async () => {
    const root = project();
    const page = (): string => readFileSync(join(root, "web", "dist", "index.html"), "utf8");
    const builds = (): number => readFileSync(join(root, "builds.log"), "utf8").split("\n").length - 1;

    await bootstrap(root, "serve");
    const again = await bootstrap(root, "serve");
    expect([page(), builds(), again.stderr]).toEqual(["first", 1, ""]);

    writeFileSync(join(root, "web", "src", "page.txt"), "second");
    await bootstrap(root, "serve");
    expect([page(), builds()]).toEqual(["second", 2]);

    mkdirSync(join(root, "web", "test"));
    writeFileSync(join(root, "web", "test", "page.test.ts"), "a test is no source of the pages");
    await bootstrap(root, "serve");
    expect(builds()).toBe(2);
  });

  test("a build that fails is told and leaves the pages of the one before", async () => {
    const root = project();
    await bootstrap(root, "serve");
    writeFileSync(join(root, "web", "src", "page.txt"), "broken");
    const { code, stdout, stderr } = await bootstrap(root, "serve");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("page.txt is broken");
    expect(readFileSync(join(root, "web", "dist", "index.html"), "utf8")).toBe("first");
  });

  test("two at once build once", async () => {
    const root = project();
    const ended = await Promise.all([1, 2, 3, 4].map(() => bootstrap(root, "serve")));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(readFileSync(join(root, "builds.log"), "utf8")).toBe("built\n");
  });
});

describe("one at a time", () => {
  const holder = (root: string): string[] => [
    "--input-type=module",
    "--eval",
    `import { onlyOneAtATime } from ${JSON.stringify(join(root, "bin", "setup", "only-one.mjs"))};
     import { appendFileSync } from "node:fs";
     import { setTimeout as sleep } from "node:timers/promises";
     const [file, log, milliseconds] = process.argv.slice(1);
     await onlyOneAtATime(file, async () => {
       appendFileSync(log, "in ");
       console.log("inside");
       await sleep(Number(milliseconds));
       appendFileSync(log, "out ");
     });`,
  ];

  test("nobody enters before the one inside has left", async () => {
    const root = project();
    const [file, log] = [join(root, "lock"), join(root, "log")];
    await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, [...holder(root), file, log, "100"])));
    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(4));
    expect(existsSync(file)).toBe(false);
  });

  test("a lock left behind by a killed process is taken over, by one at a time", async () => {
    const root = project();
    const [file, log] = [join(root, "lock"), join(root, "log")];
    await run(process.execPath, [...holder(root), file, log, "60000"], {
      onOutput: (pid) => process.kill(pid, "SIGKILL"),
    });
    expect(existsSync(file)).toBe(true);

    writeFileSync(log, "");
    await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, [...holder(root), file, log, "100"])));
    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(4));
  });
});

describe("bin/quarterhour", () => {
  test("keeps arguments, folder and exit code, and runs on the project's Node", async () => {
    const root = project();
    const elsewhere = folderWith({ "nothing.txt": "" });
    const { code, stdout, stderr } = await run(join(root, "bin", "quarterhour"), ["matrix", "--osm", "a b.pbf", ""], {
      cwd: elsewhere,
      env: { EXIT_WITH: "7" },
    });
    expect(JSON.parse(stdout)).toEqual({
      args: ["matrix", "--osm", "a b.pbf", ""],
      cwd: elsewhere,
      node: process.versions.node,
    });
    expect([code, stderr]).toEqual([7, ""]);
  });

  test("works through a chain of links, absolute and relative", async () => {
    const root = project();
    const elsewhere = folderWith({ "x/y/nothing.txt": "" });
    symlinkSync(join(root, "bin", "quarterhour"), join(elsewhere, "x", "first"));
    symlinkSync("../first", join(elsewhere, "x", "y", "second"));
    const { code, stdout } = await run("./x/y/second", ["--help"], { cwd: elsewhere });
    expect([code, JSON.parse(stdout).args]).toEqual([0, ["--help"]]);
  });

  test("what is set up first is told on stderr alone", async () => {
    const root = project();
    const { code, stdout, stderr } = await run(join(root, "bin", "quarterhour"), ["serve"]);
    expect([code, JSON.parse(stdout).args]).toEqual([0, ["serve"]]);
    expect(stderr).toContain("building the web pages");
  });

  test("commands other than serve need no pages", async () => {
    const root = project();
    expect((await run(join(root, "bin", "quarterhour"), ["city", "add"])).code).toBe(0);
    expect(existsSync(join(root, "web", "dist"))).toBe(false);
  });

  test("when the set-up fails, the command is not run", async () => {
    const root = project();
    rmSync(join(root, "node_modules", ".bin", "node"));
    const { code, stdout, stderr } = await run(join(root, "bin", "quarterhour"), ["--help"], {
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
    });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("could not be installed");
  });
});

describe("the end of npm start", () => {
  test("a signal reaches the server, and its end is npm start's", async () => {
    const root = project();
    await bootstrap(root, "prepare", "serve");
    const served = await run(process.execPath, [join(root, "bin", "bootstrap.mjs"), "serve", "wait"], {
      onOutput: (pid) => process.kill(pid, "SIGTERM"),
    });
    expect(served.code).toBe(128 + 15);
  });

  test("when npm itself is ended, no server stays behind", async () => {
    const root = project();
    await bootstrap(root, "prepare", "serve");
    // It has come to an end only when nobody is left to write to its output.
    const served = await run("npm", ["--silent", "start", "--", "wait"], {
      cwd: root,
      onOutput: (pid) => process.kill(pid, "SIGTERM"),
    });
    expect(JSON.parse(served.stdout).args).toEqual(["serve", "wait"]);
  });
});
