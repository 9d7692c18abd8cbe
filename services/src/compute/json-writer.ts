/** JSON written as bytes. Coordinates make up nearly all of an answer with polygons, and JSON.stringify is slow with them. */

/** "0000" … "9999" */
const fourDigits = new Uint8Array(40_000);
for (let n = 0; n < 10_000; n++) {
  for (let place = 3, rest = n; place >= 0; place--) {
    fourDigits[n * 4 + place] = 48 + (rest % 10);
    rest = (rest / 10) | 0;
  }
}

const encoder = new TextEncoder();
const comma = 44;
const minus = 45;
const point = 46;
const open = 91;
const close = 93;
/** Steps of coordinates per degree. */
const fine = 1e8;
/** Most bytes of one position: `[-180.00000000,-90.00000000],`. */
const positionBytes = 32;

/** Its buffer is used again by the next text. */
export class JsonWriter {
  #bytes = new Uint8Array(1 << 17);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** A copy of what was written, in a buffer of its own. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** Copies what was written, and returns its length. */
  copyTo(room: Uint8Array): number {
    room.set(this.#bytes.subarray(0, this.#length));
    return this.#length;
  }

  /** Text as it is. */
  text(text: string): void {
    // No character of UTF-16 takes more than three bytes.
    this.#room(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  value(value: unknown): void {
    this.text(JSON.stringify(value));
  }

  /** Bytes `from` … `to - 1` of JSON written before. */
  piece(source: Uint8Array, from: number, to: number): void {
    this.#room(to - from);
    this.#bytes.set(source.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /** Coordinates of a MultiPolygon, in degrees to 1e-8. */
  polygons(polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): void {
    this.#room(2);
    this.#byte(open);
    for (let i = 0; i < polygons.length; i++) {
      this.#room(4);
      if (i > 0) this.#byte(comma);
      this.#byte(open);
      const rings = polygons[i];
      for (let j = 0; j < rings.length; j++) {
        const ring = rings[j];
        this.#room(ring.length * positionBytes + 4);
        if (j > 0) this.#byte(comma);
        this.#byte(open);
        for (let k = 0; k < ring.length; k++) {
          if (k > 0) this.#byte(comma);
          this.#byte(open);
          this.#degrees(ring[k][0]);
          this.#byte(comma);
          this.#degrees(ring[k][1]);
          this.#byte(close);
        }
        this.#byte(close);
      }
      this.#byte(close);
    }
    this.#room(1);
    this.#byte(close);
  }

  #byte(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }

  #degrees(degrees: number): void {
    const bytes = this.#bytes;
    let at = this.#length;
    let units = Math.round(degrees * fine);
    if (units < 0) {
      bytes[at++] = minus;
      units = -units;
    }
    const whole = Math.floor(units / fine);
    const rest = units - whole * fine;
    if (whole >= 100) bytes[at++] = 48 + ((whole / 100) | 0);
    if (whole >= 10) bytes[at++] = 48 + (((whole / 10) | 0) % 10);
    bytes[at++] = 48 + (whole % 10);
    bytes[at++] = point;
    const high = ((rest / 10_000) | 0) * 4;
    const low = (rest % 10_000) * 4;
    bytes[at++] = fourDigits[high];
    bytes[at++] = fourDigits[high + 1];
    bytes[at++] = fourDigits[high + 2];
    bytes[at++] = fourDigits[high + 3];
    bytes[at++] = fourDigits[low];
    bytes[at++] = fourDigits[low + 1];
    bytes[at++] = fourDigits[low + 2];
    bytes[at++] = fourDigits[low + 3];
    this.#length = at;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
