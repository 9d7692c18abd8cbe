/** Streets with their bridges and pavements, the elevated road, the crossings. */
import { bounds, toLngLat } from "./geometry.ts";
import type { CityMap, Corner, Tags } from "./map.ts";
import { minorRoadNames } from "./street-names.ts";
import { blocks, type Named, railwayX, streetNames, streetX, streetY } from "./plan.ts";

/** How far the walkable line, the shop fronts and the walls keep from a street's centre line, metres. */
export const setbacks = {
  linhai: { pavement: 14, front: 20, wall: 34 },
  cangxi: { pavement: 11, front: 16, wall: 29 },
  arterial: { pavement: null, front: 13, wall: 26 },
  minor: { pavement: null, front: 9, wall: 20 },
};
export type StreetClass = keyof typeof setbacks;
export const classOf = (street: string): StreetClass =>
  street === "linhai" || street === "cangxi" ? street : street in streetNames ? "arterial" : "minor";

/** Footbridges over Linhai Street; the third has a lift. */
export const footbridges = [
  { x: -1220, name: { zh: "临海道西天桥", en: "Linhai West Footbridge" }, lift: false },
  { x: -800, name: { zh: "联盟里天桥", en: "Lianmeng Li Footbridge" }, lift: false },
  { x: -230, name: { zh: "和睦里天桥", en: "Hemu Li Footbridge" }, lift: true },
  { x: 830, name: { zh: "铁东公园天桥", en: "Tiedong Park Footbridge" }, lift: false },
];

export const named = (name: Named): Tags => ({ name: name.zh, "name:en": name.en });

/** The sheet's x at which a line of constant y meets the edge of the map, to the centimetre and not short of it. */
function leavesBoundsAt(y: number, map: CityMap, edge: "west" | "east"): number {
  let inside = 0;
  let outside = edge === "west" ? -1900 : 1900;
  for (let i = 0; i < 60; i++) {
    const middle = (inside + outside) / 2;
    const [lng] = toLngLat([middle, y], map.placement);
    if (edge === "west" ? lng >= bounds.west : lng <= bounds.east) inside = middle;
    else outside = middle;
  }
  return (Math.ceil(Math.abs(inside) * 100) / 100) * Math.sign(inside);
}

export interface MinorStreet {
  name: Named;
  axis: "x" | "y";
  at: number;
  from: number;
  to: number;
  block: string;
}

/** The streets that divide the blocks, with names given in order. */
export function minorStreets(): MinorStreet[] {
  const list: MinorStreet[] = [];
  let index = 0;
  for (const block of blocks) {
    const [west, east, south, north] = block.bounds;
    const x0 = streetX[west];
    const x1 = streetX[east];
    const y0 = streetY[south];
    const y1 = streetY[north];
    for (const [axis, fractions] of [
      ["x", block.splitX],
      ["y", block.splitY],
    ] as const) {
      for (const fraction of fractions) {
        const word = minorRoadNames[index % minorRoadNames.length];
        // North–south streets are 路, east–west streets 道, as in Tianjin; the second round of names is "支路".
        const round = Math.floor(index / minorRoadNames.length);
        const suffix = axis === "x" ? ["路", "Road"] : ["道", "Street"];
        const name = {
          zh: word.zh + (round ? (axis === "x" ? "支路" : "支道") : suffix[0]),
          en: `${word.en} ${round ? "Side " : ""}${suffix[1]}`,
        };
        list.push(
          axis === "x"
            ? { name, axis, at: Math.round(x0 + fraction * (x1 - x0)), from: y0, to: y1, block: block.id }
            : { name, axis, at: Math.round(y0 + fraction * (y1 - y0)), from: x0, to: x1, block: block.id },
        );
        index++;
      }
    }
  }
  return list;
}

export function drawStreets(map: CityMap): void {
  const { xidi, cangxi, tiexi, tiedong, dongdi } = streetX;
  const { beidi, linhai, northBank, southBank, nandi } = streetY;
  const roadClass: Record<string, string> = {
    xidi: "tertiary",
    wangchao: "secondary",
    tinglan: "secondary",
    cangxi: "primary",
    tiexi: "tertiary",
    tiedong: "tertiary",
    donghai: "secondary",
    dongdi: "tertiary",
    beidi: "secondary",
    linhai: "primary",
    hele: "secondary",
    northBank: "tertiary",
    southBank: "tertiary",
    anlan: "secondary",
    nandi: "tertiary",
  };
  const tags = (street: string, more: Tags = {}): Tags => ({
    highway: roadClass[street],
    ...named(streetNames[street]),
    // As in life, not every road says whether it has a pavement.
    ...(["xidi", "tiexi", "nandi"].includes(street) ? {} : { sidewalk: street === "cangxi" ? "separate" : "both" }),
    ...more,
  });

  // East–west. Only Hele Street passes under the railway and only Anlan Street over it.
  for (const street of ["beidi", "northBank", "southBank", "nandi"] as const) {
    map.street(
      [
        [xidi, streetY[street]],
        [tiexi, streetY[street]],
      ],
      tags(street),
    );
    map.street(
      [
        [tiedong, streetY[street]],
        [dongdi, streetY[street]],
      ],
      tags(street),
    );
  }
  for (const [street, pass] of [
    ["hele", { tunnel: "yes", layer: "-1" }],
    ["anlan", { bridge: "yes", layer: "1" }],
  ] as const) {
    const y = streetY[street];
    map.street(
      [
        [xidi, y],
        [railwayX - 30, y],
      ],
      tags(street),
    );
    map.line(
      [
        [railwayX - 30, y],
        [railwayX + 30, y],
      ],
      tags(street, pass),
    );
    map.street(
      [
        [railwayX + 30, y],
        [dongdi, y],
      ],
      tags(street),
    );
  }
  // North–south; three of them cross the river.
  for (const street of ["xidi", "tinglan", "tiexi", "tiedong", "dongdi"] as const) {
    map.street(
      [
        [streetX[street], nandi],
        [streetX[street], southBank],
      ],
      tags(street),
    );
    map.street(
      [
        [streetX[street], northBank],
        [streetX[street], beidi],
      ],
      tags(street),
    );
  }
  const bridgeNames: Record<string, Named> = {
    wangchao: { zh: "望潮桥", en: "Wangchao Bridge" },
    cangxi: { zh: "沧汐桥", en: "Cangxi Bridge" },
    donghai: { zh: "东海桥", en: "Donghai Bridge" },
  };
  for (const street of ["wangchao", "cangxi", "donghai"] as const) {
    const x = streetX[street];
    const near: Tags = street === "cangxi" ? { sidewalk: "both" } : {};
    map.street(
      [
        [x, nandi],
        [x, southBank],
      ],
      tags(street),
    );
    map.street(
      [
        [x, southBank],
        [x, -214],
      ],
      tags(street, near),
    );
    map.line(
      [
        [x, -214],
        [x, -86],
      ],
      tags(street, { bridge: "yes", layer: "1", sidewalk: "both", "bridge:name": bridgeNames[street].zh }),
    );
    map.street(
      [
        [x, -86],
        [x, northBank],
      ],
      tags(street, near),
    );
    map.street(
      [
        [x, northBank],
        [x, beidi],
      ],
      tags(street),
    );
  }

  drawLinhai(map, tags);
  // Cangxi Avenue has pavements mapped on their own.
  for (const side of [-1, 1]) {
    const x = cangxi + side * setbacks.cangxi.pavement;
    for (const [from, to] of [
      [nandi, southBank],
      [northBank, linhai - 14],
      [linhai + 14, beidi],
    ])
      map.street(
        [
          [x, from],
          [x, to],
        ],
        { highway: "footway", footway: "sidewalk", surface: "paving_stones" },
      );
  }
  // The pavements reach across Linhai Street at the lights.
  for (const side of [-1, 1])
    map.street(
      [
        [cangxi + side * 11, linhai - 14],
        [cangxi + side * 11, linhai + 14],
      ],
      { highway: "footway", footway: "crossing", crossing: "traffic_signals" },
    );

  for (const street of minorStreets()) {
    const minorTags = { highway: street.axis === "x" ? "residential" : "tertiary", ...named(street.name) };
    const corner = (along: number): Corner => (street.axis === "x" ? [street.at, along] : [along, street.at]);
    // Linhai Street is fenced in the middle: cars turn right out of a side street, walkers reach only the pavement.
    const [from, to] = [street.from, street.to].map((along) =>
      street.axis === "x" && along === linhai ? along - Math.sign(along - (street.from + street.to) / 2) * 14 : along,
    );
    map.street([corner(from), corner(to)], minorTags);
    if (from !== street.from) map.line([corner(street.from), corner(from)], { ...minorTags, foot: "no" });
    if (to !== street.to) map.line([corner(to), corner(street.to)], { ...minorTags, foot: "no" });
  }
}

/** Linhai Street: the viaduct above, the road below closed to walkers, pavements on both sides, four footbridges, a causeway. */
function drawLinhai(map: CityMap, tags: (street: string, more?: Tags) => Tags): void {
  const y = streetY.linhai;
  const west = leavesBoundsAt(y, map, "west");
  const viaduct = { zh: "临海高架路", en: "Linhai Elevated Road" };
  for (const lane of [-5, 5])
    map.line(
      lane > 0
        ? [
            [leavesBoundsAt(y + lane, map, "east"), y + lane, 2],
            [leavesBoundsAt(y + lane, map, "west"), y + lane, 2],
          ]
        : [
            [leavesBoundsAt(y + lane, map, "west"), y + lane, 2],
            [leavesBoundsAt(y + lane, map, "east"), y + lane, 2],
          ],
      {
        highway: "trunk",
        ...named(viaduct),
        bridge: "viaduct",
        layer: "2",
        oneway: "yes",
        foot: "no",
        lanes: "3",
        maxspeed: "80",
      },
    );
  map.street(
    [
      [streetX.xidi, y],
      [streetX.tiexi, y],
    ],
    tags("linhai", { foot: "no", sidewalk: "separate", lanes: "6" }),
  );
  map.street(
    [
      [streetX.tiedong, y],
      [streetX.dongdi, y],
    ],
    tags("linhai", { foot: "no", sidewalk: "separate", lanes: "6" }),
  );
  // To the mainland; here the map ends, not the road.
  map.line(
    [
      [west, y],
      [streetX.xidi, y],
    ],
    {
      highway: "secondary",
      name: "跨海大道",
      "name:en": "Causeway",
      sidewalk: "both",
      embankment: "yes",
    },
  );
  for (const side of [-1, 1]) {
    const line = y + side * setbacks.linhai.pavement;
    for (const [from, to] of [
      [streetX.xidi, streetX.tiexi],
      [streetX.tiedong, streetX.dongdi],
    ])
      map.street(
        [
          [from, line],
          [to, line],
        ],
        { highway: "footway", footway: "sidewalk", surface: "paving_stones" },
      );
  }
  for (const { x, name, lift } of footbridges) {
    for (const side of [-1, 1])
      map.line(
        [
          [x - 18, y + side * 14],
          [x, y + side * 16, 1],
        ],
        {
          highway: "steps",
          step_count: "32",
          incline: "up",
          handrail: "yes",
          "step:condition": "even",
        },
      );
    map.line(
      [
        [x, y + 16, 1],
        [x, y - 16, 1],
      ],
      { highway: "footway", bridge: "yes", layer: "1", ...named(name) },
    );
    if (lift)
      for (const side of [-1, 1]) {
        map.node([x + 5, y + side * 15, 0.5], { highway: "elevator", wheelchair: "yes" });
        map.line(
          [
            [x + 5, y + side * 14],
            [x + 5, y + side * 15, 0.5],
          ],
          { highway: "footway" },
        );
        map.line(
          [
            [x + 5, y + side * 15, 0.5],
            [x, y + side * 16, 1],
          ],
          { highway: "footway", bridge: "yes", layer: "1" },
        );
      }
  }
}

/** After joining: lights where large streets cross, zebra crossings where pavements and walks meet a road. */
export function markCrossings(map: CityMap): void {
  const large = new Set(["primary", "secondary"]);
  const at = new Map<number, { roads: Set<string>; pavements: number; small: number }>();
  for (const way of map.ways) {
    const kind = way.tags.highway;
    if (!kind || !way.ground) continue;
    for (const vertex of way.vertices) {
      const entry = at.get(vertex.id) ?? { roads: new Set<string>(), pavements: 0, small: 0 };
      if (large.has(kind)) entry.roads.add(way.tags.name);
      else if (kind === "tertiary" || kind === "residential") entry.small++;
      if (kind === "footway" && !way.tags.access) entry.pavements++;
      at.set(vertex.id, entry);
    }
  }
  for (const vertex of map.vertices) {
    const entry = at.get(vertex.id);
    if (!entry || vertex.tags) continue;
    if (entry.roads.size >= 2) vertex.tags = { highway: "traffic_signals" };
    else if (entry.pavements > 0 && entry.roads.size + entry.small > 0 && vertex.id % 5 !== 0)
      vertex.tags = { highway: "crossing", crossing: entry.roads.size ? "marked" : "zebra" };
  }
}
