/** A drawing as SVG: with real text in embedded fonts, or with letters as shapes for programs that have no fonts. */
import type { Letters } from "../fonts/letters.ts";
import { fontFamily } from "../fonts/letters.ts";
import type { Weight } from "../fonts/glyph.ts";
import { coordinate, outlineData, textsOf } from "./scene.ts";
import type { Drawing, Item, TextItem } from "./scene.ts";

export interface SvgOptions {
  /** Letters as shapes; no fonts are embedded then. */
  outlines?: boolean;
}

/** To be called within `letters.typeset`. */
export function writeSvg(drawing: Drawing, letters: Letters, { outlines = false }: SvgOptions = {}): string {
  const { width, height, title, items } = drawing;
  const state: State = { letters, outlines, clips: 0 };
  const body = items.map((item) => itemSvg(item, state)).join("\n");
  const millimeters = (points: number): string => `${Math.round((points * 254) / 72) / 10}mm`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${millimeters(width)}" height="${millimeters(height)}" viewBox="0 0 ${coordinate(width)} ${coordinate(height)}">`,
    `<title>${escapeXml(title)}</title>`,
    outlines ? "" : `<style>${fontFaces(items, letters)}text{font-family:"${fontFamily}";white-space:pre}</style>`,
    body,
    "</svg>\n",
  ].join("\n");
}

interface State {
  letters: Letters;
  outlines: boolean;
  clips: number;
}

function fontFaces(items: readonly Item[], letters: Letters): string {
  const texts = textsOf(items);
  return ([400, 700] as Weight[])
    .filter((weight) => texts[weight].length > 0)
    .map((weight) => {
      const data = Buffer.from(letters.fontFile(texts[weight], weight)).toString("base64");
      return `@font-face{font-family:"${fontFamily}";font-weight:${weight};src:url(data:font/ttf;base64,${data}) format("truetype")}`;
    })
    .join("");
}

function itemSvg(item: Item, state: State): string {
  if (item.type === "path") {
    const { d, fill, stroke, opacity, evenOdd } = item;
    const attributes = [`d="${d}"`, `fill="${fill ?? "none"}"`];
    if (evenOdd) attributes.push('fill-rule="evenodd"');
    if (stroke) {
      attributes.push(`stroke="${stroke.color}" stroke-width="${coordinate(stroke.width)}" stroke-linejoin="round"`);
      if (stroke.cap !== "butt") attributes.push('stroke-linecap="round"');
      if (stroke.dash) attributes.push(`stroke-dasharray="${stroke.dash.map(coordinate).join(" ")}"`);
    }
    if (opacity !== undefined) attributes.push(`opacity="${opacity}"`);
    return `<path ${attributes.join(" ")}/>`;
  }
  if (item.type === "clip") {
    const id = `c${++state.clips}`;
    const inner = item.items.map((child) => itemSvg(child, state)).join("\n");
    return `<clipPath id="${id}"><path d="${item.clip}"/></clipPath><g clip-path="url(#${id})">\n${inner}\n</g>`;
  }
  return textSvg(item, state);
}

function textSvg(item: TextItem, { letters, outlines }: State): string {
  const { text, size, weight, fill, rotate, halo, spots } = item;
  const anchor = spots ? "middle" : item.anchor;
  const x = spots ? spots.map((spot) => coordinate(spot[0])).join(" ") : coordinate(item.x);
  const y = spots ? spots.map((spot) => coordinate(spot[1])).join(" ") : coordinate(item.y);
  if (outlines) {
    const d = outlineData(letters, item);
    const around = halo
      ? `<path d="${d}" fill="none" stroke="${halo.color}" stroke-width="${coordinate(halo.width * 2)}" stroke-linejoin="round"/>`
      : "";
    return `${around}<path d="${d}" fill="${fill}"/>`;
  }
  const attributes = [
    `x="${x}" y="${y}" font-size="${coordinate(size)}" fill="${fill}"`,
    weight === 700 ? 'font-weight="700"' : "",
    anchor === "start" ? "" : `text-anchor="${anchor}"`,
    rotate && !spots ? `transform="rotate(${coordinate(rotate)} ${x} ${y})"` : "",
    halo
      ? `stroke="${halo.color}" stroke-width="${coordinate(halo.width * 2)}" stroke-linejoin="round" paint-order="stroke"`
      : "",
  ];
  return `<text ${attributes.filter(Boolean).join(" ")}>${escapeXml(text)}</text>`;
}

/** Characters that XML does not allow are left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
