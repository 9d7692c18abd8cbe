/** Lets so many work at once; the others wait in order. */
export class Turns {
  readonly #most: number;
  readonly #mostWaiting: number;
  #working = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** Resolves with the function that ends the turn; null where too many wait already. Rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<(() => void) | null> {
    signal.throwIfAborted();
    if (this.#working < this.#most) {
      this.#working++;
      return this.#end();
    }
    if (this.#waiting.length >= this.#mostWaiting) return null;
    await new Promise<void>((resolve, reject) => {
      const goAhead = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(goAhead), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(goAhead);
    });
    return this.#end();
  }

  /** Hands the place on to the next one waiting; a second call does nothing. */
  #end(): () => void {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working--;
    };
  }
}
