type Tags = Record<string, string>;

/** How ground is to wheels. Feet lose time only where `feetFactor` says so. */
export type Ground = "firm" | "uneven" | "rough" | "soft";
const order: Ground[] = ["firm", "uneven", "rough", "soft"];

interface SurfaceRule {
  ground: Ground;
  /** Time on it relative to firm ground. */
  feetFactor: number;
}
const rows = (ground: Ground, names: string, feetFactor = 1): [string, SurfaceRule][] =>
  names.split(" ").map((name) => [name, { ground, feetFactor }]);

/**
 * surface=* . Factors for feet are OSRM's 0.75 and 0.5 of the speed and no others, so that times compare; what wheels
 * make of it follows the order of the wiki's table of surfaces. [osrm] [wiki: Key:surface]
 */
const surfaces: Record<string, SurfaceRule> = Object.fromEntries([
  ...rows("firm", "asphalt concrete concrete:plates paved paving_stones chipseal wood metal metal_grid rubber tartan"),
  ...rows("firm", "acrylic tiles bricks brick plastic carpet glass granite marble stone_plates artificial_turf"),
  ...rows("uneven", "sett cobblestone:flattened compacted concrete:lanes grass_paver stone cement"),
  ...rows("uneven", "fine_gravel", 1 / 0.75),
  ...rows("rough", "cobblestone unhewn_cobblestone unpaved ground earth dirt clay rock rocks woodchips"),
  ...rows("rough", "gravel pebblestone", 1 / 0.75),
  ...rows("soft", "grass stepping_stones snow ice salt shells"),
  ...rows("soft", "sand mud", 2),
]);

/** tracktype=* where no surface is given. [wiki: Key:tracktype] */
const tracktypes: Record<string, Ground> = {
  grade1: "firm",
  grade2: "uneven",
  grade3: "rough",
  grade4: "soft",
  grade5: "soft",
};

/** smoothness=* ; it says more about wheels than the surface does. [wiki: Key:smoothness] */
const smoothnesses: Record<string, Ground> = {
  excellent: "firm",
  good: "firm",
  intermediate: "uneven",
  bad: "rough",
  very_bad: "soft",
  horrible: "soft",
  very_horrible: "soft",
  impassable: "soft",
};

/** Ground of a way, and what it costs feet. Unknown values count as firm, as where nothing is said. */
export function groundOf(tags: Tags): SurfaceRule {
  const surface = surfaces[tags.surface?.split(";")[0].trim() ?? ""];
  const track = tags.surface === undefined ? tracktypes[tags.tracktype ?? ""] : undefined;
  const smooth = smoothnesses[tags.smoothness ?? ""];
  return { ground: smooth ?? surface?.ground ?? track ?? "firm", feetFactor: surface?.feetFactor ?? 1 };
}

export const noRougherThan = (ground: Ground, limit: Ground): Ground =>
  order.indexOf(ground) > order.indexOf(limit) ? limit : ground;

/** Metres of width=* and its like: `1.5`, `1.5 m`, `80 cm`; null where it is not readable. */
export function metersOf(value: string | undefined): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(m|cm)?$/.exec(value?.trim() ?? "");
  return match ? Number(match[1]) / (match[2] === "cm" ? 100 : 1) : null;
}

/** Steepness of incline=* in percent without its direction; null for `up`, `down` and what is not readable. */
export function inclinePercent(value: string | undefined): number | null {
  const match = /^([+-]?\d+(?:\.\d+)?)\s*(%|°)?$/.exec(value?.trim() ?? "");
  if (!match) return null;
  const number = Math.abs(Number(match[1]));
  const percent = match[2] === "°" ? Math.tan((Math.min(number, 80) * Math.PI) / 180) * 100 : number;
  return percent <= 100 ? Math.round(percent) : null;
}
