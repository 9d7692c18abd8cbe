/** What a file is, judged by its first bytes. */
export type Format = "pbf" | "xml" | "gzip" | { other: string };

/** Bytes of the beginning that `formatOf` wants to see. */
export const HEAD_BYTES = 512;

/** Kinds of file people hand in by mistake, by how they begin. */
const OTHERS: [string, number[]][] = [
  ["a PNG picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG picture", [0xff, 0xd8, 0xff]],
  ["a ZIP archive (or an Office document); unpack it first", [0x50, 0x4b, 0x03, 0x04]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46]],
  ["packed with bzip2; unpack it first (bunzip2)", [0x42, 0x5a, 0x68]],
  ["packed with xz; unpack it first (unxz)", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["packed with zstd; unpack it first (unzstd)", [0x28, 0xb5, 0x2f, 0xfd]],
  ["a 7-Zip archive; unpack it first", [0x37, 0x7a, 0xbc, 0xaf]],
  ["an o5m file; convert it (osmium cat FILE -o out.osm.pbf)", [0xff, 0xe0, 0x04, 0x6f, 0x35, 0x6d]],
  ["an SQLite database or GeoPackage", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
  ["text in UTF-16; OSM XML is written in UTF-8", [0xff, 0xfe]],
  ["text in UTF-16; OSM XML is written in UTF-8", [0xfe, 0xff]],
];

/** Judges the first bytes of a file. What is no OSM file is named as well as may be. */
export function formatOf(head: Uint8Array): Format {
  for (const [name, magic] of OTHERS) if (magic.every((byte, index) => head[index] === byte)) return { other: name };
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  // A PBF begins with the length of its first header, four bytes with the highest first, at most 64 KiB.
  if (head[0] === 0 || isOsmHeader(head)) return "pbf";
  let pos = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (pos < head.length && (head[pos] === 0x20 || head[pos] === 0x09 || head[pos] === 0x0a || head[pos] === 0x0d))
    pos++;
  if (head[pos] === 0x3c) return "xml";
  if (head[pos] === 0x7b || head[pos] === 0x5b) return { other: "JSON" };
  return { other: `something that begins with the bytes ${hex(head.subarray(0, 8))}` };
}

function isOsmHeader(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(4, 32)).includes("OSMHeader", 0, "latin1");
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
