/** Where the map looks: moves it as far as needed, and knows the room that panel or sheet leave free. */
import { LngLat } from "maplibre-gl";
import type { Map as MapLibreMap } from "maplibre-gl";
import type { BoundingBox, Position } from "../api/types.ts";
import { held, leastRoom, opening, tidied } from "./hold.ts";
import type { MapPadding, Screen } from "./hold.ts";

/** Pixels kept free around what is shown whole, for the marks at its edge. */
const boxInset = 24;
/** Degrees beyond the city where a place is still thought to belong to it. */
const aroundCity = 0.05;

export class Camera {
  private readonly map: MapLibreMap;
  private readonly still: MediaQueryList;
  private readonly city: BoundingBox;
  private padding: MapPadding;

  /**
   * @param city box that the map is kept on
   * @param still matches where the person asked for less motion
   */
  constructor(map: MapLibreMap, city: BoundingBox, padding: MapPadding, still: MediaQueryList) {
    this.map = map;
    this.city = city;
    this.padding = padding;
    this.still = still;
    map.setPadding(padding);
    map.setTransformConstrain(({ lng, lat }, zoom) => {
      const within = Math.min(map.getMaxZoom(), Math.max(map.getMinZoom(), zoom));
      const look = held(this.city, this.screen(), { center: [lng, lat], zoom: within });
      return { center: new LngLat(...look.center), zoom: look.zoom };
    });
  }

  private screen(): Screen {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    return { width, height, padding: this.padding };
  }

  private duration(milliseconds: number): number {
    return this.still.matches ? 0 : milliseconds;
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
      duration: this.duration(250),
    });
  }

  /** Moves there only as far as needed: not at all where the place is well in view. */
  reveal(position: Position, minimumZoom = 0): void {
    const [west, south, east, north] = this.city;
    const [lng, lat] = position;
    if (lng < west - aroundCity || lng > east + aroundCity || lat < south - aroundCity || lat > north + aroundCity)
      return;
    const zoom = Math.max(this.map.getZoom(), minimumZoom);
    if (this.isInView(position, { x: 0, y: 0 }) && zoom === this.map.getZoom()) return;
    this.map.easeTo({ center: position, zoom, duration: this.duration(500) });
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
    const height = Math.max(leastRoom, clientHeight - room.top - room.bottom - 2 * boxInset);
    const edge = boxInset / 2;
    return {
      inView:
        left >= room.left + edge &&
        right <= clientWidth - room.right - edge &&
        top >= room.top + edge &&
        bottom <= clientHeight - room.bottom - edge,
      /** Of the room, in the direction that is filled more. */
      share: Math.max((right - left) / width, (bottom - top) / height),
      widthShare: (right - left) / width,
      heightShare: (bottom - top) / height,
      width,
      height,
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
    const { share, widthShare, heightShare, width, height } = this.boxOnScreen(box);
    const northWest = this.map.project([box[0], box[3]]);
    const southEast = this.map.project([box[2], box[1]]);
    const zoom = share > 0 ? Math.min(maxZoom, this.map.getZoom() - Math.log2(share)) : maxZoom;
    const { lng, lat } = this.map.unproject([(northWest.x + southEast.x) / 2, (northWest.y + southEast.y) / 2]);
    const scale = 2 ** (zoom - this.map.getZoom());
    const spare = { x: (width * (1 - widthShare * scale)) / 2, y: (height * (1 - heightShare * scale)) / 2 };
    this.map.easeTo({
      ...tidied(this.city, this.screen(), { center: [lng, lat], zoom }, spare),
      duration: animate ? this.duration(500) : 0,
    });
  }

  /** Opens on the city: filled by it, so that on an upright screen a first tap does not fall beside it. */
  open(): void {
    this.map.jumpTo(opening(this.city, this.screen()));
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
    this.map.zoomTo(this.map.getZoom() + steps, { duration: this.duration(200) });
  }
}
