/**
 * The map behind both pages. Pages say what is to be seen (pin, rings, filter, walk); this class keeps it through
 * changes of style (light, dark, language) and tells what the person did. Loaded lazily: it brings MapLibre along.
 */
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as MapLibreMap, Marker, setWorkerUrl } from "maplibre-gl";
import type { FilterSpecification, GeoJSONSource, MapMouseEvent } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import workerUrl from "virtual:maplibre-worker-url";
import type { BoundingBox, City, IsochroneAnswer, Position, WalkRoute } from "../api/types.ts";
import type { Lang } from "../state/url-state.ts";
import { drawImage, numberImage, outletImage, walkImage } from "./images.ts";
import { groupOverlapping } from "./marks.ts";
import { mapPalette } from "./palette.ts";
import { createPinElement } from "./pin.ts";
import { buildStyle, markZoom, nothing, ringPaint } from "./style.ts";

setWorkerUrl(workerUrl);

export interface MapPadding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface NumberedPlace {
  id: string;
  name: string;
  location: Position;
}

interface MapEvents {
  /** A tap on open ground. */
  tap(position: Position): void;
  /** A tap on a mark: one outlet, or several that share it. */
  outlets(ids: string[]): void;
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
  pinLabel: string;
  events: MapEvents;
}

const markDistance = 30;
/** Pixels kept free around what is shown whole, for the marks at its edge. */
const boxInset = 24;
const leastBoxRoom = 160;
/** A server behind a proxy may not know its own name; whatever it answers, only this origin is asked. */
function ownOrigin(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return location.origin + pathname + search;
}

const boundsMarginDegrees = 0.05;

export class MapView {
  readonly map: MapLibreMap;
  private readonly events: MapEvents;
  private readonly city: City;
  private readonly darkQuery = matchMedia("(prefers-color-scheme: dark)");
  private readonly stillQuery = matchMedia("(prefers-reduced-motion: reduce)");
  private lang: Lang;
  private textScale: number;
  private filter: FilterSpecification;
  private pinLabel: string;
  private padding: MapPadding;
  private pin: Marker | null = null;
  private selected: string | null = null;
  private numbered: NumberedPlace[] | null = null;
  private data = { rings: nothing, walk: nothing, marks: nothing } as Record<
    "rings" | "walk" | "marks",
    FeatureCollection
  >;
  private regroupTimer: ReturnType<typeof setTimeout> | undefined;

  /** @throws where the browser has no WebGL 2 */
  constructor(options: MapViewOptions) {
    this.events = options.events;
    this.city = options.city;
    this.lang = options.lang;
    this.textScale = options.textScale;
    this.filter = options.outletFilter;
    this.pinLabel = options.pinLabel;
    this.padding = options.padding;
    const [west, south, east, north] = options.city.bbox;
    const margin = boundsMarginDegrees;
    this.map = new MapLibreMap({
      container: options.container,
      style: this.style(),
      ...(options.view ?? { center: [(west + east) / 2, (south + north) / 2], zoom: 13 }),
      minZoom: 10,
      maxZoom: 19.5,
      maxBounds: [west - margin, south - margin, east + margin, north + margin],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      localIdeographFontFamily: false,
      fadeDuration: this.stillQuery.matches ? 0 : 200,
      clickTolerance: 6,
      transformRequest: (url) => ({ url: ownOrigin(url) }),
      validateStyle: import.meta.env.DEV,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.setPadding(options.padding);
    if (!options.view) this.revealBox(options.city.bbox, 17, false);
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
      if (event.sourceId === "outlets" && event.isSourceLoaded) this.regroupSoon();
      if (event.sourceId === "basemap" && event.isSourceLoaded) this.events.trouble(false);
    });
    this.map.on("error", (event) => {
      const source = (event as { sourceId?: string }).sourceId;
      if (source) this.events.trouble(true);
      else console.error(event.error);
    });
    this.map.on("mousemove", (event) => {
      this.map.getCanvas().style.cursor = this.outletsAt(event, 3).length ? "pointer" : "crosshair";
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

  private setData(source: "rings" | "walk" | "marks", data: FeatureCollection): void {
    this.data[source] = data;
    this.whenStyled(() => void (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(this.data[source]));
  }

  setLanguage(lang: Lang, textScale: number, pinLabel: string): void {
    this.pinLabel = pinLabel;
    this.pin?.getElement().setAttribute("aria-label", pinLabel);
    if (lang === this.lang && textScale === this.textScale) return;
    this.lang = lang;
    this.textScale = textScale;
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
    if (!position) {
      this.pin?.remove();
      this.pin = null;
      return;
    }
    if (!this.pin) {
      const pin = new Marker({ element: createPinElement(), draggable: true, anchor: "bottom" });
      const tell = (phase: "moving" | "dropped") => () => {
        const { lng, lat } = pin.getLngLat();
        this.events.pin([lng, lat], phase);
      };
      pin.on("drag", tell("moving"));
      pin.on("dragend", tell("dropped"));
      pin.getElement().addEventListener("keydown", (event) => this.movePinByKey(pin, event));
      pin.setLngLat(position).addTo(this.map);
      pin.getElement().setAttribute("aria-label", this.pinLabel);
      this.pin = pin;
      return;
    }
    const now = this.pin.getLngLat();
    if (now.lng !== position[0] || now.lat !== position[1]) this.pin.setLngLat(position);
  }

  private movePinByKey(pin: Marker, event: KeyboardEvent): void {
    const step = event.shiftKey ? 40 : 10;
    const shift = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[
      event.key
    ];
    if (!shift) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.map.project(pin.getLngLat());
    const moved = this.map.unproject([at.x + shift[0], at.y + shift[1]]);
    pin.setLngLat(moved);
    this.events.pin([moved.lng, moved.lat], "dropped");
  }

  /** Room taken by panel or sheet; the map's middle is the middle of what is left. */
  setPadding(padding: MapPadding, keepInView: Position | null): void {
    const same = (Object.keys(padding) as (keyof MapPadding)[]).every((side) => padding[side] === this.padding[side]);
    if (same) return;
    const before = this.padding;
    this.padding = padding;
    // The middle of the free room moves, and the ground with it.
    const shift = {
      x: (padding.left - padding.right - before.left + before.right) / 2,
      y: (padding.top - padding.bottom - before.top + before.bottom) / 2,
    };
    this.map.easeTo({
      padding,
      ...(keepInView && !this.isInView(keepInView, shift) ? { center: keepInView } : {}),
      duration: this.stillQuery.matches ? 0 : 250,
    });
  }

  /** Moves there only as far as needed: not at all where the place is well in view. */
  reveal(position: Position, minimumZoom = 0): void {
    if (!this.map.getMaxBounds()?.contains(position)) return;
    const zoom = Math.max(this.map.getZoom(), minimumZoom);
    if (this.isInView(position, { x: 0, y: 0 }) && zoom === this.map.getZoom()) return;
    this.map.easeTo({ center: position, zoom, duration: this.stillQuery.matches ? 0 : 500 });
  }

  private isInView(position: Position, shift: { x: number; y: number }): boolean {
    const at = this.map.project(position);
    const { clientWidth, clientHeight } = this.map.getContainer();
    const { top, right, bottom, left } = this.padding;
    const x = at.x + shift.x;
    const y = at.y + shift.y;
    const margin = Math.max(0, Math.min(24, (clientWidth - left - right) / 4, (clientHeight - top - bottom) / 4));
    return (
      x >= left + margin &&
      x <= clientWidth - right - margin &&
      y >= top + margin &&
      y <= clientHeight - bottom - margin
    );
  }

  /** Pixels of the box and of the room free for it; little room counts as more, or a box would shrink to a stamp. */
  private boxOnScreen(box: BoundingBox) {
    const { x: left, y: top } = this.map.project([box[0], box[3]]);
    const { x: right, y: bottom } = this.map.project([box[2], box[1]]);
    const { clientWidth, clientHeight } = this.map.getContainer();
    const room = this.padding;
    const width = clientWidth - room.left - room.right - 2 * boxInset;
    const height = Math.max(leastBoxRoom, clientHeight - room.top - room.bottom - 2 * boxInset);
    const edge = boxInset / 2;
    return {
      inView:
        left >= room.left + edge &&
        right <= clientWidth - room.right - edge &&
        top >= room.top + edge &&
        bottom <= clientHeight - room.bottom - edge,
      /** Of the room, in the direction that is filled more. */
      share: Math.max((right - left) / width, (bottom - top) / height),
    };
  }

  /** Moves only where the box is so small, or so large, on the screen that nothing of it can be told. */
  revealArea(box: BoundingBox): void {
    const { share } = this.boxOnScreen(box);
    if (share < 0.6 || share > 4) this.revealBox(box);
  }

  /** Moves only where part of the box is out of sight, or all of it a dot. */
  revealWhole(box: BoundingBox): void {
    const { inView, share } = this.boxOnScreen(box);
    if (!inView || share < 0.35) this.revealBox(box);
  }

  revealBox(box: BoundingBox, maxZoom = 17, animate = true): void {
    const { share } = this.boxOnScreen(box);
    const northWest = this.map.project([box[0], box[3]]);
    const southEast = this.map.project([box[2], box[1]]);
    const zoom = share > 0 ? Math.min(maxZoom, this.map.getZoom() - Math.log2(share)) : maxZoom;
    this.map.easeTo({
      center: this.map.unproject([(northWest.x + southEast.x) / 2, (northWest.y + southEast.y) / 2]),
      zoom,
      duration: animate && !this.stillQuery.matches ? 500 : 0,
    });
  }

  center(): Position {
    const { lng, lat } = this.map.getCenter();
    return [lng, lat];
  }

  bounds(): BoundingBox {
    const box = this.map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  zoomBy(steps: number): void {
    this.map.zoomTo(this.map.getZoom() + steps, { duration: this.stillQuery.matches ? 0 : 200 });
  }

  destroy(): void {
    clearTimeout(this.regroupTimer);
    this.darkQuery.removeEventListener("change", this.restyle);
    this.map.remove();
  }

  private outletsAt(event: MapMouseEvent, reach: number): string[] {
    if (!this.map.getLayer("marks")) return [];
    const { x, y } = event.point;
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
    const ids = this.outletsAt(event, touch ? 8 : 3);
    if (ids.length) this.events.outlets(ids);
    else this.events.tap([event.lngLat.lng, event.lngLat.lat]);
  }

  private regroupSoon(): void {
    clearTimeout(this.regroupTimer);
    this.regroupTimer = setTimeout(() => this.regroup(), 60);
  }

  /** Makes the marks of what is in view: one per outlet, shared where they would lie on each other. */
  private regroup(): void {
    if (!this.map.getSource("marks")) {
      this.map.once("style.load", () => this.regroup());
      return;
    }
    const features = this.numbered ? this.numberedMarks(this.numbered) : this.outletMarks();
    this.setData("marks", { type: "FeatureCollection", features });
  }

  private numberedMarks(places: NumberedPlace[]): Feature[] {
    return places.map(({ id, name, location }, index) => ({
      type: "Feature",
      properties: { id, name, image: numberImage(index + 1, id === this.selected), order: index },
      geometry: { type: "Point", coordinates: location },
    }));
  }

  private outletMarks(): Feature[] {
    const closeUp = this.map.getZoom() >= markZoom;
    const { clientWidth, clientHeight } = this.map.getContainer();
    const seen = new Map<string, { properties: Record<string, unknown>; at: Position }>();
    for (const feature of this.map.querySourceFeatures("outlets", { sourceLayer: "outlets", filter: this.filter })) {
      const id = String(feature.properties.id);
      if (feature.geometry.type !== "Point" || seen.has(id)) continue;
      if (!closeUp && id !== this.selected) continue;
      seen.set(id, { properties: feature.properties, at: feature.geometry.coordinates as Position });
    }
    const points = [...seen.keys()]
      .sort((a, b) => Number(b === this.selected) - Number(a === this.selected) || (a < b ? -1 : 1))
      .map((id) => ({ id, ...this.map.project(seen.get(id)!.at) }))
      .filter(
        ({ x, y }) =>
          x > -clientWidth * 0.3 && x < clientWidth * 1.3 && y > -clientHeight * 0.3 && y < clientHeight * 1.3,
      );
    const chosen = points.filter(({ id }) => id === this.selected);
    const others = points.filter(({ id }) => id !== this.selected);
    const groups = groupOverlapping(others, markDistance).map(({ members }) =>
      members.map((member) => others[member].id),
    );
    return [...groups, ...chosen.map(({ id }) => [id])].map((ids) => {
      const { properties, at } = seen.get(ids[0])!;
      const kinds = String(properties.kinds ?? "");
      const category = String(properties.category);
      const kind = category === "small-repair" && kinds && !kinds.includes(",") ? kinds : null;
      const image = outletImage(category, String(properties.tier), kind);
      return {
        type: "Feature",
        properties: {
          id: ids[0],
          ids: ids.join("|"),
          count: ids.length,
          name: properties.name,
          image: ids[0] === this.selected ? `${image}/on` : image,
          order: ids[0] === this.selected ? 1 : 0,
        },
        geometry: { type: "Point", coordinates: at },
      };
    });
  }
}
