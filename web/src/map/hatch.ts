/** Grey hatching: what nobody knows. Image ids: `hatch/unknown`. */
import type { MapPalette } from "./palette.ts";

const size = 10;
const pixelRatio = 2;

export function drawHatch(_id: string, palette: MapPalette): { image: ImageData; pixelRatio: number } | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * pixelRatio;
  // Read back at once: kept off the graphics processor, for which the page would have to wait.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.scale(pixelRatio, pixelRatio);
  context.strokeStyle = palette.labelQuiet;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.4;
  // Three strokes, so that the pattern meets itself at the edges.
  for (const offset of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(offset - 1, size + 1);
    context.lineTo(offset + size + 1, -1);
    context.stroke();
  }
  return { image: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio };
}
