/** node web/bin/icons.ts: draws the installed application's icons, as SVG and PNG, into web/public/icons. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const folder = join(import.meta.dirname, "../public/icons");

/** Three rings around a door, a quarter hour's walk in three steps. `inset`: share of the side left free at each edge. */
function icon(inset: number, corner: number): string {
  const side = 512;
  const room = side * (1 - 2 * inset);
  const middle = side / 2;
  const ring = (share: number, opacity: number) =>
    `<circle cx="${middle}" cy="${middle}" r="${((room / 2) * share).toFixed(1)}" fill="#fff" fill-opacity="${opacity}"/>`;
  const pin = room * 0.2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">
<rect width="${side}" height="${side}" rx="${corner}" fill="#1d4fa8"/>
${ring(0.94, 0.16)}${ring(0.66, 0.22)}${ring(0.4, 1)}
<circle cx="${middle}" cy="${middle}" r="${(pin * 0.52).toFixed(1)}" fill="#1d4fa8"/>
</svg>
`;
}

mkdirSync(folder, { recursive: true });
const plain = icon(0.04, 96);
writeFileSync(join(folder, "icon.svg"), plain);
// Launchers cut a circle or worse out of this one: nothing near its edges, no corners of its own.
const maskable = icon(0.14, 0);
const png = (svg: string, side: number, name: string) =>
  sharp(Buffer.from(svg)).resize(side).png().toFile(join(folder, name));
await Promise.all([
  png(plain, 192, "icon-192.png"),
  png(plain, 512, "icon-512.png"),
  png(maskable, 512, "icon-maskable-512.png"),
  png(maskable, 180, "apple-touch-icon.png"),
]);
