import { mkdtemp, rm } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { legBarrierOf } from "../src/foot/ways.ts";
import { buildWalkNetwork, EmbeddedEngine, readOsm, type OsmMember } from "../src/index.ts";

type Tags = Record<string, string>;
type Element = "node" | "way" | "relation";

/** One rule that differs on purpose from the reference's engine, and how a map is made on which it does not matter. */
export interface Rule {
  id: string;
  about: string;
  change(tags: Tags, element: Element): Tags;
}

const without = (tags: Tags, ...keys: string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));

/** In the order in which outliers are put down to them. */
export const rules: Rule[] = [
  {
    id: "leg-across-barrier",
    about: "a door joins no way behind a wall, a fence, water, rail or a motorway",
    change: (tags, element) => (element !== "node" && legBarrierOf(tags) >= 0 ? { ...tags, covered: "yes" } : tags),
  },
  {
    id: "bridge-or-tunnel-door",
    about: "no door joins a bridge overhead or a tunnel",
    change: (tags) => (tags.highway === undefined ? tags : without(tags, "layer", "tunnel")),
  },
  {
    id: "motor-road",
    about: "motorroad=yes is not walked",
    change: (tags) => without(tags, "motorroad"),
  },
  {
    id: "square-crossed",
    about: "squares and platforms are crossed straight, not along their rim",
    change: (tags, element) =>
      element !== "node" && (tags.highway ?? tags.railway ?? tags.public_transport ?? tags.man_made) !== undefined
        ? { ...tags, area: "no" }
        : tags,
  },
  {
    id: "barrier-node",
    about: "gates and other barriers on a way",
    change: (tags, element) => (element === "node" ? without(tags, "barrier", "access", "foot", "locked") : tags),
  },
  {
    id: "private-way",
    about: "access and foot tags of ways",
    change: (tags, element) => (element === "way" ? without(tags, "access", "foot") : tags),
  },
];

/** The engine over the same map with some rules made not to matter. */
export async function engineWithout(file: string, leftOut: Rule[]): Promise<EmbeddedEngine> {
  const folder = await mkdtemp(join(tmpdir(), "variant-"));
  try {
    const changed = join(folder, "map.osm");
    await writeChanged(file, changed, (tags, element) =>
      leftOut.reduce((before, rule) => rule.change(before, element), tags),
    );
    return new EmbeddedEngine(await buildWalkNetwork(changed));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes a map as OSM XML with other tags. Meant for extracts of a quarter: all of it waits in memory. */
async function writeChanged(file: string, to: string, change: (tags: Tags, element: Element) => Tags): Promise<void> {
  const out = createWriteStream(to);
  const tagsOf = (tags: Tags | null, element: Element): string =>
    Object.entries(change({ ...tags }, element))
      .map(([key, value]) => `<tag k="${escaped(key)}" v="${escaped(value)}"/>`)
      .join("");
  out.write('<osm version="0.6">\n');
  await readOsm(file, {
    node(id, lng, lat, tags) {
      out.write(`<node id="${id}" lon="${lng}" lat="${lat}">${tagsOf(tags, "node")}</node>\n`);
    },
    way(id, refs, tags) {
      const nodes = Array.from(refs, (ref) => `<nd ref="${ref}"/>`).join("");
      out.write(`<way id="${id}">${nodes}${tagsOf(tags, "way")}</way>\n`);
    },
    relation(id, members, tags) {
      const rows = members.map(
        ({ type, ref, role }: OsmMember) => `<member type="${type}" ref="${ref}" role="${escaped(role)}"/>`,
      );
      out.write(`<relation id="${id}">${rows.join("")}${tagsOf(tags, "relation")}</relation>\n`);
    },
  });
  out.end("</osm>\n");
  await once(out, "finish");
}

const escaped = (text: string): string => text.replace(/[&<>"\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
