/** Asks an app made-up requests and keeps what it should not have answered. */
import type { FastifyInstance, InjectOptions } from "fastify";
import { hashPassword, newToken } from "../src/accounts/passwords.ts";
import { csrfToken } from "../src/api/auth.ts";
import type { Store } from "../src/store/index.ts";
import { MemoryWatch } from "./memory-watch.ts";
import type { Growth } from "./memory-watch.ts";
import { RequestMaker } from "./hostile-requests.ts";
import type { ApiDocument } from "./hostile-requests.ts";

export interface Finding {
  operation: string;
  url: string;
  payload: string;
  status: number;
  /** What is wrong with it. */
  fault: string;
  answer: string;
}

export interface HostileResult {
  requests: number;
  operations: number;
  /** How many answers had which status. */
  statuses: Record<string, number>;
  slowest: { operation: string; milliseconds: number }[];
  largest: { operation: string; bytes: number }[];
  findings: Finding[];
  /** The most this process had resident, and what was under way when that rose by a step. */
  peakMegabytes: number;
  growths: Growth[];
}

/** No answer tells where in the code something went wrong, or what the database was asked. */
const trace = /\n\s+at |node_modules|\.ts:\d|node:internal|relation "|(Type|Range|Reference|Syntax)Error/;

/** Whoever waits longer is taken for hung. */
const HUNG_MILLISECONDS = 120_000;
const BRIEF_LETTERS = 300;

export interface HostileOptions {
  count: number;
  seed: number;
  onProgress?: (asked: number) => void;
  memory?: MemoryWatch;
}

export async function askHostile(
  app: FastifyInstance,
  store: Store,
  city: string,
  { count, seed, onProgress, memory = new MemoryWatch() }: HostileOptions,
): Promise<HostileResult> {
  const documents = [
    { document: (await app.inject("/api/openapi.json")).json<ApiDocument>(), root: "" },
    { document: (await app.inject("/ogc/api")).json<ApiDocument>(), root: "/ogc" },
  ];
  const maker = new RequestMaker(documents, await knownIds(store, city), seed);
  const password = await hashPassword("four quiet words");
  let logins = 0;
  /** Requests of administrators may end sessions or shut accounts: each has somebody new now and then. */
  const newHeaders = async () => {
    const login = `hostile-${seed}-${logins++}`;
    const draft = { login, name: login, password, roles: ["admin" as const], cities: null };
    const { id } = await store.addAccount(draft);
    const { token, hash } = newToken();
    await store.addSession(hash, id, 3600);
    return { cookie: `quarterhour_session=${token}`, "x-csrf-token": csrfToken(token) };
  };
  let session = await newHeaders();
  const statuses: Record<string, number> = {};
  const findings: Finding[] = [];
  const times: { operation: string; milliseconds: number; bytes: number }[] = [];
  let asked = 0;
  const askers = Array.from({ length: 4 }, async (_, asker) => {
    while (asked < count) {
      const number = asked++;
      if (number % 50 === 0) session = await newHeaders();
      if (number % 500 === 0) onProgress?.(number);
      const { operation, ...request } = maker.next();
      // Each copy of everything takes seconds, and is the same work whoever asks.
      if (operation.endsWith("/api/backup") && number % 40 !== 0) continue;
      const headers = asker === 0 ? request.headers : { ...session, ...request.headers };
      const began = performance.now();
      const done = memory.begin(briefly(number, operation, request));
      let cutOff: unknown = null;
      const answering = app.inject({ ...request, headers } as InjectOptions).catch((error: unknown) => {
        cutOff = error;
        return null;
      });
      const answer = await within(answering, HUNG_MILLISECONDS);
      done();
      const bytes = answer?.rawPayload.length ?? 0;
      times.push({ operation, milliseconds: Math.round(performance.now() - began), bytes });
      const status = answer?.statusCode ?? 0;
      statuses[status] = (statuses[status] ?? 0) + 1;
      const body = answer?.body.slice(0, 20_000) ?? "";
      const fault =
        status === 0
          ? cutOff instanceof Error
            ? `cut off: ${cutOff.message}`
            : "no answer"
          : // A 503 that says when to come back is meant: such as a second backup at the same time. It is counted all the same.
            status >= 500 && !(status === 503 && answer?.headers["retry-after"] !== undefined)
            ? `status ${status}`
            : status >= 400 && trace.test(body)
              ? "an answer that tells of the code"
              : null;
      if (fault === null) continue;
      const payload = String(request.payload ?? "").slice(0, 500);
      findings.push({ operation, url: request.url.slice(0, 500), payload, status, fault, answer: body.slice(0, 500) });
    }
  });
  await Promise.all(askers);
  const slowest = times.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 10);
  const largest = times.toSorted((a, b) => b.bytes - a.bytes).slice(0, 10);
  memory.look();
  const { peakMegabytes, growths } = memory;
  return {
    requests: times.length,
    operations: maker.operationCount,
    statuses,
    slowest,
    largest,
    findings,
    peakMegabytes,
    growths,
  };
}

/** What a request was, short enough to keep. */
function briefly(
  number: number,
  operation: string,
  { url, payload }: { url: string; payload?: string | Buffer },
): string {
  const text = typeof payload === "string" ? payload : payload?.toString("latin1", 0, BRIEF_LETTERS);
  return `${number}: ${operation} ${url.slice(0, BRIEF_LETTERS)} ${text?.slice(0, BRIEF_LETTERS) ?? ""}`.trimEnd();
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), milliseconds)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function knownIds(store: Store, city: string): Promise<Record<string, string[]>> {
  const ids = (items: { id: string }[]) => items.slice(0, 20).map(({ id }) => id);
  const outlets = ids((await store.findOutlets(city, { limit: 20 })).items);
  const residences = ids((await store.findResidences(city, { limit: 20 })).items);
  const circles = ids(await store.listCircles(city));
  const areas = ids(await store.listAreas(city));
  return {
    city: [city],
    outlets,
    residences,
    circles,
    circle: circles,
    area: areas,
    district: areas,
    imports: ids(await store.listImports(city)),
    jobs: ids(await store.listJobs(null)),
    accounts: ids(await store.listAccounts()),
    featureId: [...outlets, ...residences, ...circles].map((id) => `${city}.${id}`),
  };
}
