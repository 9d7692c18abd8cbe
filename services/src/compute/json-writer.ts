/** JSON written as bytes. Coordinates make up nearly all of an answer with polygons, and JSON.stringify is slow with them. */
import type { FlatRing } from "@quarterhour/isochrones";

/** "0000" … "9999", four bytes in one number, as they lie in memory: little-endian. */
const fourDigits = new Uint32Array(10_000);
for (let n = 0; n < fourDigits.length; n++) {
  for (let place = 3, rest = n; place >= 0; place--) {
    fourDigits[n] |= (48 + (rest % 10)) << (place * 8);
    rest = (rest / 10) | 0;
  }
}
/** "0." … "999." likewise, and how many bytes each takes. */
const beforePoint = new Uint32Array(1000);
const beforePointBytes = new Uint8Array(1000);
for (let n = 0; n < beforePoint.length; n++) {
  const text = `${n}.`;
  beforePointBytes[n] = text.length;
  for (let place = 0; place < text.length; place++) beforePoint[n] |= text.charCodeAt(place) << (place * 8);
}

const encoder = new TextEncoder();
const comma = 44;
const minus = 45;
const open = 91;
const close = 93;
/** Steps of coordinates per degree. */
const fine = 1e8;
/** Most bytes of one position: `[-180.00000000,-90.00000000],`. */
const positionBytes = 32;

/** Its buffer is used again by the next text. */
export class JsonWriter {
  #bytes = new Uint8Array(1 << 17);
  #view = new DataView(this.#bytes.buffer);
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
    const corners = new Float64Array(polygons.flat(2).length * 2);
    let at = 0;
    const flat = polygons.map((rings) =>
      rings.map((ring) => {
        const from = at;
        for (const [lng, lat] of ring) {
          corners[at++] = Math.round(lng * fine);
          corners[at++] = Math.round(lat * fine);
        }
        return { corners, from, to: at };
      }),
    );
    this.outlines(flat);
  }

  /** The same of flat rings. */
  outlines(polygons: readonly (readonly FlatRing[])[]): void {
    this.#room(2);
    this.#byte(open);
    for (let i = 0; i < polygons.length; i++) {
      this.#room(4);
      if (i > 0) this.#byte(comma);
      this.#byte(open);
      const rings = polygons[i];
      for (let j = 0; j < rings.length; j++) {
        const { from, to } = rings[j];
        this.#room(((to - from) / 2) * positionBytes + 4);
        if (j > 0) this.#byte(comma);
        this.#byte(open);
        this.#ring(rings[j]);
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

  #ring({ corners, from, to }: FlatRing): void {
    const bytes = this.#bytes;
    const view = this.#view;
    let at = this.#length;
    for (let k = from; k < to; k += 2) {
      if (k > from) bytes[at++] = comma;
      bytes[at++] = open;
      at = writeDegrees(view, at, corners[k]);
      bytes[at++] = comma;
      at = writeDegrees(view, at, corners[k + 1]);
      bytes[at++] = close;
    }
    this.#length = at;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** From a whole number of 1e-8 degree, less than 1000 degrees either way; gives where the text ends. */
function writeDegrees(view: DataView, start: number, units: number): number {
  let at = start;
  let size = units;
  if (units < 0) {
    view.setUint8(at++, minus);
    size = -units;
  }
  const whole = (size / fine) | 0;
  const rest = (size - whole * fine) | 0;
  view.setUint32(at, beforePoint[whole], true);
  at += beforePointBytes[whole];
  const high = (rest / 10_000) | 0;
  view.setUint32(at, fourDigits[high], true);
  view.setUint32(at + 4, fourDigits[rest - high * 10_000], true);
  return at + 8;
}
