/** Asks the servers of the mixed run over HTTP, and counts what came of it. */
import { setTimeout } from "node:timers/promises";

export interface Asked {
  method?: string;
  body?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  etag: string | null;
  text: string;
  json<T>(): T;
}

const TRIES = 20;
const TIMEOUT_MILLISECONDS = 300_000;

export class Client {
  readonly #headers: Record<string, string>;
  /** Answers by status. */
  readonly statuses: Record<string, number> = {};
  /** Answers that nobody should get, and connections that broke. */
  readonly faults: string[] = [];
  readonly milliseconds: number[] = [];

  constructor(headers: Record<string, string> = {}) {
    this.#headers = headers;
  }

  get count(): number {
    return Object.values(this.statuses).reduce((sum, times) => sum + times, 0);
  }

  /** Asks again where a 503 says when. Rejects where the answer's status is none of `expected`. */
  async ask(base: string, path: string, expected: readonly number[], asked: Asked = {}): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const began = performance.now();
      const response = await fetch(new URL(path, base), {
        method: asked.method ?? "GET",
        headers: {
          ...this.#headers,
          ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
          ...asked.headers,
        },
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
        ...(asked.form === undefined ? {} : { body: asked.form }),
      });
      const text = await response.text();
      this.milliseconds.push(performance.now() - began);
      this.statuses[response.status] = (this.statuses[response.status] ?? 0) + 1;
      const retryAfter = response.headers.get("retry-after");
      if (response.status === 503 && retryAfter !== null && tries < TRIES) {
        await setTimeout(Number(retryAfter) * 1000);
        continue;
      }
      if (!expected.includes(response.status)) {
        const said = `${response.status} to ${asked.method ?? "GET"} ${path}: ${text.slice(0, 300)}`;
        this.faults.push(said);
        throw new Error(said);
      }
      return {
        status: response.status,
        etag: response.headers.get("etag"),
        text,
        json: <T>() => JSON.parse(text) as T,
      };
    }
  }
}
