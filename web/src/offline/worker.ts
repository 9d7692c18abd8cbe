/**
 * The service worker: keeps the pages, the tiles seen and the last answers, so that what was opened once can be used
 * without network. Whatever the network answers comes first, except what never changes under its name.
 */
import { mayKeep, most, ruleFor, shelfOf } from "./rules.ts";

// The parts of the worker's world that are used; the page's types stand in the same project.
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AnswerEvent extends WorkerEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerWorld {
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: AnswerEvent) => void): void;
}
const worker = globalThis as unknown as WorkerWorld;

/** Filled in by the build: the files of the residents' pages, and what tells this build from others. */
declare const SHELL_FILES: string[];
declare const SHELL_VERSION: string;

const prefix = "quarterhour-";
const shellName = `${prefix}shell-${SHELL_VERSION}`;
const index = "/";
/** Longer than this nobody looks at an empty page; the kept one is shown meanwhile. */
const pagePatienceMilliseconds = 4000;
const readingPatienceMilliseconds = 12_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const shell = await caches.open(shellName);
      // Past the browser's own cache: index.html must be the one that belongs to these files.
      await shell.addAll(SHELL_FILES.map((file) => new Request(file, { cache: "no-cache" })));
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const shells = (await caches.keys()).filter((name) => name.startsWith(`${prefix}shell-`) && name !== shellName);
      // The last one before stays for pages that are still open on it and fetch a part of theirs; those before it go.
      await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const keep = (work: Promise<unknown>) => event.waitUntil(work.catch(() => undefined));
  switch (ruleFor(request, worker.location.origin)) {
    case "page":
      event.respondWith(page(request));
      break;
    case "asset":
      event.respondWith(asset(request));
      break;
    case "tile":
      event.respondWith(tile(request, keep));
      break;
    case "reading":
      event.respondWith(reading(request, request.url, shelfOf(request.url), keep));
      break;
    case "question":
      event.respondWith(question(request, keep));
      break;
    default:
  }
});

function patience<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the network takes too long")), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function page(request: Request): Promise<Response> {
  const shell = await (await caches.open(shellName)).match(index);
  if (!shell) return fetch(request);
  try {
    const answer = await patience(fetch(request), pagePatienceMilliseconds);
    // A proxy without its server behind it is no page of ours.
    return answer.status >= 500 ? shell : answer;
  } catch {
    return shell;
  }
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (mayKeep(answer)) await (await caches.open(shellName)).put(request, answer.clone());
  return answer;
}

type Keep = (work: Promise<unknown>) => void;

async function tile(request: Request, keep: Keep): Promise<Response> {
  const tiles = await caches.open(`${prefix}tiles`);
  const kept = await tiles.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  // Where nothing lies there is an answer without a body; it is kept as well, or the map would ask again and again.
  if (mayKeep(answer) || answer.status === 204) keep(put(tiles, request, answer.clone(), most.tiles));
  return answer;
}

async function reading(request: Request, key: string, shelf: "lists" | "answers", keep: Keep): Promise<Response> {
  const shelves = await caches.open(`${prefix}${shelf}`);
  try {
    const kept = await shelves.match(key, { ignoreVary: true });
    // Without a kept answer there is nothing to hurry for.
    const answer = await (kept ? patience(fetch(request), readingPatienceMilliseconds) : fetch(request));
    if (mayKeep(answer)) keep(put(shelves, key, await dated(answer.clone()), most[shelf]));
    // A server that is down or busy is as good as none; what it says of the question itself is said.
    return answer.status >= 500 && kept ? kept : answer;
  } catch (error) {
    const kept = await shelves.match(key, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function question(request: Request, keep: Keep): Promise<Response> {
  const body = await request.clone().text();
  const key = `${request.url}?asked=${encodeURIComponent(body)}`;
  return reading(request, key, "answers", keep);
}

/** Says when it was answered, so that the page can say how old it is. */
async function dated(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  headers.set("x-kept-at", new Date().toISOString());
  return new Response(await answer.blob(), { status: answer.status, headers });
}

async function put(cache: Cache, key: RequestInfo, answer: Response, atMost: number): Promise<void> {
  // Last in, last out: what is kept again moves to the end.
  await cache.delete(key, { ignoreVary: true });
  await cache.put(key, answer);
  const keys = await cache.keys();
  await Promise.all(
    keys.slice(0, Math.max(0, keys.length - atMost)).map((old) => cache.delete(old, { ignoreVary: true })),
  );
}
