/** Tells on stderr what is being done: one line that changes on a terminal, a line per step elsewhere. */

const redrawMilliseconds = 100;
/** Without a terminal, how long a step goes on before its share is told again. */
const repeatMilliseconds = 10_000;

export class Progress {
  readonly #out: NodeJS.WriteStream;
  #step = "";
  #toldAt = 0;
  #open = false;

  constructor(out: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
  }

  /** `fraction` from 0 to 1, null where it cannot be known. */
  tell(step: string, fraction: number | null = null): void {
    const now = Date.now();
    const isNew = step !== this.#step;
    if (!isNew && now - this.#toldAt < (this.#out.isTTY ? redrawMilliseconds : repeatMilliseconds)) return;
    this.#step = step;
    this.#toldAt = now;
    const text = fraction === null ? `${step} …` : `${step} ${Math.floor(fraction * 100)} %`;
    if (!this.#out.isTTY) {
      this.#out.write(`${text}\n`);
      return;
    }
    if (isNew && this.#open) this.#out.write("\n");
    this.#out.write(`\r\u001B[K${text.slice(0, Math.max(20, (this.#out.columns ?? 80) - 1))}`);
    this.#open = true;
  }

  /** Ends the changing line, so that what comes next has a line of its own. */
  done(): void {
    if (this.#open) this.#out.write("\n");
    this.#open = false;
    this.#step = "";
  }

  /** A line of its own. */
  note(text: string): void {
    this.done();
    this.#out.write(`${text}\n`);
  }
}
