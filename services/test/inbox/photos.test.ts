import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { PHOTO_BYTES, readPhoto } from "../../src/inbox/photos.ts";
import { InboxRefusal } from "../../src/inbox/refusal.ts";
import { hugePng, phonePhoto, scriptSvg } from "./pictures.ts";

/** The library reads nothing but what photos.ts lets it, in this process as well. */
const plain = (format: "jpeg" | "png" | "webp", side = 64) =>
  sharp({ create: { width: side, height: side, channels: 4, background: { r: 0, g: 99, b: 200, alpha: 0.5 } } })
    .toFormat(format)
    .toBuffer();

describe("a photo that somebody sends", () => {
  test("comes out smaller, upright, and without a word about who took it where", async () => {
    const sent = await phonePhoto(2000, 1000);
    expect(sent.includes("SecretPhone") && sent.includes("Exif")).toBe(true);
    expect((await sharp(sent).metadata()).orientation).toBe(6);
    const photo = await readPhoto(sent);
    expect([photo.width, photo.height]).toEqual([800, 1600]);
    for (const bytes of [photo.large, photo.small].map((data) => Buffer.from(data))) {
      for (const word of ["Secret", "Wang", "Exif", "GPS", "http", "ICC_PROFILE"])
        expect(bytes.includes(word)).toBe(false);
      const { format, exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata();
      expect([format, exif, xmp, iptc, icc, orientation]).toEqual(["jpeg", ...Array<undefined>(5)]);
    }
    const small = await sharp(photo.small).metadata();
    expect([small.width, small.height]).toEqual([160, 320]);
  });

  test.each(["jpeg", "png", "webp"] as const)(
    "may be %s, whatever it is called, and is not made larger",
    async (format) => {
      const photo = await readPhoto(await plain(format));
      expect([photo.width, photo.height]).toEqual([64, 64]);
      expect([...photo.large.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    },
  );

  test("has nothing behind its end afterwards", async () => {
    const tail = Buffer.from("PK\u0003\u0004<script>alert(1)</script><?php system('id'); ?>");
    const photo = await readPhoto(Buffer.concat([await plain("jpeg"), tail]));
    for (const word of ["script", "php", "PK\u0003"]) expect(Buffer.from(photo.large).includes(word)).toBe(false);
    expect(Buffer.from(photo.large).subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  });

  test.each([
    ["SVG with a script", async () => scriptSvg, /SVG or another text file/],
    ["HTML", async () => Buffer.from("\uFEFF<!DOCTYPE html><script>1</script>"), /SVG or another text file/],
    ["a GIF", async () => Buffer.from("GIF89a......"), /a GIF/],
    ["a PDF", async () => Buffer.from("%PDF-1.7 ..."), /a PDF/],
    ["HEIC", async () => Buffer.from("\0\0\0\u0018ftypheic\0\0\0\0"), /iPhone/],
    ["nothing", async () => Buffer.alloc(0), /empty/],
    ["noise", async () => Buffer.from("hello, world, this is no picture"), /something else/],
    ["a JPEG that was cut off", async () => (await phonePhoto(400, 400)).subarray(0, 1200), /broken or cut off/],
    ["only the first bytes of a JPEG", async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), /broken or cut off/],
    ["a PNG that begins as one", async () => Buffer.concat([hugePng(64, 64).subarray(0, 8), scriptSvg]), /broken/],
    ["a bomb of a PNG", async () => hugePng(60_000, 60_000), /pixels/],
    ["a PNG of too many pixels", async () => hugePng(16_000, 16_000), /pixels/],
    ["a very long PNG", async () => hugePng(100_000, 32), /pixels/],
    ["a dot", async () => plain("png", 1), /too few/],
    ["more than 10 MB", async () => Buffer.alloc(PHOTO_BYTES + 1), /larger than 10 MB/],
  ])("%s is refused in plain words", async (_what, make, message) => {
    const bytes = await make();
    const refused = await (async () => readPhoto(bytes))().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InboxRefusal);
    expect(refused).toMatchObject({ reason: "invalid", field: "photo" });
    expect((refused as Error).message).toMatch(message);
  });

  test("waits its turn, and not behind too many", async () => {
    const bytes = await plain("png");
    const many = Array.from({ length: 14 }, async () => readPhoto(bytes));
    const done = await Promise.allSettled(many);
    const busy = done.filter((result) => result.status === "rejected");
    expect(busy.length).toBe(4);
    expect(busy.every(({ reason }) => (reason as InboxRefusal).reason === "busy")).toBe(true);
    expect((await readPhoto(bytes)).width).toBe(64);
  });
});
