import { setTimeout as sleep } from "node:timers/promises";
import type { Position } from "../../types.ts";
import { CircuitBreaker } from "./breaker.ts";
import { OsrmError, refusal } from "./errors.ts";
import { Turns } from "./turns.ts";

export interface OsrmClientOptions {
  /** One attempt may take so long. */
  timeoutMilliseconds?: number;
  /** Further attempts after a lost connection, HTTP 5xx or 429. A slow answer is not asked for again. */
  retries?: number;
  /** The first wait before a further attempt, doubled each time, and each made up to half longer or shorter. */
  retryMilliseconds?: number;
  /** Questions under way at once; others wait in line. */
  concurrency?: number;
  maxResponseBytes?: number;
  /** Questions that fail one after the other until OSRM is left alone, and for how long. */
  breakerFailures?: number;
  breakerMilliseconds?: number;
}

const standard: Required<OsrmClientOptions> = {
  timeoutMilliseconds: 5000,
  retries: 2,
  retryMilliseconds: 100,
  concurrency: 4,
  maxResponseBytes: 32 * 2 ** 20,
  breakerFailures: 5,
  breakerMilliseconds: 10_000,
};

/** Waiting in line beyond this is hopeless. */
const MOST_WAITING = 256;
/** A refusal without words of OSRM's own, of an address longer than this, is put down to the length. */
const SHORT_ADDRESS = 4000;

export type OsrmService = "nearest" | "route" | "table";

/**
 * The address of an OSRM server: http or https, perhaps with a path, user and password; RangeError otherwise. The message
 * does not repeat it, since it may hold a password.
 */
export function parseOsrmUrl(text: string): URL {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") {
    throw new RangeError("should be the http or https address of an OSRM server, such as http://127.0.0.1:5000");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new RangeError("should be an address without ? and #, such as http://127.0.0.1:5000");
  }
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    throw new RangeError("has a % in the user or password that is no percent-encoding; write it as %25");
  }
  return url;
}

/** Asks an OSRM server over HTTP. Every failure is an OsrmError. */
export class OsrmClient {
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #options: Required<OsrmClientOptions>;
  readonly #breaker: CircuitBreaker;
  readonly #turns: Turns;

  constructor(url: URL, options: OsrmClientOptions = {}) {
    this.#options = { ...standard, ...options };
    this.#base = url.origin + url.pathname.replace(/\/+$/, "");
    this.#headers = { accept: "application/json" };
    if (url.username || url.password) {
      const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
      this.#headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
    }
    const { breakerFailures: failures, breakerMilliseconds: restMilliseconds, concurrency } = this.#options;
    this.#breaker = new CircuitBreaker({ failures, restMilliseconds });
    this.#turns = new Turns(concurrency, MOST_WAITING);
  }

  /** OSRM's answer, whose code is "Ok"; its other fields are not looked at here. `signal` ends the waiting. */
  async ask(
    service: OsrmService,
    coordinates: readonly Position[],
    parameters: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const query = new URLSearchParams(parameters).toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
    const address = `${this.#base}/${service}/v1/foot/${coordinates.map(written).join(";")}?${query}`;
    let end: (() => void) | null;
    try {
      end = await this.#turns.take(signal);
    } catch (error) {
      throw new OsrmError("slow", "OSRM is too slow for the questions that wait for it", null, error);
    }
    if (!end) throw new OsrmError("busy", "too many questions wait for OSRM");
    try {
      return await this.#guarded(address, signal);
    } finally {
      end();
    }
  }

  /** Does something answer as OSRM does? Asked beside the others, whatever happened before; OsrmError where it does not. */
  async probe(timeoutMilliseconds: number): Promise<void> {
    try {
      await this.#once(`${this.#base}/nearest/v1/foot/0,0`, AbortSignal.timeout(timeoutMilliseconds));
    } catch (error) {
      // the null island need not be in its map
      if (!(error instanceof OsrmError && error.code === "NoSegment")) throw error;
    }
  }

  async #guarded(address: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const entry = this.#breaker.enter();
    if (typeof entry === "number") {
      const seconds = Math.max(1, Math.ceil(entry / 1000));
      throw new OsrmError("resting", `OSRM failed again and again and is left alone for ${seconds} s`);
    }
    try {
      const answer = await this.#retried(address, signal, entry === "probe" ? 0 : this.#options.retries);
      this.#breaker.succeeded();
      return answer;
    } catch (error) {
      // called off by whoever asked, as when another piece of the same question failed: says nothing of the server
      const calledOff = signal.aborted && (signal.reason as Error)?.name !== "TimeoutError";
      if (error instanceof OsrmError && error.fault === "refused") this.#breaker.succeeded();
      else if (calledOff) this.#breaker.left();
      else if (error instanceof OsrmError) this.#breaker.failed();
      else this.#breaker.left();
      throw error;
    }
  }

  async #retried(address: string, signal: AbortSignal, retries: number): Promise<Record<string, unknown>> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(
          address,
          AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeoutMilliseconds)]),
        );
      } catch (error) {
        const again = error instanceof OsrmError && (error.fault === "unreachable" || error.fault === "failing");
        if (!again || attempt >= retries || signal.aborted) throw error;
        const wait = this.#options.retryMilliseconds * 2 ** attempt * (0.5 + Math.random());
        // ended while waiting: the error that was to be tried again is the one to tell
        await sleep(wait, undefined, { signal }).catch(() => {
          throw error;
        });
      }
    }
  }

  async #once(address: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    let response: Response;
    let text: string;
    try {
      // never followed: a redirect could lead to any host
      response = await fetch(address, { headers: this.#headers, redirect: "manual", signal });
      text = await this.#read(response);
    } catch (error) {
      if (error instanceof OsrmError) throw error;
      if (signal.aborted) throw new OsrmError("slow", "OSRM did not answer in time", null, error);
      throw new OsrmError("unreachable", `OSRM cannot be reached${whyUnreachable(error)}`, null, error);
    }
    const { status } = response;
    if (status >= 300 && status < 400) {
      throw new OsrmError("garbled", `OSRM's address answers with a redirect (HTTP ${status}); give the final address`);
    }
    if (status >= 500 || status === 429) throw new OsrmError("failing", `OSRM answers with HTTP ${status}`);
    if (status === 413 || status === 414 || status === 431) throw refusal("TooLong", `HTTP ${status}`);
    const body = parsed(text);
    if (!body) {
      if (status === 400 && address.length > SHORT_ADDRESS) throw refusal("TooLong", `HTTP ${status}`);
      throw new OsrmError("garbled", whyGarbled(response, text));
    }
    if (body.code === "Ok" && response.ok) return body;
    throw refusal(String(body.code).slice(0, 40), typeof body.message === "string" ? body.message : "");
  }

  /** The body as text, up to the allowed size. */
  async #read(response: Response): Promise<string> {
    if (!response.body) return "";
    const { maxResponseBytes } = this.#options;
    const decoder = new TextDecoder();
    let bytes = 0;
    let text = "";
    // leaving the loop early closes the connection
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > maxResponseBytes) {
        throw new OsrmError("garbled", `OSRM's answer is larger than ${Math.floor(maxResponseBytes / 2 ** 20)} MiB`);
      }
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  }
}

/** Six decimals, a decimetre, as OSRM itself keeps coordinates. */
const written = ([lng, lat]: Position): string => `${Number(lng.toFixed(6))},${Number(lat.toFixed(6))}`;

/** An object with a code, as all of OSRM's answers are; null otherwise. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body !== "object" || body === null || !("code" in body) || typeof body.code !== "string") return null;
    return body as Record<string, unknown>;
  } catch {
    return null;
  }
}

function whyGarbled({ status, headers }: Response, text: string): string {
  if (status === 401 || status === 403) return `OSRM's address asks for other credentials (HTTP ${status})`;
  const type = headers.get("content-type")?.split(";")[0].trim() ?? "";
  if (!/json/i.test(type)) {
    return `OSRM's address answers with ${/^[\w./+-]{1,60}$/.test(type) ? type : "something"} instead of JSON (HTTP ${status})`;
  }
  return `OSRM's answer is ${text === "" ? "empty" : "broken off or not OSRM's"} (HTTP ${status})`;
}

const networkFaults: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  ENOTFOUND: "its name is unknown",
  EAI_AGAIN: "its name cannot be looked up",
  ETIMEDOUT: "no connection in time",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  EHOSTUNREACH: "no network way to it",
  ENETUNREACH: "no network way to it",
};

/** In words; never what the error itself says, which may hold the address. */
function whyUnreachable(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as NodeJS.ErrnoException).code ?? "";
    if (networkFaults[code]) return `: ${networkFaults[code]}`;
    if (/CERT|TLS|SSL/.test(code)) return ": its certificate is not trusted";
    if (at instanceof AggregateError && at.errors.length > 0) return whyUnreachable(at.errors[0]);
  }
  return "";
}
