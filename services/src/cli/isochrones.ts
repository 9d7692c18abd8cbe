import { print } from "./output.ts";
import type { Arguments, CommandSpec } from "./options.ts";
import { readPoints } from "./points.ts";
import { Progress } from "./progress.ts";
import { engineOf, osmOption, walkOptions, walkSettings } from "./walk-options.ts";

export const isochronesCommand: CommandSpec = {
  positionals: [],
  options: [
    osmOption,
    { name: "origins", value: "POINTS", description: "JSON file [[lng,lat],…]", required: true },
    { name: "minutes", value: "LIST", description: "such as 5,10,15", required: true },
    ...walkOptions,
  ],
  details: [
    "Prints a GeoJSON FeatureCollection with one MultiPolygon per origin and ring, properties {origin, minutes,",
    "accessMeters}, origin counted from 0. The way from the origin to the network and from the network over the ground",
    "counts as walking. An origin without a walkable way near has an empty MultiPolygon and a reason.",
  ].join("\n"),
  async run(args) {
    const settings = walkSettings(args);
    const minutes = readMinutes(args);
    const origins = await readPoints(args.required("origins"));
    const progress = new Progress();
    const { engine } = await engineOf(args, progress);
    await print('{"type":"FeatureCollection","features":[');
    for (const [i, origin] of origins.entries()) {
      progress.tell(`walking from ${origins.length} origins`, i / origins.length);
      const { rings, attachment, reason } = engine.isochronesSync(origin, minutes, settings);
      const features = rings.map((ring) => ({
        type: "Feature",
        properties: {
          origin: i,
          minutes: ring.minutes,
          accessMeters: attachment?.accessMeters ?? null,
          ...(reason === undefined ? {} : { reason }),
        },
        geometry: ring.geometry,
      }));
      await print(features.map((feature, j) => `${i + j === 0 ? "" : ","}\n${JSON.stringify(feature)}`).join(""));
    }
    progress.done();
    await print("\n]}\n");
    return 0;
  },
};

function readMinutes(args: Arguments): number[] {
  const text = args.required("minutes");
  const minutes = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (minutes.some((ring) => !(ring > 0 && ring <= 120))) {
    throw args.wrong("minutes", `should be numbers of minutes above 0, at most 120, such as 5,10,15, and is "${text}"`);
  }
  return [...new Set(minutes)].sort((a, b) => a - b);
}
