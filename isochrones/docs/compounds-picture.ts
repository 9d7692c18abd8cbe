/**
 * Draws compounds.svg: a walled compound, its gates, a walk out by the gate, the cut-through that nobody walks and the
 * access leg that the wall refuses. All lines are the engine's own answers over the map below.
 *
 *     node isochrones/docs/compounds-picture.ts
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Position } from "../src/index.ts";
import { draw, metersBetween, type DrawnMap, type TextMap } from "../test/map.ts";

const PICTURE = `
  a-----------p---------------b
  |           |               |
  |  v########n############w  |
  |  #        |            #  |
  |  #        |            #  |
  |  #  h-----j            #  |
  |  #        |            #  |
  |  #        |            #  |
  |  #        |            #  |
  |  #  H     |            #  |
  |  y########s############x  |
  |      S    |               |
  d-----------q---------------c
`;

const street = (name: string): string => `highway=residential name=${name}`;
const lane = "highway=service access=private";

const map: TextMap = {
  picture: PICTURE,
  meters: 12,
  ways: {
    apb: street("北街"),
    bc: street("东街"),
    dqc: street("南街"),
    ad: street("西街"),
    pnjsq: lane,
    jh: lane,
    vnwxsyv: "barrier=wall",
  },
  nodes: { n: "barrier=gate", s: "barrier=gate" },
};
const withTags = (change: (tags: string) => string): TextMap => ({
  ...map,
  ways: Object.fromEntries(Object.entries(map.ways).map(([route, tags]) => [route, change(tags)])),
});

/** Pixels per metre, and the border around the map. */
const SCALE = 2.4;
const MARGIN = 30;
const LEGEND_WIDTH = 330;

/** The picture as SVG text; the same for the same engine. */
export async function compoundsPicture(): Promise<string> {
  const drawn = await draw(map);
  const noPrivateTags = await draw(withTags((tags) => tags.replace(" access=private", "")));
  const noWalls = await draw(withTags((tags) => tags.replace("barrier=wall", "barrier=hedge")));
  const at = (letter: string): Position => drawn.at(letter);
  const home = at("H");
  const shop = at("S");
  const walk = lineOf(drawn, home, shop);
  const passing = lineOf(drawn, at("p"), at("q"));
  const through = lineOf(noPrivateTags, at("p"), at("q"));
  const leg = drawn.engine.attach(home)!.location;
  const refused = noWalls.engine.attach(home)!.location;

  const corner = at("a");
  const point = (position: Position): [number, number] => {
    const east = metersBetween(corner, [position[0], corner[1]]) * Math.sign(position[0] - corner[0]);
    const south = metersBetween(corner, [corner[0], position[1]]) * Math.sign(corner[1] - position[1]);
    return [Math.round((MARGIN + east * SCALE) * 10) / 10, Math.round((MARGIN + south * SCALE) * 10) / 10];
  };
  const path = (positions: Position[], look: string): string =>
    `<path d="M${positions.map((position) => point(position).join(" ")).join("L")}" ${look}/>`;
  const letters = (route: string, look: string): string => path([...route].map(at), look);
  const text = (position: Position, dx: number, dy: number, words: string, look = ""): string => {
    const [x, y] = point(position);
    return `<text x="${x + dx}" y="${y + dy}" ${look}>${words}</text>`;
  };
  const refusedAt = wallOn(home, refused, at("x"));
  const [homeAt, shopAt, crossAt] = [home, shop, refusedAt].map(point);
  const gap = (gate: string): string => {
    const [x, y] = point(at(gate));
    return `<path d="M${x - 10} ${y}h20" stroke="#fbfaf7" stroke-width="6"/>`;
  };
  const [right, bottom] = point(at("c"));
  const [left, top] = [right + 36, MARGIN + 6];

  const rows: [string, string, string][] = [
    ['stroke="#c9c4b8" stroke-width="9"', "公共街道", "public street"],
    ['stroke="#e7d9b8" stroke-width="7"', "小区内部路（私有）", "private way inside"],
    ['stroke="#5b4a3f" stroke-width="4"', "围墙", "wall"],
    ['stroke="#1f6feb" stroke-width="3.5"', `从家到商店，经南门 ${walk.words}`, "home to shop, by the gate"],
    ['stroke="#b35900" stroke-width="3.5"', `过路人绕行 ${passing.words}`, "passer-by, round the compound"],
    [
      'stroke="#b35900" stroke-width="2.5" stroke-dasharray="3 6"',
      `不许穿行 ${through.words}`,
      "cut-through, not walked",
    ],
    [
      'stroke="#1a7f37" stroke-width="3.5" stroke-dasharray="2 3"',
      "接入段：到最近的路",
      "access leg, nearest open way",
    ],
    [
      'stroke="#cf222e" stroke-width="2.5" stroke-dasharray="2 4"',
      "被围墙挡住的接入段",
      "access leg refused by the wall",
    ],
  ];
  const legend = rows.map(([look, zh, en], row) => {
    const y = top + row * 44;
    return (
      `<path d="M${left} ${y}H${left + 44}" ${look}/>` +
      `<text x="${left + 56}" y="${y + 1}">${zh}</text><text x="${left + 56}" y="${y + 17}" class="en">${en}</text>`
    );
  });
  const [width, height] = [right + LEGEND_WIDTH, bottom + MARGIN + 6];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">一个有围墙的小区：家门从最近的内部路出发，经大门到街上；过路人不能穿行。A walled compound: the way from home leads out by the gate, and nobody cuts through.</title>',
    '<style>text{font:13px "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;fill:#24292f}.en{font-size:12px;fill:#57606a}path{fill:none;stroke-linecap:round;stroke-linejoin:round}</style>',
    `<rect width="${width}" height="${height}" fill="#fbfaf7"/>`,
    letters("vwxyv", 'style="fill:#f3efe2" stroke="none"'),
    letters("abcda", 'stroke="#c9c4b8" stroke-width="11"'),
    letters("vwxyv", 'stroke="#5b4a3f" stroke-width="4"'),
    ...["n", "s"].map(gap),
    letters("pnjsq", 'stroke="#e7d9b8" stroke-width="8"'),
    letters("jh", 'stroke="#e7d9b8" stroke-width="8"'),
    path(through.line, 'stroke="#b35900" stroke-width="2.5" stroke-dasharray="3 6" transform="translate(-5 5)"'),
    path(passing.line, 'stroke="#b35900" stroke-width="3.5" transform="translate(3 -3)"'),
    path(walk.line.slice(1, -1), 'stroke="#1f6feb" stroke-width="3.5"'),
    path(walk.line.slice(-2), 'stroke="#1a7f37" stroke-width="3.5" stroke-dasharray="2 3"'),
    path([home, leg], 'stroke="#1a7f37" stroke-width="3.5" stroke-dasharray="2 3"'),
    path([home, refused], 'stroke="#cf222e" stroke-width="2.5" stroke-dasharray="2 4"'),
    `<path d="M${crossAt[0] - 6} ${crossAt[1] - 6}l12 12m-12 0l12-12" stroke="#cf222e" stroke-width="3"/>`,
    `<rect x="${homeAt[0] - 8}" y="${homeAt[1] - 6}" width="16" height="12" fill="#8250df"/>`,
    `<circle cx="${shopAt[0]}" cy="${shopAt[1]}" r="6" fill="#bf3989"/>`,
    text(home, 14, 5, "家 home"),
    text(shop, 12, 4, "商店 shop"),
    text(at("n"), 16, 20, "北门 gate"),
    text(at("s"), 16, -9, "南门 gate"),
    text(at("p"), -12, -12, "甲 A"),
    text(at("q"), -12, 26, "乙 B"),
    ...legend,
    "</svg>",
  ].join("\n")}\n`;
}

interface Walk {
  line: Position[];
  words: string;
}

function lineOf({ engine }: DrawnMap, from: Position, to: Position): Walk {
  const route = engine.routeSync(from, to)!;
  return { line: route.geometry.coordinates, words: `${Math.round(route.meters)} 米，${Math.round(route.seconds)} 秒` };
}

/** Where the leg meets the wall, which runs due east here. */
const wallOn = (from: Position, to: Position, wall: Position): Position => {
  const share = (wall[1] - from[1]) / (to[1] - from[1]);
  return [from[0] + share * (to[0] - from[0]), wall[1]];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("compounds.svg", import.meta.url), await compoundsPicture());
}
