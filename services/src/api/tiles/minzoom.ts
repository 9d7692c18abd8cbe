/** From which zoom a feature of the basemap is in its tiles. The map may show it later, never earlier. */

/** By layer and kind; `*` for kinds not named. */
const minzooms: Record<string, Record<string, number>> = {
  landuse: { residential: 10, industrial: 10, commercial: 10, farmland: 10, park: 10, green: 11, "*": 12 },
  water: { water: 10, river: 10, "*": 13 },
  building: { "*": 14 },
  barrier: { "*": 14 },
  way: {
    motorway: 10,
    trunk: 10,
    primary: 10,
    secondary: 11,
    tertiary: 11,
    minor: 12,
    service: 13,
    pedestrian: 13,
    footway: 13,
    path: 13,
    cycleway: 13,
    track: 13,
    steps: 14,
    "*": 14,
  },
  rail: { rail: 10, "*": 12 },
  gate: { "*": 15 },
  crossing: { "*": 15 },
};

/** Labels by rank, 1 the most important. */
const minzoomOfRank = [10, 10, 10, 11, 12, 13, 13, 14, 15, 15];

/** Lowest zoom at which the feature is in the tiles. */
export function minzoomOf(layer: string, properties: Record<string, unknown> | null): number {
  if (layer === "label") return minzoomOfRank[Number(properties?.rank ?? 9)] ?? 15;
  const byKind = minzooms[layer];
  return byKind?.[String(properties?.kind)] ?? byKind?.["*"] ?? 10;
}
