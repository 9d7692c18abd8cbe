/** Memory that threads share. */
export const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

type TypedArray = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** The array itself where its memory is shared, else a copy whose memory is. */
export function sharedArray<T extends TypedArray>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const copy = new (array.constructor as new (buffer: SharedArrayBuffer) => T)(shared(array.byteLength));
  copy.set(array);
  return copy;
}
