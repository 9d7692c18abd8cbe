/**
 * The map of the pages for those who work with the city: the quiet basemap, and on it what the page lays there. A page
 * says what is to be seen as a list of overlays; they are kept through changes of style. Brings MapLibre along.
 */
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as MapLibreMap, setWorkerUrl } from "maplibre-gl";
import type {
  GeoJSONSource,
  LayerSpecification,
  MapGeoJSONFeature,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { FeatureCollection } from "geojson";
import workerUrl from "virtual:maplibre-worker-url";
import type { Basemap, BoundingBox, City, Position } from "../api/types.ts";
import type { Lang } from "../state/url-state.ts";
import { groundLayers, labelLayers, wayLayers } from "./basemap-layers.ts";
import { allowedRequest, backdropOrigins, backdropParts } from "./backdrop.ts";
import { Camera } from "./camera.ts";
import { Crosshair, type CrosshairAction } from "./crosshair.ts";
import type { MapPadding } from "./hold.ts";
import { drawHatch } from "./hatch.ts";
import { drawImage } from "./images.ts";
import { mapPalette } from "./palette.ts";
import type { MapPalette } from "./palette.ts";
import { watchTiles, type TileTrouble } from "./tile-trouble.ts";

setWorkerUrl(workerUrl);

/** What a page lays on the map. Layers of overlays may name the source `id` alone; ids of layers are the page's own. */
export interface Overlay {
  id: string;
  /** GeoJSON, or the name of a layer of the server's tiles (`outlets`, `residences`). */
  data: FeatureCollection | { tiles: string };
  /** Property that identifies a feature; needed for hovering and selection by feature state. */
  promoteId?: string;
  /** Below streets (areas), below names (lines), or above all (marks). */
  place: "ground" | "ways" | "top";
  layers(palette: MapPalette, isDark: boolean): LayerSpecification[];
}

export interface DeskMapEvents {
  /** A click: what of the overlays lies there, the topmost first. */
  click(position: Position, features: MapGeoJSONFeature[]): void;
  /**
   * The keyboard acts at the cross. Where left out, and where it returns false, pointing there is a click.
   * @returns whether the page took it
   */
  cross?(action: CrosshairAction, position: Position): boolean;
  hover?(features: MapGeoJSONFeature[], position: Position): void;
  view(center: Position, zoom: number): void;
  /** Tiles could not be loaded, or load again. */
  trouble(failing: boolean): void;
}

export interface DeskMapOptions {
  container: HTMLElement;
  city: City;
  view: { center: Position; zoom: number } | null;
  lang: Lang;
  padding: MapPadding;
  /** What Enter does at the cross. */
  pointHelp: string;
  events: DeskMapEvents;
  /** Keeps the picture, so that it can be saved as PNG. */
  canExport?: boolean;
  /** Another map in the place of our own ground. */
  backdrop: Basemap | null;
}

/** Terra Draw's own sources and layers stay above all when ours change. */
const isGuest = (id: string) => id.startsWith("td-");

function withGuests(before: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  if (!before) return next;
  const sources = Object.entries(before.sources).filter(([id]) => isGuest(id));
  const layers = before.layers.filter(({ id }) => isGuest(id));
  return { ...next, sources: { ...next.sources, ...Object.fromEntries(sources) }, layers: [...next.layers, ...layers] };
}

export class DeskMap {
  readonly map: MapLibreMap;
  readonly camera: Camera;
  private readonly crosshair: Crosshair;
  private readonly tiles: TileTrouble;
  private readonly city: City;
  private readonly darkQuery = matchMedia("(prefers-color-scheme: dark)");
  private lang: Lang;
  private backdrop: Basemap | null;
  private foreign: ReadonlySet<string>;
  private overlays: Overlay[] = [];
  private overlayLayers: string[] = [];

  /** @throws where the browser has no WebGL 2 */
  constructor(options: DeskMapOptions) {
    this.city = options.city;
    this.lang = options.lang;
    this.backdrop = options.backdrop;
    this.foreign = backdropOrigins(options.backdrop);
    const [west, south, east, north] = options.city.bbox;
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    this.map = new MapLibreMap({
      container: options.container,
      style: this.style(),
      ...(options.view ?? { center: [(west + east) / 2, (south + north) / 2], zoom: 13 }),
      minZoom: 9,
      maxZoom: 19.5,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      localIdeographFontFamily: false,
      fadeDuration: still.matches ? 0 : 200,
      clickTolerance: 5,
      transformRequest: (url) => allowedRequest(url, this.foreign),
      validateStyle: import.meta.env.DEV,
      canvasContextAttributes: { preserveDrawingBuffer: options.canExport ?? false },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.camera = new Camera(this.map, options.city.bbox, options.padding, still);
    if (!options.view) this.map.fitBounds(options.city.bbox, { padding: 16, duration: 0 });
    this.map.setMissingStyleImageResolver((id) => this.supplyImage(id));
    const { events } = options;
    this.map.on("click", (event) => {
      events.click([event.lngLat.lng, event.lngLat.lat], this.featuresAt(event.point.x, event.point.y));
    });
    this.crosshair = new Crosshair(this.map, options.pointHelp, (action, position) => {
      if (events.cross?.(action, position) || action === "remove") return;
      const { x, y } = this.map.project(position);
      events.click(position, this.featuresAt(x, y));
    });
    this.map.on("mousemove", (event) => {
      // While the map moves, all of each frame goes to drawing it.
      if (this.map.isMoving()) return;
      const features = this.featuresAt(event.point.x, event.point.y);
      this.map.getCanvas().style.cursor = features.length ? "pointer" : "";
      events.hover?.(features, [event.lngLat.lng, event.lngLat.lat]);
    });
    this.map.on("mouseout", () => events.hover?.([], [0, 0]));
    this.map.on("moveend", () => {
      const { lng, lat } = this.map.getCenter();
      events.view([lng, lat], this.map.getZoom());
    });
    // Whoever drives the page from outside can see when the map is drawn.
    const tellRest = (atRest: boolean) => (this.map.getContainer().dataset.atRest = String(atRest));
    this.map.on("render", () => tellRest(false));
    this.map.on("idle", () => tellRest(true));
    this.tiles = watchTiles(this.map, events.trouble);
    this.darkQuery.addEventListener("change", this.restyle);
  }

  get isDark(): boolean {
    return this.darkQuery.matches;
  }

  private style(): StyleSpecification {
    const isDark = this.darkQuery.matches;
    const palette = mapPalette(isDark);
    const tiles = (layer: string): SourceSpecification => ({
      type: "vector",
      url: `${location.origin}/tiles/${encodeURIComponent(this.city.id)}/${layer}.json`,
    });
    const other = this.backdrop ? backdropParts(this.backdrop, palette, isDark, this.lang) : null;
    const sources: Record<string, SourceSpecification> = { ...other?.sources, basemap: tiles("basemap") };
    for (const { id, data, promoteId } of this.overlays) {
      sources[id] =
        "tiles" in data
          ? ({ ...tiles(data.tiles), promoteId } as SourceSpecification)
          : { type: "geojson", data, promoteId };
    }
    const at = (place: Overlay["place"]) =>
      this.overlays.filter((overlay) => overlay.place === place).flatMap((overlay) => overlay.layers(palette, isDark));
    return {
      version: 8,
      sources,
      layers: [
        ...(other?.ground ?? groundLayers(palette)),
        ...at("ground"),
        ...(other ? [] : wayLayers(palette)),
        ...at("ways"),
        ...(other?.labels ?? labelLayers(palette, this.lang, 1)),
        ...at("top"),
      ],
    };
  }

  private readonly restyle = () => {
    // Images carry the palette in their pixels, so they go with the old style.
    this.map.setStyle(this.style(), { diff: false, transformStyle: withGuests });
  };

  private supplyImage(id: string): void {
    const palette = mapPalette(this.darkQuery.matches);
    const drawn = id.startsWith("hatch/") ? drawHatch(id, palette) : drawImage(id, palette);
    if (drawn && !this.map.hasImage(id)) this.map.addImage(id, drawn.image, { pixelRatio: drawn.pixelRatio });
  }

  /** Puts these overlays in the place of those before; sources whose data alone changed are only given the new data. */
  setOverlays(overlays: Overlay[]): void {
    const before = this.overlays;
    this.overlays = overlays;
    this.overlayLayers = overlays
      .flatMap(({ layers }) => layers(mapPalette(this.isDark), this.isDark))
      .map(({ id }) => id);
    const shape = (list: Overlay[]) =>
      JSON.stringify(
        list.map(({ id, place, data, layers }) => [id, place, "tiles" in data, layers(mapPalette(false), false)]),
      );
    const apply = () => {
      if (shape(before) !== shape(overlays)) {
        this.map.setStyle(this.style(), { diff: true, transformStyle: withGuests });
        return;
      }
      for (const { id, data } of overlays) {
        if ("tiles" in data || before.find((one) => one.id === id)?.data === data) continue;
        (this.map.getSource(id) as GeoJSONSource | undefined)?.setData(data);
      }
    };
    if (this.map.isStyleLoaded() || this.map.getSource("basemap")) apply();
    else this.map.once("style.load", () => this.map.setStyle(this.style(), { diff: true }));
  }

  setLanguage(lang: Lang): void {
    if (lang === this.lang) return;
    this.lang = lang;
    this.restyle();
  }

  /** Lays all on another map; null: on our own ground. */
  setBackdrop(backdrop: Basemap | null): void {
    if (backdrop?.id === this.backdrop?.id) return;
    this.backdrop = backdrop;
    this.foreign = backdropOrigins(backdrop);
    this.restyle();
  }

  setPointHelp(text: string): void {
    this.crosshair.setHelp(text);
  }

  reveal(box: BoundingBox): void {
    this.camera.revealBox(box);
  }

  /** The picture of the map as it is; needs `canExport`. */
  async toPng(): Promise<Blob> {
    return new Promise((resolve, reject) =>
      this.map
        .getCanvas()
        .toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the map has no picture"))), "image/png"),
    );
  }

  /** Asks again for tiles that did not come. */
  retryTiles(): void {
    this.tiles.retry();
  }

  destroy(): void {
    this.tiles.stop();
    this.darkQuery.removeEventListener("change", this.restyle);
    this.map.remove();
  }

  private featuresAt(x: number, y: number): MapGeoJSONFeature[] {
    const layers = this.overlayLayers.filter((id) => this.map.getLayer(id));
    if (!layers.length) return [];
    return this.map.queryRenderedFeatures(
      [
        [x - 3, y - 3],
        [x + 3, y + 3],
      ],
      { layers },
    );
  }
}
