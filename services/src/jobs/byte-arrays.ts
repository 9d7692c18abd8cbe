/** Arrays of numbers one after another as bytes (little-endian). */

export type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float64Array;

interface NumbersOf<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** Bytes up to the next multiple of eight. */
export const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** Each part begins at a multiple of eight bytes. */
export function joinedBytes(parts: readonly Numbers[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.byteLength), 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += padded(part.byteLength);
  }
  return bytes;
}

/** Takes the parts off one after another. Throws RangeError where there are too few bytes, after the last too many. */
export function byteReader(bytes: Uint8Array): <T>(kind: NumbersOf<T>, length: number, isLast?: boolean) => T {
  const own = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  let offset = 0;
  return (kind, length, isLast = false) => {
    const begin = offset;
    offset += padded(length * kind.BYTES_PER_ELEMENT);
    if (!(offset <= own.byteLength) || (isLast && offset !== own.byteLength)) {
      throw new RangeError(`${own.byteLength} bytes of reach, where ${offset} should be`);
    }
    return new kind(own.buffer, own.byteOffset + begin, length);
  };
}
