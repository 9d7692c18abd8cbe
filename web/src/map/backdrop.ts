/** Another map in the place of our own ground: pictures of it, under everything that we know. */
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Basemap } from "../api/types.ts";
import type { Lang } from "../state/url-state.ts";
import type { MapPalette } from "./palette.ts";

const picturePixels = 256;

interface BackdropParts {
  sources: Record<string, SourceSpecification>;
  /** Below the walking rings. */
  ground: LayerSpecification[];
  /** Above them. */
  labels: LayerSpecification[];
}

export function backdropParts(of: Basemap, palette: MapPalette, isDark: boolean, lang: Lang): BackdropParts {
  const pictures = (tiles: string[]): SourceSpecification => ({
    type: "raster",
    tiles,
    tileSize: picturePixels,
    maxzoom: of.maxZoom,
    attribution: of.attribution,
  });
  // It has no night: ours is made by dimming it.
  const paint = isDark ? { "raster-brightness-max": 0.55, "raster-saturation": -0.5 } : { "raster-saturation": -0.25 };
  return {
    sources: {
      "backdrop-ground": pictures(of.ground),
      "backdrop-labels": pictures(lang === "en" ? of.labelsEn : of.labelsZh),
    },
    ground: [
      { id: "background", type: "background", paint: { "background-color": palette.land } },
      { id: "backdrop-ground", type: "raster", source: "backdrop-ground", paint },
    ],
    labels: [{ id: "backdrop-labels", type: "raster", source: "backdrop-labels", paint: {} }],
  };
}

/** Where pictures of the other map come from; nowhere without one. */
export function backdropOrigins(of: Basemap | null): ReadonlySet<string> {
  const addresses = of ? [...of.ground, ...of.labelsZh, ...of.labelsEn] : [];
  return new Set(addresses.map((address) => new URL(address).origin));
}

/**
 * Where a request of the map goes: to the other map while it is shown, else to our own origin. A server behind a proxy
 * may not know its own name; whatever it answers, only these are asked.
 */
export function allowedRequest(
  url: string,
  foreign: ReadonlySet<string>,
): { url: string; referrerPolicy?: ReferrerPolicy } {
  const { origin, pathname, search } = new URL(url, location.href);
  // Keys are tied to sites by name: it is told ours, and not which place somebody looks at.
  if (foreign.has(origin)) return { url, referrerPolicy: "origin" };
  return { url: location.origin + pathname + search };
}
