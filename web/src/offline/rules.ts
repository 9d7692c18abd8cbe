/** What the service worker does with a request: pure, so that it can be tested. */

/** Pages answer with the one index.html. */
const pages = /^\/(?:repair|planning|coverage|data|survey)?\/?$/;
/** What people without an account read, and may read again without network. */
const readings =
  /^\/api\/(?:categories|cities(?:\/[^/]+)?|cities\/[^/]+\/(?:outlets(?:\/[^/]+(?:\/(?:timeline|ratings|photo))?)?|routes|search|changes))$/;
const isochrones = /^\/api\/cities\/[^/]+\/isochrones$/;
const lists = /^\/api\/cities\/[^/]+\/outlets$/;
const tile = /^\/tiles\/[^/]+\/[^/]+\/\d+\/\d+\/\d+\.mvt$/;
const tileJson = /^\/tiles\/[^/]+\/[^/]+\.json$/;

export type Rule =
  /** index.html, from the network where there is one. */
  | "page"
  /** Never changes under its name. */
  | "asset"
  /** Never changes while its address names the city's state. */
  | "tile"
  /** From the network; where that fails, what was answered last. */
  | "reading"
  /** Likewise, of a question that is sent with a body. */
  | "question"
  /** Not ours: as if there were no service worker. */
  | "pass";

export function ruleFor(request: { method: string; mode: string; url: string }, origin: string): Rule {
  const url = new URL(request.url);
  if (url.origin !== origin) return "pass";
  const { pathname, searchParams } = url;
  if (request.method === "POST") return isochrones.test(pathname) ? "question" : "pass";
  if (request.method !== "GET") return "pass";
  if (request.mode === "navigate") return pages.test(pathname) ? "page" : "pass";
  if (pathname.startsWith("/assets/") || pathname.startsWith("/icons/")) return "asset";
  if (tile.test(pathname)) return searchParams.has("v") ? "tile" : "pass";
  if (tileJson.test(pathname)) return "reading";
  return readings.test(pathname) ? "reading" : "pass";
}

/** Where an answer is kept: lists that a place needs without network are not pushed out by what is looked at meanwhile. */
export function shelfOf(url: string): "lists" | "answers" {
  const { pathname, searchParams } = new URL(url);
  if (/^\/api\/(?:categories|cities)$/.test(pathname) || tileJson.test(pathname)) return "lists";
  const isWhole =
    searchParams.get("category") === "small-repair" && !searchParams.has("bbox") && !searchParams.has("open");
  return lists.test(pathname) && isWhole ? "lists" : "answers";
}

/** Kept only what is whole, public and may be kept. */
export function mayKeep(response: { status: number; type: string; headers: Headers }): boolean {
  return (
    response.status === 200 &&
    response.type === "basic" &&
    !/no-store|private/.test(response.headers.get("cache-control") ?? "")
  );
}

/** How many of each are kept; the oldest go first. */
export const most = { tiles: 800, answers: 150, lists: 40 } as const;
