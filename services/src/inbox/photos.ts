/**
 * Photos that people send: judged by what is in the file, never by its name; decoded, turned upright, made smaller and
 * written anew. What comes out is a picture and nothing else: no EXIF, no place, no camera, nothing behind its end.
 */
import sharp from "sharp";
import type { Photo } from "../store/index.ts";
import { InboxRefusal } from "./refusal.ts";

export const PHOTO_BYTES = 10 * 1024 * 1024;
/** 50-megapixel cameras are the largest that phones use as they are. Decoded, that is 200 MB. */
const MOST_PIXELS = 52_000_000;
const MOST_SIDE = 16_384;
const LEAST_SIDE = 32;
const LARGE_SIDE = 1600;
const SMALL_SIDE = 320;
/** Noise does not compress: such a picture is written at the lower quality. */
const LARGE_BYTES = 1024 * 1024;
const SECONDS = 10;

// Of all that the library can read, only these three: the others have had their share of holes.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});
// No picture comes twice, and one thread per picture is enough.
sharp.cache(false);
sharp.concurrency(1);

const refuse = (message: string) => new InboxRefusal("invalid", "photo", message);

/** Throws InboxRefusal where it is no JPEG, PNG or WebP, is broken, or too large; or where too many wait. */
export async function readPhoto(bytes: Uint8Array): Promise<Photo> {
  if (bytes.byteLength > PHOTO_BYTES) throw refuse(`is larger than ${PHOTO_BYTES / 1024 / 1024} MB`);
  const format = formatOf(bytes);
  if (format === null) throw refuse(`should be a JPEG, PNG or WebP picture, and is ${guess(bytes)}`);
  return oneAtATime(async () => {
    const { width, height, format: found } = await decoded(() => open(bytes).metadata());
    if (found !== format) throw refuse("is not the kind of picture that it begins as");
    if (width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS) {
      throw refuse(`has ${width} × ${height} pixels; at most ${MOST_PIXELS / 1e6} million are taken`);
    }
    if (width < LEAST_SIDE || height < LEAST_SIDE) {
      throw refuse(`has ${width} × ${height} pixels, too few to show anything`);
    }
    let large = await decoded(() => jpeg(bytes, LARGE_SIDE, 80));
    if (large.data.byteLength > LARGE_BYTES) large = await decoded(() => jpeg(bytes, LARGE_SIDE, 55));
    const small = await decoded(() => jpeg(large.data, SMALL_SIDE, 70));
    return { width: large.info.width, height: large.info.height, large: large.data, small: small.data };
  });
}

function open(bytes: Uint8Array) {
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", sequentialRead: true });
}

/** Metadata is dropped unless asked for; autoOrient turns the picture as its EXIF says before that is gone. */
function jpeg(bytes: Uint8Array, side: number, quality: number) {
  return open(bytes)
    .autoOrient()
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .jpeg({ quality, progressive: true })
    .timeout({ seconds: SECONDS })
    .toBuffer({ resolveWithObject: true });
}

/** What the library throws is about the file. */
async function decoded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = (error as Error).message;
    if (/pixel limit/i.test(reason)) throw refuse(`has more than ${MOST_PIXELS / 1e6} million pixels`);
    if (/timeout/i.test(reason)) throw refuse("takes too long to read");
    throw refuse("is broken or cut off and cannot be read");
  }
}

const startsWith = (bytes: Uint8Array, ...wanted: number[]) => wanted.every((byte, i) => bytes[i] === byte);
const textAt = (bytes: Uint8Array, start: number, length: number) =>
  Buffer.from(bytes.subarray(start, start + length)).toString("latin1");

function formatOf(bytes: Uint8Array): "jpeg" | "png" | "webp" | null {
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return "jpeg";
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (textAt(bytes, 0, 4) === "RIFF" && textAt(bytes, 8, 4) === "WEBP") return "webp";
  return null;
}

/** What people send by mistake, by its name. */
function guess(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) return "empty";
  if (textAt(bytes, 4, 4) === "ftyp") {
    return "HEIC, AVIF or a video; on an iPhone choose Settings → Camera → Formats → Most Compatible";
  }
  if (textAt(bytes, 0, 4) === "GIF8") return "a GIF";
  if (textAt(bytes, 0, 5) === "%PDF-") return "a PDF";
  if (/^\s*(?:<\?xml|<!doctype|<svg|<html)/i.test(textAt(bytes, 0, 200).replace(/^\xEF\xBB\xBF/, ""))) {
    return "SVG or another text file";
  }
  return "something else";
}

/** Decoding takes memory: one picture at a time, and not too many that wait. */
const MOST_WAITING = 10;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING) {
    throw new InboxRefusal("busy", "photo", "Many photos come in at the moment. Please try again soon.", 5);
  }
  waiting++;
  const done = last.then(work).finally(() => waiting--);
  last = done.catch(() => {});
  return done;
}
