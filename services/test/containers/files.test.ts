/** What docker-compose.yml and the Dockerfile name is there, and what they promise stands in them. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cityAddCommand } from "../../src/cli/city.ts";
import { serveCommand } from "../../src/cli/serve.ts";
import { workerCommand } from "../../src/cli/worker.ts";
import { run } from "../cli/run.ts";
import { compose, composeVariables, copies, filledIn, image, imageEnvironment, rests, root, stages } from "./files.ts";

const services = Object.entries(compose.services);
const ours = services.filter(([, { image: name }]) => name === "quarterhour");
const namesOf = (spec: typeof serveCommand) => spec.environment!.flatMap(({ name }) => name.split(", "));
const settings = new Set([...namesOf(serveCommand), ...namesOf(workerCommand), ...namesOf(cityAddCommand)]);

describe("docker-compose.yml", () => {
  test.each(services)("%s is bounded, gets no more rights, and mounts volumes that are declared", (_, service) => {
    expect(service.privileged ?? false).toBe(false);
    expect(service.cap_add ?? []).toEqual([]);
    expect(service.security_opt).toContain("no-new-privileges:true");
    expect(filledIn(service.deploy?.resources?.limits?.memory ?? "")).toMatch(/^\d+[mg]$/);
    const named = (service.volumes ?? []).map((one) => filledIn(one).split(":")[0]).filter((one) => /^\w/.test(one));
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
    // of an image of others, which version is said
    if (service.image !== "quarterhour") expect(service.image).toMatch(/:v?\d/);
  });

  test.each(services.filter(([, service]) => service.restart))(
    "%s, which goes on, tells whether it is well",
    (_, service) => {
      const { healthcheck } = service;
      expect(healthcheck?.test[0]).toBe("CMD");
      for (const time of ["interval", "timeout", "start_period"] as const) expect(healthcheck![time]).toMatch(/^\d+s$/);
      expect(healthcheck!.retries).toBeGreaterThan(1);
    },
  );

  test("those who wait, wait for one that tells: of its health, or that it is done", () => {
    const waits = services.flatMap(([, service]) => Object.entries(service.depends_on ?? {}));
    expect(waits.length).toBeGreaterThan(2);
    for (const [name, { condition }] of waits) {
      const other = compose.services[name];
      expect(other, name).toBeDefined();
      if (condition === "service_healthy") expect(other.healthcheck, name).toBeDefined();
      else expect([condition, other.restart], name).toEqual(["service_completed_successfully", undefined]);
    }
  });

  test.each(ours)("%s writes to its volume and /tmp alone, without capabilities", (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], pids_limit: 512, build: "." });
  });

  test.each(ours)("%s runs a command that there is, with options that it knows", async (_, { command }) => {
    const [name, ...rest] = command!;
    const { code, stdout } = await run([name, "--help"]);
    expect(code).toBe(0);
    for (const option of rest.filter((one) => one.startsWith("--"))) expect(stdout).toContain(option);
  });

  test("passwords are asked for, and none stands in it", () => {
    const secrets = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(6);
    for (const [name, value] of secrets) {
      if (/PASSWORD/.test(name)) expect(() => filledIn(value), name).toThrow("set POSTGRES_PASSWORD in .env");
      else expect(filledIn(value), name).toBe("");
    }
    // Reached from this machine alone, unless somebody says otherwise.
    const ports = services.flatMap(([, service]) => service.ports ?? []).map((one) => filledIn(one));
    expect(ports).toEqual(["127.0.0.1:8080:8080"]);
  });

  test("every variable of our services is one that the program reads, and every setting can be given", () => {
    for (const [name, { environment }] of ours) {
      const unknown = Object.keys(environment!).filter((one) => !settings.has(one) && one !== "PGPASSWORD");
      expect(unknown, name).toEqual([]);
    }
    const given = new Set([...Object.keys(compose.services.api.environment!), ...Object.keys(imageEnvironment)]);
    // A file that would have to be mounted; the variable without _FILE does.
    expect([...settings].filter((name) => !given.has(name))).toEqual(["OIDC_CLIENT_SECRET_FILE"]);
    expect(Object.keys(compose.services.worker.environment!)).toEqual(["DATABASE_URL", "PGPASSWORD"]);
  });

  test(".env.example tells of every variable that can be set, and of no other", () => {
    const example = readFileSync(join(root, ".env.example"), "utf8");
    const told = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
    const asked = new Set(composeVariables.map(({ name }) => name));
    expect([...asked].filter((name) => !told.includes(name))).toEqual([]);
    // Docker reads this one itself.
    expect(told.filter((name) => !asked.has(name))).toEqual(["COMPOSE_PROFILES"]);
    expect(told.length).toBe(new Set(told).size);
  });
});

describe("Dockerfile", () => {
  test("every file that is copied is there", () => {
    const missing = stages.flatMap(copies).flatMap(({ from }) => from.filter((one) => !existsSync(join(root, one))));
    expect(missing).toEqual([]);
  });

  test("npm finds the package.json of every workspace, and those that are installed are copied whole", () => {
    const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { workspaces: string[] };
    for (const stage of stages) {
      const from = copies(stage).flatMap((one) => one.from);
      expect(from).toEqual(expect.arrayContaining(workspaces.map((name) => `${name}/package.json`)));
    }
    const install = rests(image, "RUN").find((rest) => rest.includes("npm ci"))!;
    const installed = [...install.matchAll(/--workspace (\S+)/g)].map(([, name]) => name);
    expect(copies(image).flatMap((one) => one.from)).toEqual(expect.arrayContaining(installed));
    expect(install).toContain("--omit=dev");
  });

  test("the process is nobody special, and begins with the program", () => {
    expect(rests(image, "USER")).toEqual(["node"]);
    // nothing is copied or run as root behind it
    const user = image.findIndex(({ name }) => name === "USER");
    expect(image.slice(user + 1).map(({ name }) => name)).toEqual(["ENTRYPOINT", "CMD"]);
    const entry = JSON.parse(rests(image, "ENTRYPOINT")[0]) as string[];
    const file = entry[1].replace(`${rests(image, "WORKDIR")[0]}/`, "");
    expect([entry[0], statSync(join(root, file)).isFile()]).toEqual(["node", true]);
    expect(JSON.parse(rests(image, "CMD")[0])).toEqual(compose.services.api.command);
  });

  test("the folder of data is the volume, and the port is the one that is published", () => {
    const folder = imageEnvironment.QUARTERHOUR_DATA;
    expect(rests(image, "VOLUME")).toEqual([folder]);
    expect(compose.services.api.volumes).toEqual([`api:${folder}`]);
    expect(rests(image, "RUN").some((rest) => rest.includes("--owner node") && rest.endsWith(folder))).toBe(true);
    expect(rests(image, "EXPOSE")).toEqual([imageEnvironment.PORT]);
    expect(compose.services.api.ports![0].endsWith(`:${imageEnvironment.PORT}`)).toBe(true);
  });

  test("both stages have one Node, in the exact version that the project is tested with", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: { node: string };
    };
    const images = stages.map((stage) => rests(stage, "FROM")[0].split(" ")[0]);
    expect(images).toEqual(stages.map(() => `node:${dependencies.node}-bookworm-slim`));
  });
});
