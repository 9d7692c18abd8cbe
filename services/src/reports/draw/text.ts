/** Texts as items: lines cut to a width, paragraphs broken into lines. */
import type { Weight } from "../fonts/glyph.ts";
import type { Letters } from "../fonts/letters.ts";
import type { TextItem } from "./scene.ts";

export interface TextStyle {
  size: number;
  weight?: Weight;
  fill?: string;
  anchor?: TextItem["anchor"];
}

/** Ink of documents. */
export const ink = "#18202c";
export const quietInk = "#505b6b";

export function textAt(
  text: string,
  x: number,
  y: number,
  { size, weight = 400, fill = ink, anchor = "start" }: TextStyle,
): TextItem {
  return { type: "text", x, y, text, size, weight, fill, anchor };
}

/** What of the text fits, with … where something was cut off. */
export function fitted(letters: Letters, text: string, width: number, size: number, weight: Weight = 400): string {
  if (letters.width(text, weight) * size <= width) return text;
  const chars = [...text];
  while (chars.length > 1 && letters.width(`${chars.join("")}…`, weight) * size > width) chars.pop();
  return `${chars.join("").trimEnd()}…`;
}

/** Must not stand at the beginning of a line. */
const closing = new Set("，。、；：！？）》」』”’】〕…·,.;:!?)%℃");
/** Must not stand at the end of a line. */
const opening = new Set("（《「『“‘【〔(");

/** Breaks between any two Chinese characters, never inside a Latin word or number, by the rules of punctuation. */
export function brokenLines(
  letters: Letters,
  text: string,
  width: number,
  size: number,
  weight: Weight = 400,
): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const piece of piecesOf(paragraph)) {
      if (line !== "" && letters.width(line + piece.trimEnd(), weight) * size > width) {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      } else line += piece;
      // A word longer than the line.
      while (letters.width(line, weight) * size > width && [...line].length > 1) {
        const chars = [...line];
        let count = chars.length - 1;
        while (count > 1 && letters.width(chars.slice(0, count).join(""), weight) * size > width) count--;
        lines.push(chars.slice(0, count).join(""));
        line = chars.slice(count).join("");
      }
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

/** What must stay together: words, numbers, characters with their punctuation. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const [token] of text.matchAll(/[\p{Script=Latin}\p{N}.,:/@#&+~_-]+\s*|\s+|./gu)) {
    const last = pieces[pieces.length - 1];
    const joins = last !== undefined && (closing.has([...token][0]) || opening.has([...last].at(-1)!));
    if (joins) pieces[pieces.length - 1] += token;
    else pieces.push(token);
  }
  return pieces;
}
