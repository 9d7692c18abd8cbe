/** Speaks to the server: same origin only, errors in a form that pages can put into words. */
import { signal } from "@preact/signals";

/**
 * `offline`: no connection; `busy`: the server is there but cannot answer now; `missing`: 404; `refused`: our question
 * was wrong; `locked-out`: nobody is logged in, or may not do this; `changed`: somebody else was quicker; `code`: part of
 * the page itself did not come.
 */
type ApiErrorKind = "offline" | "code" | "busy" | "missing" | "refused" | "locked-out" | "changed" | "server";

export interface FieldProblem {
  field: string;
  message: string;
}

export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number;
  /** What is wrong with single fields of what was sent. */
  readonly fields: FieldProblem[];
  /** After how many seconds the server wants to be asked again; null where it did not say. */
  readonly retryAfter: number | null;
  constructor(
    kind: ApiErrorKind,
    status: number,
    message: string,
    fields: FieldProblem[] = [],
    retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
    this.kind = kind;
    this.status = status;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function kindOf(status: number): ApiErrorKind {
  if (status === 401 || status === 403) return "locked-out";
  if (status === 404) return "missing";
  if (status === 409 || status === 412) return "changed";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "server";
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: FieldProblem[];
}

function problemText(problem: Problem, status: number): string {
  const fields = (problem.errors ?? []).map((error) => `${error.field}: ${error.message}`);
  return [problem.detail ?? problem.title ?? `HTTP ${status}`, ...fields].join("; ");
}

/**
 * When the oldest answer on screen was given, where answers come from what this device kept instead of from the server;
 * null while the server answers. ISO 8601.
 */
export const keptAt = signal<string | null>(null);

function noteAge(path: string, response: Response): void {
  const at = response.headers.get("x-kept-at");
  if (!at) {
    if (path.startsWith("/api/")) keptAt.value = null;
  } else if (keptAt.peek() === null || at < keptAt.peek()!) keptAt.value = at;
}

/** Of `Retry-After`; our server says it in seconds, never as a date. */
function secondsOf(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** Messages of the server come in the page's language. */
function withLanguage(given: RequestInit["headers"]): Headers {
  const headers = new Headers(given);
  headers.set("Accept-Language", document.documentElement.lang || "zh-CN");
  return headers;
}

/** The answer as it came. @throws ApiError, or an AbortError when `signal` is aborted */
export async function askFor(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: withLanguage(init.headers) });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("offline", 0, error instanceof Error ? error.message : String(error));
  }
  noteAge(path, response);
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Problem;
    throw new ApiError(
      kindOf(response.status),
      response.status,
      problemText(problem, response.status),
      problem.errors ?? [],
      secondsOf(response.headers.get("retry-after")),
    );
  }
  return response;
}

/** The answer's JSON; null where it has none (204). @throws as askFor */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await askFor(path, init);
  if (response.status === 204) return null as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("server", response.status, `${path}: the answer is not JSON`);
  }
}

export const cityPath = (city: string) => `/api/cities/${encodeURIComponent(city)}`;
