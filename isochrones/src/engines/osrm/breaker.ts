export interface BreakerOptions {
  /** So many failures one after the other open it. */
  failures: number;
  /** So long nobody is let through; then one is, to see. */
  restMilliseconds: number;
  now?: () => number;
}

/**
 * Leaves a server that fails alone for a while. Closed: everybody passes. Open: nobody. After the rest one passes as a
 * probe; if that goes well it closes, otherwise it rests again.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  readonly #now: () => number;
  #failed = 0;
  /** null while closed. */
  #openUntil: number | null = null;
  #probing = false;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** `pass`, `probe` (alone; tell how it went), or the milliseconds until it is worth asking again. */
  enter(): "pass" | "probe" | number {
    if (this.#openUntil === null) return "pass";
    const left = this.#openUntil - this.#now();
    if (left > 0) return left;
    if (this.#probing) return 0;
    this.#probing = true;
    return "probe";
  }

  /** It answered, be it with a no. */
  succeeded(): void {
    this.#failed = 0;
    this.#openUntil = null;
    this.#probing = false;
  }

  failed(): void {
    this.#failed++;
    this.#probing = false;
    if (this.#openUntil !== null || this.#failed >= this.#options.failures) {
      this.#openUntil = this.#now() + this.#options.restMilliseconds;
    }
  }

  /** Neither: whoever passed went away without asking. */
  left(): void {
    this.#probing = false;
  }
}
