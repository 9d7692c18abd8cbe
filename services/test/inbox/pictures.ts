/** Pictures, good and bad, as people and others send them. */
import sharp from "sharp";
import { crc32, deflateSync } from "node:zlib";

/** A JPEG of these sides, as a phone writes it: lying on its side, with camera, time and place. */
export function phonePhoto(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#a33" } })
    .jpeg()
    .withExif({
      IFD0: { Make: "SecretPhone", Model: "SecretModel", Artist: "Wang Xiaoming" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "38/1 45/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "118/1 3/1 0/1" },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

export const scriptSvg = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script></svg>',
);

/** A PNG that says it has these sides, and is next to nothing. */
export function hugePng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(1_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
