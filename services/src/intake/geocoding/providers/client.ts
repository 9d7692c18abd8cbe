/**
 * Asks one map service politely: one question at a time or two, never faster than agreed, with a time limit, a limit on
 * the size of answers, no redirects, and a pause where the service is down or has had enough. Keys appear in no message.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { GeocodeError } from "../geocoder.ts";
import type { GeocodeFailure } from "../geocoder.ts";

export interface ClientOptions {
  provider: string;
  /** What people call it: 高德. */
  title: string;
  /** Address of the service, http or https; nothing outside its host is ever asked. */
  base: string;
  /** Keys, to be kept out of messages. */
  secrets?: string[];
  /** Least time between two questions. */
  intervalMilliseconds: number;
  concurrency?: number;
  timeoutMilliseconds?: number;
  /** Pause after an error of each kind, for tests to shorten. */
  pauseMilliseconds?: Partial<Record<GeocodeFailure, number>>;
  headers?: Record<string, string>;
}

const TIMEOUT_MILLISECONDS = 8_000;
const MOST_BYTES = 512 * 1024;
/** So many failures in a row, and the service is left alone for a while. */
const FAILURES_BEFORE_PAUSE = 3;
/** A wrong key stays wrong and a spent quota stays spent until somebody does something or the day is over. */
const PAUSES: Record<GeocodeFailure, number> = {
  setup: 600_000,
  quota: 3_600_000,
  busy: 30_000,
  unreachable: 60_000,
  timeout: 60_000,
  malformed: 60_000,
};
const LONGEST_RETRY_AFTER_SECONDS = 5;

export class ServiceClient {
  readonly #options: ClientOptions;
  readonly #base: URL;
  #asking = 0;
  readonly #waiting: (() => void)[] = [];
  #nextAt = 0;
  #failures = 0;
  #pausedUntil = 0;
  #pausedBy: GeocodeFailure | null = null;

  /** Throws RangeError where `base` is no http(s) address, or holds a user name or password. */
  constructor(options: ClientOptions) {
    this.#options = options;
    if (!URL.canParse(options.base)) throw new RangeError(`${options.title}: the address of the service is no URL`);
    this.#base = new URL(options.base);
    if (!/^https?:$/.test(this.#base.protocol) || this.#base.username !== "" || this.#base.password !== "") {
      throw new RangeError(`${options.title}: the address should begin with http:// or https:// and hold no password`);
    }
  }

  /** An error of this service; counts towards its pause. */
  failed(failure: GeocodeFailure, message: string): GeocodeError {
    this.#failures++;
    const atOnce = failure === "setup" || failure === "quota";
    if (atOnce || this.#failures >= FAILURES_BEFORE_PAUSE) {
      this.#pausedUntil = Date.now() + (this.#options.pauseMilliseconds?.[failure] ?? PAUSES[failure]);
      this.#pausedBy = failure;
    }
    return new GeocodeError(
      this.#options.provider,
      failure,
      `${this.#options.title}：${this.#withoutSecrets(message)}`,
    );
  }

  /** The answer as JSON. Rejects with GeocodeError, or with the signal's reason. */
  async json(path: string, parameters: Record<string, string>, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (Date.now() < this.#pausedUntil) {
      const seconds = Math.ceil((this.#pausedUntil - Date.now()) / 1000);
      const { provider, title } = this.#options;
      throw new GeocodeError(provider, this.#pausedBy!, `${title}：暂停使用，${seconds} 秒后再试`);
    }
    await this.#turn(signal);
    try {
      const answer = await this.#askTwice(path, parameters, signal);
      this.#failures = 0;
      return answer;
    } finally {
      this.#asking--;
      this.#waiting.shift()?.();
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    while (this.#asking >= (this.#options.concurrency ?? 1)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#asking++;
    try {
      signal?.throwIfAborted();
      const now = Date.now();
      const at = Math.max(now, this.#nextAt);
      this.#nextAt = at + this.#options.intervalMilliseconds;
      if (at > now) await sleep(at - now, undefined, { signal });
    } catch (error) {
      this.#asking--;
      this.#waiting.shift()?.();
      throw error;
    }
  }

  /** A lost connection and a service that is busy for a moment are worth a second try; slow or wrong answers are not. */
  async #askTwice(path: string, parameters: Record<string, string>, signal: AbortSignal | undefined): Promise<unknown> {
    const first = await this.#ask(path, parameters, signal, true);
    if (!(first instanceof Retry)) return first;
    await sleep(Math.max(first.afterMilliseconds, this.#options.intervalMilliseconds), undefined, { signal });
    return this.#ask(path, parameters, signal, false);
  }

  async #ask(
    path: string,
    parameters: Record<string, string>,
    signal: AbortSignal | undefined,
    mayRetry: boolean,
  ): Promise<unknown> {
    const url = new URL(this.#base.pathname.replace(/\/$/, "") + path, this.#base.origin);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const limit = AbortSignal.timeout(this.#options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS);
    try {
      const response = await fetch(url, {
        redirect: "manual",
        headers: { accept: "application/json", ...this.#options.headers },
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      const text = await this.#text(response);
      return this.#read(response, text, mayRetry);
    } catch (error) {
      if (error instanceof GeocodeError) throw error;
      signal?.throwIfAborted();
      if (limit.aborted) throw this.failed("timeout", "没有在限定时间内回答");
      if (mayRetry) return new Retry(200);
      throw this.failed("unreachable", "连接不上");
    }
  }

  #read(response: Response, text: string, mayRetry: boolean): unknown {
    const { status } = response;
    if (status >= 300 && status < 400) throw this.failed("setup", "要求转到别的地址，不予跟随；请填写服务的最终地址");
    if (status === 401 || status === 403) throw this.failed("setup", `拒绝了请求（HTTP ${status}），请检查密钥与权限`);
    if (status === 429 || status === 502 || status === 503 || status === 504) {
      const seconds = Number(response.headers.get("retry-after") ?? "1");
      if (mayRetry && seconds <= LONGEST_RETRY_AFTER_SECONDS) return new Retry(seconds * 1000);
      throw this.failed("busy", `暂时忙（HTTP ${status}）`);
    }
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw this.failed("malformed", `回答不是 JSON（HTTP ${status}）`);
    }
    if (status !== 200) throw this.failed(status < 500 ? "setup" : "busy", `回答 HTTP ${status}`);
    return answer;
  }

  async #text(response: Response): Promise<string> {
    if (response.body === null) return "";
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength;
      if (bytes > MOST_BYTES) throw this.failed("malformed", "回答过大");
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString("utf8");
  }

  #withoutSecrets(message: string): string {
    let clean = message.slice(0, 200);
    for (const secret of this.#options.secrets ?? []) if (secret !== "") clean = clean.replaceAll(secret, "•••");
    return clean;
  }
}

class Retry {
  readonly afterMilliseconds: number;
  constructor(afterMilliseconds: number) {
    this.afterMilliseconds = afterMilliseconds;
  }
}
