/** Speaks to the server: same origin only, errors in a form that pages can put into words. */

/**
 * `offline`: no connection; `busy`: the server is there but cannot answer now; `missing`: 404; `refused`: our question
 * was wrong; `locked-out`: nobody is logged in, or may not do this; `changed`: somebody else was quicker.
 */
type ApiErrorKind = "offline" | "busy" | "missing" | "refused" | "locked-out" | "changed" | "server";

export interface FieldProblem {
  field: string;
  message: string;
}

export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number;
  /** What is wrong with single fields of what was sent. */
  readonly fields: FieldProblem[];
  constructor(kind: ApiErrorKind, status: number, message: string, fields: FieldProblem[] = []) {
    super(message);
    this.name = "ApiError";
    this.kind = kind;
    this.status = status;
    this.fields = fields;
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

/** The answer as it came. @throws ApiError, or an AbortError when `signal` is aborted */
export async function askFor(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("offline", 0, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Problem;
    throw new ApiError(
      kindOf(response.status),
      response.status,
      problemText(problem, response.status),
      problem.errors ?? [],
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
