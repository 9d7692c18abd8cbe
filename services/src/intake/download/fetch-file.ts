/**
 * Fetches a large file: goes on where an earlier attempt ended, tries again after trouble on the way, and takes nothing
 * for whole whose length or checksum is not what the server says.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { IntakeError } from "../errors.ts";
import { say } from "../../words/index.ts";

export interface FetchOptions {
  signal?: AbortSignal;
  /** Bytes there so far, of how many; null where the server does not say. */
  onProgress?(done: number, total: number | null): void;
  /** Attempts after the first that bring nothing new; 5 when left out. */
  retries?: number;
  /** Without a byte for so long an attempt has failed; 60,000 when left out. */
  stallMilliseconds?: number;
  /** Between attempts, doubled each time; 1,000 when left out. */
  pauseMilliseconds?: number;
}

/** A province takes some hundred megabytes, China one gigabyte: beyond this it is no extract for a city. */
const MOST_BYTES = 20 * 2 ** 30;
const MOST_TEXT_BYTES = 8 * 2 ** 20;
const USER_AGENT = "quarterhour (one city's map at a time)";

/** The server said something that trying again does not change. */
class Final extends IntakeError {}

/**
 * Brings `url` to `target` (written beside it as `.part` until it is whole). Rejects with IntakeError that says what
 * went wrong; the part stays, so that the next call goes on from it. `check` may reject what came; the part is then
 * removed.
 */
export async function fetchFile(
  url: URL,
  target: string,
  options: FetchOptions = {},
  check?: (part: string) => Promise<void>,
): Promise<void> {
  const { retries = 5, pauseMilliseconds = 1000, signal } = options;
  const part = `${target}.part`;
  let left = retries;
  for (let pause = pauseMilliseconds; ; pause = Math.min(pause * 2, 60_000)) {
    const before = await sizeOf(part);
    try {
      await attempt(url, part, options);
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Final) throw error;
      // as long as something comes, it is worth going on
      if ((await sizeOf(part)) > before) left = retries;
      else left--;
      if (left < 0) {
        const kept = await sizeOf(part);
        const what = { url: shown(url), why: reasonOf(error) };
        const said = kept > 0 ? say("download.kept", { ...what, size: megabytes(kept) }) : say("download.failed", what);
        throw new IntakeError(said, [], { cause: error });
      }
      await wait(pause * (0.75 + Math.random() / 2), null, { signal });
    }
  }
  try {
    await check?.(part);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await rename(part, target);
  await rm(`${part}.tag`, { force: true });
}

async function attempt(url: URL, part: string, options: FetchOptions): Promise<void> {
  const { signal, onProgress, stallMilliseconds = 60_000 } = options;
  const have = await sizeOf(part);
  const tag = have > 0 ? await readFile(`${part}.tag`, "utf8").catch(() => "") : "";
  const stall = new AbortController();
  const reset = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => stall.abort(new Error(`nothing came for ${stallMilliseconds / 1000} s`)),
      stallMilliseconds,
    );
  };
  let timer: NodeJS.Timeout | undefined;
  reset();
  const either = signal ? AbortSignal.any([signal, stall.signal]) : stall.signal;
  try {
    // a part without its tag may be of another day's file
    const resume = have > 0 && tag !== "";
    const answer = await request(url, either, resume ? { Range: `bytes=${have}-`, "If-Range": tag } : {});
    if (answer.status === 416 && resume && answer.headers.get("content-range") === `bytes */${have}`) return;
    if (answer.status !== 200 && answer.status !== 206) throw await refusal(url, answer);
    const goesOn = answer.status === 206;
    if (goesOn && !answer.headers.get("content-range")?.startsWith(`bytes ${have}-`)) {
      throw new Error("the server sent another part than was asked for");
    }
    const start = goesOn ? have : 0;
    const length = answer.headers.get("content-length");
    const total = length === null ? null : start + Number(length);
    if ((total ?? 0) > MOST_BYTES)
      throw new Final(say("download.too-large", { url: shown(url), size: megabytes(total!) }));
    if (!goesOn)
      await writeFile(`${part}.tag`, answer.headers.get("etag") ?? answer.headers.get("last-modified") ?? "");
    let done = start;
    if (!answer.body) throw new Error("the answer is empty");
    // each piece is on disk before the next is asked for: what came before a break is kept
    const file = await open(part, goesOn ? "a" : "w");
    try {
      for await (const chunk of answer.body) {
        reset();
        done += chunk.length;
        if (done > MOST_BYTES) throw new Final(say("download.no-end", { url: shown(url) }));
        await file.writeFile(chunk);
        onProgress?.(done, total);
      }
    } finally {
      await file.close();
    }
    if (total !== null && done !== total) throw new Error(`${done} bytes came in place of ${total}`);
  } catch (error) {
    throw stall.signal.aborted && !signal?.aborted ? (stall.signal.reason as Error) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A short text such as a list or a checksum. Rejects with IntakeError. */
export async function fetchText(url: URL, options: FetchOptions = {}): Promise<string> {
  const { retries = 5, pauseMilliseconds = 1000, signal } = options;
  for (let attempts = 0, pause = pauseMilliseconds; ; attempts++, pause *= 2) {
    try {
      const limit = AbortSignal.timeout(options.stallMilliseconds ?? 60_000);
      const answer = await request(url, signal ? AbortSignal.any([signal, limit]) : limit, {});
      if (answer.status !== 200) throw await refusal(url, answer);
      return await boundedText(answer);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Final) throw error;
      if (attempts >= retries) {
        throw new IntakeError(say("download.text-failed", { url: shown(url), why: reasonOf(error) }), [], {
          cause: error,
        });
      }
      await wait(pause, null, { signal });
    }
  }
}

async function request(url: URL, signal: AbortSignal, headers: Record<string, string>): Promise<Response> {
  let at = url;
  for (let hops = 0; hops < 5; hops++) {
    const answer = await fetch(at, { redirect: "manual", signal, headers: { "User-Agent": USER_AGENT, ...headers } });
    const location = answer.headers.get("location");
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    await answer.body?.cancel();
    const next = new URL(location, at);
    // mirrors are common and lie elsewhere; going from https to http is not
    if (next.protocol !== "https:" && next.protocol !== url.protocol) {
      throw new Final(say("download.unprotected", { url: shown(url), other: shown(next) }));
    }
    at = next;
  }
  throw new Final(say("download.endless", { url: shown(url) }));
}

async function refusal(url: URL, answer: Response): Promise<Error> {
  await answer.body?.cancel();
  const status = `${answer.status} ${answer.statusText}`.trimEnd();
  // overload and trouble pass; everything else is an answer
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408)
    return new Error(`${shown(url)}: the server answered ${status}`);
  if (answer.status === 404) return new Final(say("download.gone", { url: shown(url) }));
  return new Final(say("download.answered", { url: shown(url), status }));
}

async function boundedText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_TEXT_BYTES) throw new Final(say("download.long-list", { url: answer.url }));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Rejects with IntakeError unless the file has this MD5, in hexadecimal. */
export async function checkMd5(file: string, wanted: string, name: string): Promise<void> {
  const hash = createHash("md5");
  await pipeline(createReadStream(file), hash);
  const found = hash.digest("hex");
  if (found === wanted.toLowerCase()) return;
  throw new IntakeError(say("download.damaged", { file: name, found, wanted }));
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** Without user, password or query. */
const shown = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && message === "fetch failed"
    ? cause.message || (cause as NodeJS.ErrnoException).code || message
    : message;
}
