/** Bytes asked for in pieces of known length, from a stream. */

export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #ended = false;
  /** Bytes handed out so far. */
  position = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Without waiting: the next bytes if they are there, else null. */
  ready(count: number): Buffer | null {
    if (this.#buffer.length < count) return null;
    const bytes = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.position += count;
    return bytes;
  }

  /** The next bytes; fewer than `count` only where the stream ends. */
  async take(count: number): Promise<Buffer> {
    const pieces = [this.#buffer];
    let length = this.#buffer.length;
    while (length < count && !this.#ended) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else {
        pieces.push(next.value);
        length += next.value.length;
      }
    }
    this.#buffer = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    return this.ready(Math.min(count, length))!;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
