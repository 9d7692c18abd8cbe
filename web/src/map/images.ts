/** Draws the map's marks on a canvas from the same paths as the icons on the page; nothing is loaded. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { categoryIcons } from "../icons/categories.ts";
import { repairIcons } from "../icons/repair.ts";
import { symbols } from "../icons/symbols.ts";
import type { SymbolName } from "../icons/symbols.ts";
import type { MapPalette } from "./palette.ts";

/** Image ids: `outlet/<category>/<tier>[/<kind>][/on]`, `walk/<feature>`, `number/<n>[/on]`. */
export function outletImage(category: string, tier: string, kind: string | null): string {
  return kind ? `outlet/${category}/${tier}/${kind}` : `outlet/${category}/${tier}`;
}

export function numberImage(number: number, selected: boolean): string {
  return selected ? `number/${number}/on` : `number/${number}`;
}

export function walkImage(kind: string): string {
  return `walk/${kind}`;
}

interface Disc {
  diameter: number;
  fill: string;
  edge: string;
  edgeWidth: number;
  /** Thin outer line that sets the mark off from whatever lies below. */
  halo: string;
}

interface Drawn {
  image: ImageData;
  pixelRatio: number;
}

function drawDisc(disc: Disc, inside: (context: CanvasRenderingContext2D, size: number) => void): Drawn | null {
  const pixelRatio = 2;
  const size = disc.diameter + 4;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * pixelRatio;
  // Read back at once: kept off the graphics processor, for which the page would have to wait.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.scale(pixelRatio, pixelRatio);
  const middle = size / 2;
  context.beginPath();
  context.arc(middle, middle, disc.diameter / 2 + 1.2, 0, 2 * Math.PI);
  context.fillStyle = disc.halo;
  context.fill();
  context.beginPath();
  context.arc(middle, middle, disc.diameter / 2 - disc.edgeWidth / 2, 0, 2 * Math.PI);
  context.fillStyle = disc.fill;
  context.fill();
  context.lineWidth = disc.edgeWidth;
  context.strokeStyle = disc.edge;
  context.stroke();
  inside(context, size);
  return { image: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio };
}

function drawPath(context: CanvasRenderingContext2D, size: number, path: string, pixels: number, color: string): void {
  context.save();
  context.translate((size - pixels) / 2, (size - pixels) / 2);
  context.scale(pixels / 24, pixels / 24);
  context.strokeStyle = color;
  context.lineWidth = 2.3;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(new Path2D(path));
  context.restore();
}

function drawText(context: CanvasRenderingContext2D, size: number, text: string, color: string): void {
  context.fillStyle = color;
  context.font = "600 14px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, size / 2, size / 2 + 0.5);
}

/** @returns null for an id that is none of ours */
export function drawImage(id: string, palette: MapPalette): Drawn | null {
  const [family, ...rest] = id.split("/");
  const selected = rest.at(-1) === "on";
  if (selected) rest.pop();
  if (family === "outlet") {
    const [category, tier, kind] = rest;
    const path = kind ? repairIcons[kind as RepairKindId]?.line : categoryIcons[category as CategoryId];
    if (!path) return null;
    const filled = selected || tier === "basic";
    const edge = selected ? palette.accent : palette.ink;
    return drawDisc(
      {
        diameter: selected ? 34 : 26,
        fill: filled ? edge : palette.paper,
        edge,
        edgeWidth: 2,
        halo: palette.paper,
      },
      (context, size) => {
        const color = selected ? palette.onAccent : filled ? palette.paper : palette.ink;
        drawPath(context, size, path, selected ? 21 : 16, color);
      },
    );
  }
  if (family === "number") {
    const edge = selected ? palette.accent : palette.ink;
    return drawDisc(
      { diameter: selected ? 34 : 28, fill: edge, edge, edgeWidth: 2, halo: palette.paper },
      (context, size) => drawText(context, size, rest[0], selected ? palette.onAccent : palette.paper),
    );
  }
  if (family === "walk") {
    const path = symbols[rest[0] as SymbolName];
    if (!path) return null;
    return drawDisc(
      { diameter: 24, fill: palette.paper, edge: palette.accent, edgeWidth: 2, halo: palette.paper },
      (context, size) => drawPath(context, size, path, 15, palette.accent),
    );
  }
  return null;
}
