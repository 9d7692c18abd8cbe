/** Dockerfile and docker-compose.yml as Docker would read them, as far as this project's go. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const root = join(import.meta.dirname, "../../..");

export interface ComposeService {
  image?: string;
  build?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  profiles?: string[];
  read_only?: boolean;
  privileged?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  pids_limit?: number;
  restart?: string;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[]; interval?: string; timeout?: string; retries?: number; start_period?: string };
  deploy?: { replicas?: string | number; resources?: { limits?: { memory?: string } } };
}

interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

const composeText = readFileSync(join(root, "docker-compose.yml"), "utf8");
/** As it is written: variables are not filled in. */
export const compose = parse(composeText, { merge: true }) as Compose;

/** Fills in `${NAME}`, `${NAME:-otherwise}` and `${NAME:?why}` as the Compose specification has it; `$$` is a dollar. */
export function filledIn(text: string, environment: Record<string, string> = {}): string {
  return text.replaceAll(
    /\$\$|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g,
    (_whole, name?: string, kind?: string, rest = "") => {
      if (name === undefined) return "$";
      const value = environment[name] ?? "";
      if (value !== "" || kind === undefined) return value;
      if (kind === "?") throw new Error(`${name}: ${rest}`);
      return rest;
    },
  );
}

/** The variables that the file asks for, with what stands behind `:-` or `:?`. */
export const composeVariables = [...composeText.matchAll(/(?<!\$)\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g)].map(
  ([, name, kind, rest]) => ({ name, kind: kind ?? null, rest: rest ?? "" }),
);

interface Instruction {
  name: string;
  rest: string;
}

/** Instructions of each stage; long ones are one line. */
export const stages: Instruction[][] = [];
for (const line of readFileSync(join(root, "Dockerfile"), "utf8")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")) {
  const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
  if (name === "FROM") stages.push([]);
  if (name !== undefined) stages.at(-1)!.push({ name, rest });
}

/** Of the last stage, which becomes the image. */
export const image = stages.at(-1)!;
export const rests = (stage: Instruction[], name: string): string[] =>
  stage.filter((one) => one.name === name).map(({ rest }) => rest);

/** What the image sets in the environment. */
export const imageEnvironment = Object.fromEntries(
  rests(image, "ENV").flatMap((rest) => rest.split(/\s+/).map((pair) => pair.split("=", 2) as [string, string])),
);
/** Sources and target of each COPY from the project's folder. */
export const copies = (stage: Instruction[]) =>
  rests(stage, "COPY")
    .filter((rest) => !rest.startsWith("--from"))
    .map((rest) => ({ from: rest.split(/\s+/).slice(0, -1), to: rest.split(/\s+/).at(-1)! }));
