/**
 * Where documents are made: a process of its own, so that neither the event loop nor the threads that answer questions
 * are held up by a page of maps, and so that the library that draws pictures may read SVG there: in the server it reads
 * nothing but photographs (inbox/photos.ts). One document after another; started with the first.
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DocumentOrder, MadeDocument, OnStep } from "./documents.ts";

/** More are waiting than can be made soon. */
export class PressBusy extends Error {
  override name = "PressBusy";
}

/** The process ended unexpectedly, or is being ended. */
export class PressFailed extends Error {
  override name = "PressFailed";
}

/** A basemap as stored; `version` names these very bytes, `city` the city. */
export interface StoredBasemap {
  city: string;
  version: string;
  bytes: Uint8Array;
}

export type ToPress = { id: number; order: DocumentOrder; basemap: string; bytes: Uint8Array | null };

export type FromPress =
  | { id: number; step: string; fraction: number }
  | { id: number; made: MadeDocument }
  | { id: number; error: { name: string; message: string; stack?: string } };

interface Work {
  order: DocumentOrder;
  basemap: StoredBasemap;
  onStep: OnStep;
  resolve(made: MadeDocument): void;
  reject(error: Error): void;
}

const mostWaiting = 20;

export class Press {
  readonly #script: URL;
  readonly #onCrash: (error: Error) => void;
  #printer: ChildProcess | null = null;
  /** Name of the basemap that the process holds. */
  #held: string | null = null;
  #current: { id: number; work: Work } | null = null;
  readonly #waiting: Work[] = [];
  #nextId = 1;
  #isClosed = false;
  readonly #idleMilliseconds: number;
  #idle: NodeJS.Timeout | undefined;

  /** Without work for `idleMilliseconds` (two minutes), the process ends and gives back its memory. */
  constructor({
    script,
    onCrash,
    idleMilliseconds = 120_000,
  }: { script?: URL; onCrash?: (error: Error) => void; idleMilliseconds?: number } = {}) {
    this.#idleMilliseconds = idleMilliseconds;
    this.#script = script ?? new URL("printer.ts", import.meta.url);
    this.#onCrash = onCrash ?? (() => {});
  }

  /**
   * Makes a document. Rejects with what went wrong, with PressBusy or PressFailed, or with the signal's reason where that
   * came before the work began.
   */
  make(
    order: DocumentOrder,
    basemap: StoredBasemap,
    onStep: OnStep = () => {},
    signal?: AbortSignal,
  ): Promise<MadeDocument> {
    if (this.#isClosed) return Promise.reject(new PressFailed("The server is stopping."));
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (this.#waiting.length >= mostWaiting) {
      return Promise.reject(new PressBusy(`${this.#waiting.length} other documents are waiting to be made.`));
    }
    return new Promise((resolve, reject) => {
      const work: Work = { order, basemap, onStep, resolve, reject };
      signal?.addEventListener(
        "abort",
        () => {
          const at = this.#waiting.indexOf(work);
          if (at < 0) return;
          this.#waiting.splice(at, 1);
          reject(signal.reason as Error);
        },
        { once: true },
      );
      this.#waiting.push(work);
      this.#next();
    });
  }

  /** Ends the process; whoever still waits is told. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    const left = [...(this.#current === null ? [] : [this.#current.work]), ...this.#waiting.splice(0)];
    this.#current = null;
    for (const { reject } of left) reject(new PressFailed("The server is stopping."));
    const printer = this.#printer;
    this.#printer = null;
    if (printer === null || printer.exitCode !== null) return;
    const ended = new Promise((resolve) => printer.once("exit", resolve));
    printer.kill("SIGKILL");
    await ended;
  }

  #next(): void {
    if (this.#current !== null) return;
    const work = this.#waiting.shift();
    if (work === undefined) {
      // Idle, it does not keep the server alive.
      if (this.#printer !== null) holdOpen(this.#printer, false);
      this.#idle = setTimeout(() => this.#rest(), this.#idleMilliseconds);
      this.#idle.unref();
      return;
    }
    clearTimeout(this.#idle);
    const printer = (this.#printer ??= this.#start());
    holdOpen(printer, true);
    const id = this.#nextId++;
    this.#current = { id, work };
    const { city, version, bytes } = work.basemap;
    const basemap = `${city} ${version}`;
    const message: ToPress = { id, order: work.order, basemap, bytes: this.#held === basemap ? null : bytes };
    printer.send(message, (error) => {
      if (error !== null) this.#settle(id, ({ reject }) => reject(new PressFailed(error.message, { cause: error })));
    });
    this.#held = basemap;
  }

  #start(): ChildProcess {
    const printer = fork(fileURLToPath(this.#script), {
      serialization: "advanced",
      stdio: "inherit",
      execArgv: [],
    });
    this.#held = null;
    printer.on("message", (received: unknown) => {
      const message = received as FromPress;
      if ("step" in message) {
        if (this.#current?.id === message.id) this.#current.work.onStep(message.step, message.fraction);
      } else if ("made" in message) {
        this.#settle(message.id, ({ resolve }) => resolve(message.made));
      } else {
        const error = Object.assign(new Error(message.error.message), message.error);
        this.#settle(message.id, ({ reject }) => reject(error));
      }
    });
    printer.on("error", (error) => this.#lose(printer, error));
    printer.on("exit", (code, signal) => {
      this.#lose(printer, new Error(`the process that makes documents ended (${signal ?? code})`));
    });
    return printer;
  }

  #rest(): void {
    const printer = this.#printer;
    this.#printer = null;
    printer?.kill("SIGKILL");
  }

  #settle(id: number, tell: (work: Work) => void): void {
    if (this.#current?.id !== id) return;
    const { work } = this.#current;
    this.#current = null;
    tell(work);
    this.#next();
  }

  /** The next document gets a new process. */
  #lose(printer: ChildProcess, error: Error): void {
    if (this.#printer !== printer) return;
    this.#printer = null;
    this.#held = null;
    this.#onCrash(error);
    if (this.#current !== null) {
      const failed = new PressFailed("The process at work on this document ended.", { cause: error });
      this.#settle(this.#current.id, ({ reject }) => reject(failed));
    }
  }
}

function holdOpen(printer: ChildProcess, isHeld: boolean): void {
  if (isHeld) {
    printer.ref();
    printer.channel?.ref();
  } else {
    printer.unref();
    printer.channel?.unref();
  }
}
