/** A QR code as one shape. */
import encodeQR from "qr";
import { coordinate, rectangleData } from "./scene.ts";
import type { Item } from "./scene.ts";

/** With the four modules of white around it that readers need; `size` in points, all in all. */
export function qrItems(text: string, x: number, y: number, size: number): Item[] {
  const modules = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const side = size / modules.length;
  const runs: string[] = [];
  for (const [row, line] of modules.entries()) {
    for (let column = 0; column < line.length; column++) {
      if (!line[column]) continue;
      let end = column;
      while (line[end + 1]) end++;
      const width = coordinate((end - column + 1) * side);
      runs.push(
        `M${coordinate(x + column * side)} ${coordinate(y + row * side)}h${width}v${coordinate(side)}h-${width}Z`,
      );
      column = end;
    }
  }
  return [
    { type: "path", d: rectangleData(x, y, size, size), fill: "#ffffff" },
    { type: "path", d: runs.join(""), fill: "#000000" },
  ];
}
