/** What must hold of every sign map that is drawn: numbers, names, nothing over another. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { circleReportInput, listedOutlet } from "../../src/api/report-input.ts";
import { signSheet } from "../../src/reports/documents/sign.ts";
import type { SignInput } from "../../src/reports/documents/sign.ts";
import type { Item, TextItem } from "../../src/reports/draw/scene.ts";
import { Letters } from "../../src/reports/fonts/letters.ts";
import { readBasemap } from "../../src/reports/map/basemap.ts";
import type { Basemap } from "../../src/reports/map/basemap.ts";
import type { Cities } from "./city.ts";

const letters = new Letters();

interface Box {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The letters of an item, a box for each, a little smaller than they are. */
function boxesOf(item: TextItem): Box[] {
  const { text, size, weight } = item;
  const chars = [...text];
  const widths = chars.map((char) => letters.width(char, weight) * size);
  const small = size * 0.72;
  const box = (x: number, y: number): Box => ({
    text,
    x: x - small / 2,
    y: y - small / 2,
    width: small,
    height: small,
  });
  if (item.spots) return item.spots.map(([x, y]) => box(x, y - size * 0.36));
  const all = widths.reduce((sum, width) => sum + width, 0);
  let along = item.anchor === "start" ? 0 : item.anchor === "middle" ? -all / 2 : -all;
  const angle = ((item.rotate ?? 0) * Math.PI) / 180;
  return chars.map((_, i) => {
    const [dx, dy] = [along + widths[i] / 2, -size * 0.36];
    along += widths[i];
    return box(
      item.x + dx * Math.cos(angle) - dy * Math.sin(angle),
      item.y + dx * Math.sin(angle) + dy * Math.cos(angle),
    );
  });
}

const touch = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function textsIn(items: readonly Item[]): TextItem[] {
  return items.flatMap((item) => (item.type === "text" ? [item] : item.type === "clip" ? textsIn(item.items) : []));
}

/** `cities` has the sample once the tests run. */
export function sheetTests(cities: () => Cities): void {
  let basemap: Basemap;
  let input: SignInput;

  beforeAll(async () => {
    const { app, store } = cities();
    const context = await app.cities.get("sample");
    basemap = readBasemap((await context.basemapBytes())!.bytes);
    const circle = (await store.listCircles("sample")).find(({ name }) => name.startsWith("石桥"))!;
    const report = await circleReportInput(store, context, circle, "http://example.test");
    input = {
      facts: report.facts,
      paper: { size: "a3", orientation: "landscape" },
      circle,
      area: report.area,
      from: { location: report.circle.center, name: "圈中心" },
      rings: report.rings,
      outlets: report.outlets.map(listedOutlet),
      link: report.link,
    };
  });

  it.each([
    ["a3", "landscape"],
    ["a3", "portrait"],
    ["a4", "landscape"],
    ["a4", "portrait"],
  ] as const)("%s %s: no text stands over another, none over the edge", async (size, orientation) => {
    const { drawing } = await letters.typeset(() =>
      signSheet({ ...input, paper: { size, orientation } }, basemap, letters),
    );
    const texts = textsIn(drawing.items);
    const boxes = texts.map(boxesOf);
    const over: string[] = [];
    for (let i = 0; i < boxes.length; i++) {
      for (const box of boxes[i]) {
        const isOnSheet =
          box.x > 0 && box.y > 0 && box.x + box.width < drawing.width && box.y + box.height < drawing.height;
        if (!isOnSheet) over.push(`${texts[i].text} runs over the edge`);
      }
      for (let j = i + 1; j < boxes.length; j++) {
        if (boxes[i].some((a) => boxes[j].some((b) => touch(a, b)))) over.push(`${texts[i].text} / ${texts[j].text}`);
      }
    }
    expect(over).toEqual([]);
  });

  it("gives every outlet in the list a number that a mark on the map has, and names streets and compounds", async () => {
    const sign = await letters.typeset(() => signSheet(input, basemap, letters));
    const isNumber = ({ text }: TextItem) => /^\d+$/.test(text);
    const map = sign.drawing.items.find((item) => item.type === "clip")!;
    const onMap = textsIn([map]);
    const marks = new Set(onMap.filter(isNumber).map(({ text }) => text));
    const listed = textsIn(sign.drawing.items.filter((item) => item !== map)).filter(
      (item) => isNumber(item) && item.weight === 700,
    );
    expect(listed.length).toBeGreaterThan(60);
    for (const { text } of listed) expect(marks.has(text) || text === "8", `mark ${text}`).toBe(true);
    expect(sign.shown).toBeGreaterThan(60);
    expect(sign.total).toBe(input.outlets.length);
    const names = onMap.map(({ text }) => text);
    for (const name of ["和乐道", "联盟里", "石桥里", "清漪河"]) expect(names).toContain(name);
  });

  it("draws the sample's whole basemap artifact, whichever circle", async () => {
    const { features } = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../../data/sample/files/circles.geojson"), "utf8"),
    ) as { features: { geometry: SignInput["circle"]["boundary"] }[] };
    for (const { geometry } of features) {
      const sign = await letters.typeset(() =>
        signSheet({ ...input, circle: { name: "圈", boundary: geometry } }, basemap, letters),
      );
      expect(sign.scale).toBeLessThanOrEqual(12_500);
    }
  });
}
