/** A client of one server. Paths, parameters, bodies and answers are those of the operation that is named. */
import { operations } from "./operations/index.ts";

export type OperationId = keyof typeof operations;

/** What each operation is asked with, and what it answers. */
export type Operations = { [Id in OperationId]: NonNullable<(typeof operations)[Id]["types"]> };

/** What an operation answers where all went well. */
export type AnswerOf<Id extends OperationId> = Operations[Id]["answer"];

/** What is asked of it: parameters of path and query side by side, and the body. */
export type QuestionOf<Id extends OperationId> = Operations[Id]["parameters"] &
  (Operations[Id]["body"] extends never ? unknown : { body: Operations[Id]["body"] });

/** As RFC 9457 has it, and which fields are not right. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: { field: string; message: string }[];
}

/** Thrown for every answer that is no success. */
export class QuarterhourError extends Error {
  override name = "QuarterhourError";
  readonly status: number;
  readonly problem: ProblemDetails | null;
  /** For 429 and 503. */
  readonly retryAfterSeconds: number | null;
  constructor(status: number, problem: ProblemDetails | null, retryAfterSeconds: number | null) {
    super(problem?.detail ?? `the server answered ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface ClientOptions {
  /** Address of the server, such as https://map.example.gov.cn. */
  baseUrl: string;
  /** For what needs an account. */
  apiKey?: string;
  /** In place of the global one. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface AskOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

export class QuarterhourClient {
  readonly #root: string;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#root = options.baseUrl.replace(/\/+$/, "");
    this.#options = options;
  }

  /**
   * Asks an operation by its operationId. JSON is read; a table or document comes as text or bytes, by what the
   * operation says. Throws QuarterhourError for whatever the server refuses.
   */
  async ask<Id extends OperationId>(id: Id, question: QuestionOf<Id>, options: AskOptions = {}): Promise<AnswerOf<Id>> {
    const { method, path, form } = operations[id];
    const { body: sent, ...values } = question as Record<string, unknown>;
    const search = new URLSearchParams();
    // What has no place in the path goes into the query string.
    for (const [name, value] of Object.entries(values))
      if (value !== undefined && value !== null && !path.includes(`{${name}}`)) search.append(name, String(value));
    const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
    const headers: Record<string, string> = { ...options.headers };
    if (this.#options.apiKey !== undefined) headers.authorization = `Bearer ${this.#options.apiKey}`;
    let body: RequestInit["body"];
    if (sent instanceof FormData) body = sent;
    else if (sent !== undefined) {
      headers["content-type"] = "application/json";
      body = JSON.stringify(sent);
    }
    const ask = this.#options.fetch ?? fetch;
    const response = await ask(`${this.#root}${address}${search.size > 0 ? `?${search}` : ""}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
    });
    if (!response.ok) throw await errorOf(response);
    if (response.status === 204) return null as AnswerOf<Id>;
    if (form === "bytes") return new Uint8Array(await response.arrayBuffer()) as AnswerOf<Id>;
    return (await (form === "json" ? response.json() : response.text())) as AnswerOf<Id>;
  }
}

async function errorOf(response: Response): Promise<QuarterhourError> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const isProblem = response.headers.get("content-type")?.includes("problem+json") === true;
  const problem = isProblem ? ((await response.json()) as ProblemDetails) : null;
  return new QuarterhourError(response.status, problem, Number.isNaN(seconds) ? null : seconds);
}
