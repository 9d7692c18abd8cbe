/**
 * The map behind both pages. Pages say what is to be seen (pin, rings, filter, walk); this class keeps it through
 * changes of style (light, dark, language) and tells what the person did. Loaded lazily: it brings MapLibre along.
 */
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as MapLibreMap, setWorkerUrl } from "maplibre-gl";
import type { FilterSpecification, GeoJSONSource, MapMouseEvent, VectorTileSource } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import workerUrl from "virtual:maplibre-worker-url";
import type { Basemap, City, IsochroneAnswer, Position, WalkRoute } from "../api/types.ts";
import type { Lang } from "../state/url-state.ts";
import { allowedRequest, backdropOrigins } from "./backdrop.ts";
import { Camera } from "./camera.ts";
import { Crosshair } from "./crosshair.ts";
import type { MapPadding } from "./hold.ts";
import { drawImage, walkImage } from "./images.ts";
import { numberedMarks, outletMarks, type NumberedPlace } from "./outlet-marks.ts";
import { mapPalette } from "./palette.ts";
import { Pin } from "./pin.ts";
import { watchTiles, type TileTrouble } from "./tile-trouble.ts";
import { buildStyle, markZoom, nothing, outletTiles, ringPaint } from "./style.ts";

setWorkerUrl(workerUrl);

/** Pixels from the upper left corner of the canvas. */
type PointLike = { x: number; y: number };

interface MapEvents {
  /** A tap on open ground. */
  tap(position: Position): void;
  /** A tap on a mark: one outlet, or several that share it. */
  outlets(ids: string[], position: Position): void;
  /** The person or the page moved the map. */
  view(center: Position, zoom: number): void;
  pin(position: Position, phase: "moving" | "dropped"): void;
  /** Tiles could not be loaded, or load again. */
  trouble(failing: boolean): void;
}

export interface MapViewOptions {
  container: HTMLElement;
  city: City;
  view: { center: Position; zoom: number } | null;
  lang: Lang;
  textScale: number;
  padding: MapPadding;
  outletFilter: FilterSpecification;
  /** The day of the outlets; null: today. */
  day: string | null;
  pinLabel: string;
  pointHelp: string;
  /** Another map in the place of our own ground. */
  backdrop: Basemap | null;
  events: MapEvents;
}

/** Column and row of the tile that a place lies in. */
function tileAt(lng: number, lat: number, zoom: number): [number, number] {
  const side = 2 ** zoom;
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [Math.floor((lng / 360 + 0.5) * side), Math.floor(y * side)];
}

type DrawnSource = "rings" | "walk" | "marks" | "changes" | "outline";

/** Milliseconds after which the marks follow what came last; while the map moves, each frame has enough to do. */
const regroupAtRest = 60;
const regroupWhileMoving = 300;

export class MapView {
  readonly map: MapLibreMap;
  readonly camera: Camera;
  private readonly tiles: TileTrouble;
  private readonly events: MapEvents;
  private readonly city: City;
  private readonly darkQuery = matchMedia("(prefers-color-scheme: dark)");
  private readonly stillQuery = matchMedia("(prefers-reduced-motion: reduce)");
  private lang: Lang;
  private textScale: number;
  private backdrop: Basemap | null;
  private foreign: ReadonlySet<string>;
  private filter: FilterSpecification;
  private readonly pin: Pin;
  private readonly crosshair: Crosshair;
  private selected: string | null = null;
  private numbered: NumberedPlace[] | null = null;
  private day: string | null;
  private data: Record<DrawnSource, FeatureCollection> = {
    rings: nothing,
    walk: nothing,
    marks: nothing,
    changes: nothing,
    outline: nothing,
  };
  private regroupTimer: ReturnType<typeof setTimeout> | undefined;

  /** @throws where the browser has no WebGL 2 */
  constructor(options: MapViewOptions) {
    this.events = options.events;
    this.city = options.city;
    this.lang = options.lang;
    this.textScale = options.textScale;
    this.filter = options.outletFilter;
    this.day = options.day;
    this.backdrop = options.backdrop;
    this.foreign = backdropOrigins(options.backdrop);
    const [west, south, east, north] = options.city.bbox;
    this.map = new MapLibreMap({
      container: options.container,
      style: this.style(),
      ...(options.view ?? { center: [(west + east) / 2, (south + north) / 2], zoom: 13 }),
      minZoom: 10,
      maxZoom: 19.5,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      localIdeographFontFamily: false,
      fadeDuration: this.stillQuery.matches ? 0 : 200,
      clickTolerance: 6,
      transformRequest: (url) => allowedRequest(url, this.foreign),
      validateStyle: import.meta.env.DEV,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.camera = new Camera(this.map, options.city.bbox, options.padding, this.stillQuery);
    this.pin = new Pin(this.map, options.pinLabel, options.events.pin);
    this.crosshair = new Crosshair(this.map, options.pointHelp, (action, position) => {
      if (action !== "remove") this.hit(this.map.project(position), position, 3);
    });
    if (!options.view) this.camera.open();
    this.map.setMissingStyleImageResolver((id) => this.supplyImage(id));
    this.map.on("click", (event) => this.onClick(event));
    this.map.on("moveend", () => {
      const { lng, lat } = this.map.getCenter();
      this.events.view([lng, lat], this.map.getZoom());
      this.regroupSoon();
    });
    // Whoever drives the page from outside can see when the map is drawn.
    this.map.on("render", () => this.tellRest(false));
    this.map.on("idle", () => this.tellRest(true));
    this.map.on("sourcedata", (event) => {
      // A source that draws nothing says so at every change of the map, also of the marks themselves.
      const isNews = event.sourceId === "outlets" && event.isSourceLoaded && event.sourceDataType !== "idle";
      if (isNews && this.numbered === null) this.regroupSoon();
    });
    this.tiles = watchTiles(this.map, options.events.trouble);
    this.map.on("mousemove", (event) => {
      // While the map moves, all of each frame goes to drawing it.
      if (this.map.isMoving()) return;
      this.map.getCanvas().style.cursor = this.outletsAt(event.point, 3).length ? "pointer" : "crosshair";
    });
    this.darkQuery.addEventListener("change", this.restyle);
  }

  private style() {
    return buildStyle({
      city: this.city.id,
      dark: this.darkQuery.matches,
      lang: this.lang,
      textScale: this.textScale,
      outletFilter: this.filter,
      day: this.day,
      backdrop: this.backdrop,
      showOutlets: this.numbered === null,
      data: this.data,
    });
  }

  private tellRest(atRest: boolean): void {
    this.map.getContainer().dataset.atRest = String(atRest);
  }

  private readonly restyle = () => {
    // Marks carry the palette in their pixels, so the images go with the old style.
    this.map.setStyle(this.style(), { diff: false });
  };

  private supplyImage(id: string): void {
    const drawn = drawImage(id, mapPalette(this.darkQuery.matches));
    if (drawn && !this.map.hasImage(id)) this.map.addImage(id, drawn.image, { pixelRatio: drawn.pixelRatio });
  }

  private whenStyled(work: () => void): void {
    if (this.map.getSource("rings")) work();
    else this.map.once("style.load", work);
  }

  private setData(source: DrawnSource, data: FeatureCollection): void {
    this.data[source] = data;
    this.whenStyled(() => void (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(this.data[source]));
  }

  setLanguage(lang: Lang, textScale: number, pinLabel: string, pointHelp: string): void {
    this.pin.setLabel(pinLabel);
    this.crosshair.setHelp(pointHelp);
    if (lang === this.lang && textScale === this.textScale) return;
    this.lang = lang;
    this.textScale = textScale;
    this.restyle();
  }

  /** Lays all on another map; null: on our own ground. */
  setBackdrop(backdrop: Basemap | null): void {
    if (backdrop?.id === this.backdrop?.id) return;
    this.backdrop = backdrop;
    this.foreign = backdropOrigins(backdrop);
    this.restyle();
  }

  setOutletFilter(filter: FilterSpecification): void {
    if (JSON.stringify(filter) === JSON.stringify(this.filter)) return;
    this.filter = filter;
    this.whenStyled(() => {
      this.map.setFilter("outlet-dots", filter);
      this.regroupSoon();
    });
  }

  /** Shows the outlets of that day; null: today's. */
  setDay(day: string | null): void {
    if (day === this.day) return;
    this.day = day;
    this.whenStyled(() => {
      (this.map.getSource("outlets") as VectorTileSource | undefined)?.setUrl(outletTiles(this.city.id, this.day));
    });
  }

  /** What opened or closed lately; null: none. */
  setChanges(changes: FeatureCollection | null): void {
    this.setData("changes", changes ?? nothing);
  }

  /** The area that the map is about. */
  setOutline(area: FeatureCollection | null): void {
    this.setData("outline", area ?? nothing);
  }

  setSelected(id: string | null): void {
    if (id === this.selected) return;
    this.selected = id;
    this.regroup();
  }

  /** Shows only these places, numbered in their order; null goes back to all outlets. */
  setNumbered(places: NumberedPlace[] | null): void {
    this.numbered = places;
    this.whenStyled(() => {
      this.map.setLayoutProperty("outlet-dots", "visibility", places ? "none" : "visible");
      this.regroup();
    });
  }

  /** Draws rings; with `grow`, they appear one after the other. */
  setRings(answer: IsochroneAnswer | null, grow: boolean): void {
    this.setData("rings", answer ?? nothing);
    this.whenStyled(() => {
      if (answer && grow && !this.stillQuery.matches) {
        this.paintRings(0, 0);
        this.map.once("render", () => this.paintRings(1, 260));
      } else this.paintRings(1, 0);
    });
  }

  /** Fades rings that no longer belong to the pin, until the new ones are there. */
  setRingsStale(stale: boolean): void {
    this.whenStyled(() => this.paintRings(stale ? 0.55 : 1, 0));
  }

  private paintRings(shown: number, stepMilliseconds: number): void {
    for (const { id, property, value } of ringPaint(shown, this.darkQuery.matches)) {
      if (!this.map.getLayer(id)) continue;
      const minutes = Number(id.split("-").at(-1));
      const delay = stepMilliseconds * (minutes / 5 - 1);
      this.map.setPaintProperty(id, `${property}-transition` as never, { duration: stepMilliseconds, delay } as never);
      this.map.setPaintProperty(id, property, value);
    }
  }

  setWalk(route: WalkRoute | null): void {
    const features: Feature[] = [];
    if (route) {
      features.push({ type: "Feature", properties: {}, geometry: route.geometry });
      for (const feature of route.properties.features) {
        features.push({
          type: "Feature",
          properties: { image: walkImage(feature.kind) },
          geometry: { type: "Point", coordinates: feature.location },
        });
      }
    }
    this.setData("walk", { type: "FeatureCollection", features });
  }

  setPin(position: Position | null): void {
    this.pin.set(position);
  }

  /** Addresses of the descriptions of what is drawn from tiles. */
  tileSets(): string[] {
    const basemap = `${location.origin}/tiles/${encodeURIComponent(this.city.id)}/basemap.json`;
    return [basemap, outletTiles(this.city.id, this.day)];
  }

  /** Addresses of the tiles in view. */
  tileAddresses(): string[] {
    const [west, south, east, north] = this.camera.bounds();
    return ["basemap", "outlets"].flatMap((name) => {
      const source = this.map.getSource(name) as VectorTileSource | undefined;
      const template = source?.tiles?.[0];
      if (!template) return [];
      const zoom = Math.min(source.maxzoom, Math.max(source.minzoom, Math.floor(this.map.getZoom())));
      const [left, top] = tileAt(west, north, zoom);
      const [right, bottom] = tileAt(east, south, zoom);
      const found: string[] = [];
      for (let x = left; x <= right; x++) {
        for (let y = top; y <= bottom; y++) {
          const address = template.replace("{z}", String(zoom)).replace("{x}", String(x)).replace("{y}", String(y));
          found.push(allowedRequest(address, this.foreign).url);
        }
      }
      return found;
    });
  }

  /** Asks again for tiles that did not come. */
  retryTiles(): void {
    this.tiles.retry();
  }

  destroy(): void {
    this.tiles.stop();
    clearTimeout(this.regroupTimer);
    this.darkQuery.removeEventListener("change", this.restyle);
    this.map.remove();
  }

  private outletsAt({ x, y }: PointLike, reach: number): string[] {
    if (!this.map.getLayer("marks")) return [];
    const layers = ["marks", "mark-names", "mark-clusters"];
    // Far out, dots lie so close that a tap is meant for the ground.
    const zoom = this.map.getZoom();
    if (!this.numbered && zoom >= 13.5 && zoom < markZoom) layers.push("outlet-dots");
    const hits = this.map.queryRenderedFeatures(
      [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ],
      { layers },
    );
    const first = hits[0];
    if (!first) return [];
    const ids = first.properties.ids ?? first.properties.id;
    return ids ? String(ids).split("|") : [];
  }

  private onClick(event: MapMouseEvent): void {
    const touch = event.originalEvent instanceof PointerEvent && event.originalEvent.pointerType === "touch";
    this.hit(event.point, [event.lngLat.lng, event.lngLat.lat], touch ? 8 : 3);
  }

  private hit(at: PointLike, position: Position, reach: number): void {
    const ids = this.outletsAt(at, reach);
    if (ids.length) this.events.outlets(ids, position);
    else this.events.tap(position);
  }

  private regroupSoon(): void {
    clearTimeout(this.regroupTimer);
    const delay = this.map.isMoving() ? regroupWhileMoving : regroupAtRest;
    this.regroupTimer = setTimeout(() => this.regroup(), delay);
  }

  /** Makes the marks of what is in view: one per outlet, shared where they would lie on each other. */
  private regroup(): void {
    if (!this.map.getSource("marks")) {
      this.map.once("style.load", () => this.regroup());
      return;
    }
    const features = this.numbered
      ? numberedMarks(this.numbered, this.selected)
      : outletMarks(this.map, this.filter, this.selected);
    this.setData("marks", { type: "FeatureCollection", features });
  }
}
