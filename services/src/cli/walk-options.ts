/** Options about walking that several commands share, and the network they walk on. */
import { buildWalkNetwork, EmbeddedEngine, profiles } from "@quarterhour/isochrones";
import type { ProfileId, WalkNetwork, WalkSettings } from "@quarterhour/isochrones";
import type { Arguments, OptionSpec } from "./options.ts";
import type { Progress } from "./progress.ts";

export const osmOption: OptionSpec = {
  name: "osm",
  value: "FILE",
  description: "map: .osm.pbf, .osm or .osm.gz",
  required: true,
};

export const walkOptions: OptionSpec[] = [
  {
    name: "speed",
    value: "KMH",
    description: "walking speed on level ground, 0.5 to 15; the profile's own when left out",
  },
  {
    name: "profile",
    value: "PROFILE",
    description: "who walks; adult when left out",
    choices: profiles.map(({ id }) => id),
  },
  {
    name: "private-ways",
    value: "RULE",
    description: "residents (when left out): only to get out of home and to the destination; exclude: never",
    choices: ["residents", "exclude"],
  },
];

/** The settings the options ask for, complete. */
export function walkSettings(args: Arguments): WalkSettings {
  const profile = (args.text("profile") ?? "adult") as ProfileId;
  const speed = args.text("speed");
  const speedKmh = speed === undefined ? profiles.find(({ id }) => id === profile)!.speedKmh : Number(speed);
  if (!(speedKmh >= 0.5 && speedKmh <= 15))
    throw args.wrong("speed", `should be a number from 0.5 to 15, and is "${speed}"`);
  return {
    profile,
    speedKmh,
    privateWays: (args.text("private-ways") ?? "residents") as WalkSettings["privateWays"],
    direction: "outbound",
  };
}

/** Builds the network of the file named by --osm, telling how far it is. */
export async function engineOf(
  args: Arguments,
  progress: Progress,
): Promise<{ network: WalkNetwork; engine: EmbeddedEngine }> {
  const step = "building the walking network";
  progress.tell(step);
  const network = await buildWalkNetwork(args.required("osm"), (now) => progress.tell(step, now));
  progress.done();
  return { network, engine: new EmbeddedEngine(network) };
}
