/**
 * Answers by question: the same question asked by several at once is worked on once, and lately given answers are kept.
 *
 * Threads write answers straight into memory that is kept here and used again. Handed over in buffers of their own they
 * would make the garbage collector stop the event loop several times a second.
 */

export interface Answer {
  bytes: Uint8Array;
  /** To be called once when the bytes are sent, or not wanted: from then on they may be written over. */
  sent: () => void;
}

/** Room for one answer. */
interface Slot {
  readonly room: Uint8Array;
  /** Who works on it, waits for it, or is still sending it. */
  users: number;
  isKept: boolean;
}

interface Working {
  answer: Promise<Uint8Array>;
  slot: Slot | null;
  /** Ends when all who ask have hung up. */
  abort: AbortController;
  asking: number;
}

export interface AnswerCacheOptions {
  /** Larger answers are not kept. */
  slotBytes: number;
  mostSlots: number;
}

export class AnswerCache {
  readonly #options: AnswerCacheOptions;
  /** Least recently used first. */
  readonly #kept = new Map<string, { slot: Slot; bytes: Uint8Array }>();
  readonly #working = new Map<string, Working>();
  readonly #free: Slot[] = [];
  /**
   * Of all slots, side by side; what was never written to takes nothing from the system. In pieces of their own they would
   * lie between others of the heap that come and go, and keep it from becoming smaller again.
   */
  readonly #rooms: SharedArrayBuffer;
  #slots = 0;
  /** How often an answer was there, was being worked on for somebody else, or had to be worked out. */
  readonly uses = { kept: 0, joined: 0, worked: 0 };

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
    this.#rooms = new SharedArrayBuffer(options.slotBytes * options.mostSlots);
  }

  /**
   * The answer under `key`, kept or else from `work`, which is given room in shared memory and returns a part of it, or
   * bytes of its own. The key says everything the answer depends on, the state of the city included. Rejects with the
   * reason of `signal` where that comes first; the work itself is given up only when nobody waits for it any more.
   */
  async get(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal, room: Uint8Array | null) => Promise<Uint8Array>,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.uses.kept++;
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      kept.slot.users++;
      return this.#answer(kept.bytes, kept.slot);
    }
    const working = this.#working.get(key);
    this.uses[working === undefined ? "worked" : "joined"]++;
    return this.#wait(key, working ?? this.#begin(key, work), signal);
  }

  #begin(key: string, work: (signal: AbortSignal, room: Uint8Array | null) => Promise<Uint8Array>): Working {
    const abort = new AbortController();
    const slot = this.#takeSlot();
    const working: Working = { abort, slot, asking: 0, answer: work(abort.signal, slot?.room ?? null) };
    this.#working.set(key, working);
    void this.#finish(key, working);
    return working;
  }

  async #finish(key: string, working: Working): Promise<void> {
    const { answer, slot } = working;
    try {
      const bytes = await answer;
      if (slot !== null && liesIn(bytes, slot.room) && !this.#kept.has(key)) {
        slot.isKept = true;
        this.#kept.set(key, { slot, bytes });
      }
    } catch {
      // Those who wait are told; nothing is kept.
    }
    if (this.#working.get(key) === working) this.#working.delete(key);
    this.#leave(slot);
  }

  async #wait(key: string, working: Working, signal: AbortSignal | undefined): Promise<Answer> {
    const { answer, slot } = working;
    working.asking++;
    if (slot !== null) slot.users++;
    const hungUp = Promise.withResolvers<never>();
    const onAbort = (): void => {
      hungUp.reject(signal?.reason);
      if (--working.asking > 0) return;
      // Whoever asks from now on begins anew.
      if (this.#working.get(key) === working) this.#working.delete(key);
      working.abort.abort(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return this.#answer(await Promise.race([answer, hungUp.promise]), slot);
    } catch (error) {
      this.#leave(slot);
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  #answer(bytes: Uint8Array, slot: Slot | null): Answer {
    let isSent = false;
    return {
      bytes,
      sent: () => {
        if (!isSent) this.#leave(slot);
        isSent = true;
      },
    };
  }

  /** A free one, a new one, or that of the answer that was not asked for the longest; null where all are in use. */
  #takeSlot(): Slot | null {
    let slot = this.#free.pop() ?? null;
    if (slot === null && this.#slots < this.#options.mostSlots) {
      const { slotBytes } = this.#options;
      slot = { room: new Uint8Array(this.#rooms, slotBytes * this.#slots++, slotBytes), users: 0, isKept: false };
    }
    if (slot === null) {
      for (const [key, kept] of this.#kept) {
        if (kept.slot.users > 0) continue;
        this.#kept.delete(key);
        ({ slot } = kept);
        slot.isKept = false;
        break;
      }
    }
    if (slot !== null) slot.users = 1;
    return slot;
  }

  #leave(slot: Slot | null): void {
    if (slot !== null && --slot.users === 0 && !slot.isKept) this.#free.push(slot);
  }
}

const liesIn = (bytes: Uint8Array, room: Uint8Array): boolean =>
  bytes.buffer === room.buffer &&
  bytes.byteOffset >= room.byteOffset &&
  bytes.byteOffset + bytes.byteLength <= room.byteOffset + room.byteLength;
