/**
 * The services of docker-compose.yml as plain processes: a PostgreSQL, the api and two workers, with the commands, the
 * environment and the health checks that stand there, out of a folder that holds what the image does.
 */
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestPostgres } from "../postgres.ts";
import { startTestDatabase } from "../stores.ts";
import { compose, copies, filledIn, image, imageEnvironment, rests, root } from "./files.ts";

const password = "p@ss:w/rd #1";
const { api, worker } = compose.services;

let postgres: TestPostgres;
let folder: string;

beforeAll(async () => {
  [postgres, folder] = await Promise.all([
    startTestDatabase("sample"),
    mkdtemp(join(tmpdir(), "quarterhour-containers-")),
  ]);
  await Promise.all([makeImage(), mkdir(join(folder, "tmp"))]);
});

afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What the last stage copies, but for what .dockerignore keeps out, and the packages that run there. */
async function makeImage(): Promise<void> {
  const ignored = new Set(
    (await readFile(join(root, ".dockerignore"), "utf8")).split("\n").map((line) => line.replace(/^\*\*\//, "")),
  );
  const isWanted = (path: string): boolean =>
    !ignored.has(basename(path)) && !ignored.has(relative(root, path)) && !path.endsWith(".log");
  for (const { from, to } of copies(image)) {
    for (const one of from) {
      const target = to.endsWith("/") ? join(folder, "app", to, basename(one)) : join(folder, "app", to);
      await cp(join(root, one), target, { recursive: true, filter: isWanted });
    }
  }
  const install = rests(image, "RUN").find((rest) => rest.includes("npm ci"))!;
  const workspaces = [...install.matchAll(/--workspace \S+/g)].join(" ").split(" ");
  const listed = spawn("npm", ["ls", "--omit=dev", ...workspaces, "--all", "--parseable"], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  for (const path of (await text(listed.stdout)).trim().split("\n")) {
    const name = relative(join(root, "node_modules"), path);
    // a package within another comes with it
    if (name.startsWith("..") || name.startsWith("@quarterhour") || name.includes("node_modules")) continue;
    await mkdir(dirname(join(folder, "app/node_modules", name)), { recursive: true });
    await symlink(path, join(folder, "app/node_modules", name));
  }
  await mkdir(join(folder, "app/node_modules/@quarterhour"), { recursive: true });
  for (const name of ["data", "isochrones", "services"])
    await symlink(join(folder, "app", name), join(folder, "app/node_modules/@quarterhour", name));
}

/** What stands in the file, with this machine's places in those of the containers'. */
function placed(written: string): string {
  return filledIn(written, { POSTGRES_PASSWORD: password })
    .replace("postgres://quarterhour@db:5432/quarterhour", postgres.url)
    .replaceAll(/(?<=^|["' ])\/(app|tmp)\//g, (_path, name) => join(folder, name as string, "/"));
}

function start(service: typeof api, home: string, more: Record<string, string> = {}) {
  const environment = Object.entries(service.environment!).map(([name, value]) => [name, placed(value)]);
  const [program, ...entry] = JSON.parse(placed(rests(image, "ENTRYPOINT")[0])) as string[];
  expect(program).toBe("node");
  const child = spawn(process.execPath, [...entry, ...service.command!.map((one) => placed(one))], {
    cwd: join(folder, "app"),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      ...imageEnvironment,
      QUARTERHOUR_DATA: join(folder, home),
      HOST: "127.0.0.1",
      ...Object.fromEntries(environment),
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (some: string) => (said += some));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
  return {
    until: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(said);
          if (match) resolve(match);
        };
        for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code} before ${String(pattern)}: ${said}`)));
      }),
    /** As `docker stop`. */
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** The exit code of a health check as the file has it. */
function health(service: typeof api, change: (said: string) => string = (said) => said): Promise<number | null> {
  const [kind, program, ...args] = service.healthcheck!.test;
  expect([kind, program]).toEqual(["CMD", "node"]);
  const child = spawn(
    process.execPath,
    args.map((one) => change(placed(one))),
    { stdio: "ignore" },
  );
  return new Promise((resolve) => child.once("close", resolve));
}

test("the api and two workers come up with what stands in the file, tell that they are well, and end in order", async () => {
  // each has a file of its own in its container's /tmp
  const second = { ...worker, command: worker.command!.map((one) => one.replace("/tmp/", "/tmp/second-")) };
  const running = [start(api, "api", { PORT: "0" }), start(worker, "one"), start(second, "two")];
  try {
    const [[, port]] = await Promise.all([
      running[0].until(/ready at http:\/\/127\.0\.0\.1:(\d+)/),
      running[1].until(/is ready, 1 at a time/),
      running[2].until(/is ready, 1 at a time/),
    ]);
    const ofSecond = (said: string) => said.replace("worker-heartbeat", "second-worker-heartbeat");
    const ofApi = (said: string) => said.replace(`:${imageEnvironment.PORT}/`, `:${port}/`);
    expect(await Promise.all([health(api, ofApi), health(worker), health(worker, ofSecond)])).toEqual([0, 0, 0]);
    const answer = await fetch(`http://127.0.0.1:${port}/api/cities/sample/coverage?level=district`);
    expect([answer.status, (await answer.text()).includes("pharmacy")]).toEqual([200, true]);
    expect(await running[1].stop()).toBe(0);
    const long = new Date(Date.now() - 60_000);
    await utimes(join(folder, "tmp/worker-heartbeat"), long, long);
    expect(await Promise.all([health(api, ofApi), health(worker), health(worker, ofSecond)])).toEqual([0, 1, 0]);
    expect(await Promise.all([running[0].stop(), running[2].stop()])).toEqual([0, 0]);
    expect(await health(api, ofApi)).toBe(1);
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
});
