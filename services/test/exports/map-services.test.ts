/**
 * A point handed to 高德, 腾讯 or 百度, in a table or a link, lies within a metre of where their own conversion has it.
 * Places from gcoord's list of cities and from eviltransform's vectors (both MIT).
 */
import { buffer } from "node:stream/consumers";
import type { Position } from "@quarterhour/isochrones";
import { describe, expect, test } from "vitest";
import { viewOutlet } from "../../src/api/outlet-view.ts";
import { exportFile } from "../../src/exports/files.ts";
import { outletLayer } from "../../src/exports/layers.ts";
import { readOutlets } from "../../src/intake/index.ts";
import type { Outlet } from "../../src/store/index.ts";
import { temporaryFolder, write } from "../intake/files.ts";
import { bareOutlet } from "../store/samples.ts";

/** Place, WGS-84, GCJ-02, BD-09. */
const places: [string, Position, Position, Position | null][] = [
  ["深圳市", [114.0527534, 22.5458236], [114.0578659, 22.5431014], [114.064418, 22.5487584]],
  ["拉萨市", [91.1706414, 29.655277], [91.1721167, 29.6524954], [91.1786184, 29.6585294]],
  ["成都市", [104.0640437, 30.5747262], [104.0665489, 30.5722732], [104.0730134, 30.5783237]],
  ["三亚市", [109.507813, 18.2545417], [109.5119135, 18.2528524], [109.5184703, 18.2585878]],
  ["呼和浩特市", [111.742268, 40.8411422], [111.7491897, 40.8425914], [111.7556994, 40.8486111]],
  ["乌鲁木齐市", [87.6140048, 43.824388], [87.6168579, 43.8255962], [87.6232918, 43.8317719]],
  ["南京市", [118.7916827, 32.0623216], [118.7968802, 32.0602574], [118.8033021, 32.0666136]],
  ["哈尔滨市", [126.528903, 45.8017783], [126.5349726, 45.8037804], [126.5415875, 45.8094074]],
  ["昆明市", [102.8314746, 24.8831612], [102.8328974, 24.8800993], [102.8393447, 24.8863908]],
  ["上海", [121.5272106, 31.1774276], [121.531541859215, 31.17530398364597], null],
  ["深圳南山", [113.912316, 22.543847], [113.9171774808363, 22.540796131694766], null],
  ["北京西城", [116.377817, 39.911954], [116.38404722455657, 39.91334545536069], null],
];

const folder = temporaryFolder();
const outlets = places.map(([name, location], i): Outlet => ({
  ...bareOutlet({ sourceRef: String(i), name, location }),
  id: `o_${i}`,
  city: "c",
  source: "s",
  importId: null,
  createdAt: "",
  updatedAt: "",
}));

function metersApart(a: Position, b: Position): number {
  const scale = Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot((a[0] - b[0]) * scale, a[1] - b[1]) * 111_195;
}

describe.each([
  ["gcj02", "高德", 2],
  ["bd09", "百度", 3],
] as const)("in %s", (crs, word, column) => {
  const known = places.flatMap((place, i) => (place[column] === null ? [] : { i, wanted: place[column] }));

  test.each(["csv", "xlsx"] as const)(
    "a table as %s has them where the service has them, and reads them back",
    async (format) => {
      const layer = outletLayer(outlets, "x");
      const bytes = await buffer(await exportFile(format, layer, crs));
      if (format === "csv") {
        const [header, ...lines] = bytes.toString("utf8").slice(1).trim().split("\r\n");
        const x = header.split(",").indexOf(`${word}经度`);
        expect(header.split(",")[x + 1]).toBe(`${word}纬度`);
        for (const { i, wanted } of known) {
          const cells = lines[i].split(",");
          expect(metersApart([Number(cells[x]), Number(cells[x + 1])], wanted)).toBeLessThan(1);
        }
      }
      const { drafts, crs: read } = await readOutlets(write(folder, `${crs}.${format}`, bytes));
      expect(read).toBe(crs);
      for (const [i, { location }] of drafts.entries()) expect(metersApart(location, places[i][1])).toBeLessThan(0.5);
      expect(drafts).toHaveLength(places.length);
    },
  );

  test("links open there", () => {
    for (const { i, wanted } of known) {
      const { amap, tencent, baidu } = viewOutlet(outlets[i], new Date()).links;
      const place = (url: string, pattern: RegExp): Position => {
        const [a, b] = pattern.exec(decodeURIComponent(url))!.slice(1).map(Number);
        return pattern.source.startsWith("position") ? [a, b] : [b, a];
      };
      const shown =
        crs === "bd09"
          ? [place(baidu, /location=([\d.]+),([\d.]+)/)]
          : [place(amap, /position=([\d.]+),([\d.]+)/), place(tencent, /coord:([\d.]+),([\d.]+)/)];
      for (const position of shown) expect(metersApart(position, wanted)).toBeLessThan(1);
    }
  });
});
