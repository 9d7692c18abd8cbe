/** A drawing as a picture; its letters are shapes by then, so it needs no font. */
import sharp from "sharp";
import type { Letters } from "../fonts/letters.ts";
import type { Drawing } from "./scene.ts";
import { writeSvg } from "./svg.ts";

export interface Picture {
  png: Buffer;
  /** Pixels. */
  width: number;
  height: number;
}

/** To be called when all letters are there. */
export async function drawPng(drawing: Drawing, letters: Letters, dotsPerInch = 200): Promise<Picture> {
  const svg = writeSvg(drawing, letters, { outlines: true });
  const width = Math.round((drawing.width * dotsPerInch) / 72);
  // librsvg reads millimetres at 96 dots per inch, scaled by density / 72 … so the width is said outright.
  const { data, info } = await sharp(Buffer.from(svg), { density: dotsPerInch, limitInputPixels: 60e6 })
    .resize({ width })
    .flatten({ background: "#ffffff" })
    .png({ palette: true, quality: 95, effort: 4 })
    .withMetadata({ density: dotsPerInch })
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}
