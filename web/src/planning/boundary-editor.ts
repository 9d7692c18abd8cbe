/**
 * Draws and edits a boundary on the map: Terra Draw's hands, our snapping to streets, rivers, railways and the borders
 * of communities as they lie on the screen. Loaded with the map.
 */
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode, ValidateNotSelfIntersecting } from "terra-draw";
import type { GeoJSONStoreFeatures } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Map as MapLibreMap } from "maplibre-gl";
import type { Polygon } from "geojson";
import type { Position } from "../api/types.ts";
import type { CrosshairAction } from "../map/crosshair.ts";
import { addCorner, dropNearestCorner, moveNearestCorner } from "./corners.ts";
import { areaOf, linesOf, nearestOnSegment } from "./geometry.ts";

const snapPixels = 12;
/** Less is a slip of the hand, not a boundary. */
const leastSquareMeters = 1000;
const snapLayers = new Set(["way", "water", "rail"]);
const accent = "#1d5fd1";
/** Decimals of degrees, about a centimetre; Terra Draw takes no more. */
const coordinatePrecision = 7;

export interface BoundaryEvents {
  /**
   * While a corner moves (`moving`), and when something was done (`done`).
   * @param isSound false while it encloses nothing yet, or crosses itself
   */
  changed(parts: Polygon[], phase: "moving" | "done", isSound: boolean): void;
  /** So many corners are set; told when drawing may begin, and after each. */
  corners(count: number): void;
}

function rounded([lng, lat]: Position): Position {
  return [Number(lng.toFixed(coordinatePrecision)), Number(lat.toFixed(coordinatePrecision))];
}

/** Whether it encloses something and does not cross itself. */
function isSound(geometry: Polygon): boolean {
  return (
    areaOf(geometry) >= leastSquareMeters &&
    ValidateNotSelfIntersecting({ type: "Feature", geometry, properties: {} } as GeoJSONStoreFeatures).valid
  );
}

export class BoundaryEditor {
  private readonly map: MapLibreMap;
  private readonly draw: TerraDraw;
  private readonly events: BoundaryEvents;
  private readonly polygonMode: TerraDrawPolygonMode;
  private isQuiet = false;

  constructor(map: MapLibreMap, events: BoundaryEvents) {
    this.map = map;
    this.events = events;
    const snapping = { toCustom: (event: { lng: number; lat: number }) => this.snap([event.lng, event.lat]) };
    const notCrossing = (feature: GeoJSONStoreFeatures, { updateType }: { updateType: string }) =>
      updateType === "finish" || updateType === "commit" ? ValidateNotSelfIntersecting(feature) : { valid: true };
    this.polygonMode = new TerraDrawPolygonMode({
      snapping,
      validation: notCrossing,
      // Enter sets corners at the cross.
      keyEvents: { cancel: "Escape", finish: null },
      styles: { fillColor: accent, fillOpacity: 0.12, outlineColor: accent, outlineWidth: 3 },
    });
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision }),
      modes: [
        this.polygonMode,
        new TerraDrawSelectMode({
          // Delete takes a corner away, not the whole boundary.
          keyEvents: null,
          flags: {
            polygon: {
              feature: {
                draggable: false,
                validation: notCrossing,
                coordinates: { midpoints: true, draggable: true, deletable: true, snappable: snapping },
              },
            },
          },
          styles: {
            selectedPolygonColor: accent,
            selectedPolygonFillOpacity: 0.1,
            selectedPolygonOutlineColor: accent,
            selectedPolygonOutlineWidth: 3,
            selectionPointWidth: 7,
            selectionPointColor: "#ffffff",
            selectionPointOutlineColor: accent,
            selectionPointOutlineWidth: 3,
            midPointColor: accent,
            midPointWidth: 4,
          },
        }),
      ],
    });
    this.draw.start();
    this.draw.on("change", (_ids, type) => {
      if (this.isQuiet || type === "styling") return;
      this.tell("moving");
      // Terra Draw notes the corner after it has told of it.
      queueMicrotask(() => this.tellCorners());
    });
    this.draw.on("finish", (_id, { action }) => {
      if (this.isQuiet) return;
      this.tell("done");
      if (action === "draw") this.edit();
      this.tellCorners();
    });
  }

  /** Starts with nothing: the person draws. */
  drawNew(): void {
    this.draw.setMode("polygon");
    this.tellCorners();
  }

  /** Puts these in place of what is there, and lets the person change them. */
  set(parts: readonly Polygon[]): void {
    this.isQuiet = true;
    try {
      this.draw.setMode("select");
      this.draw.clear();
      const results = this.draw.addFeatures(
        parts.map(({ coordinates }) => ({
          type: "Feature",
          // Who drew them elsewhere may have been more exact than Terra Draw takes.
          geometry: {
            type: "Polygon",
            coordinates: coordinates.map((ring) => ring.map((one) => rounded(one as Position))),
          },
          properties: { mode: "polygon" },
        })),
      );
      const fault = results.find(({ valid }) => !valid);
      if (fault) console.warn(`a part of the boundary cannot be edited: ${fault.reason}`);
    } finally {
      this.isQuiet = false;
    }
    if (parts.length) this.edit();
    else this.drawNew();
    this.tellCorners();
  }

  parts(): Polygon[] {
    return this.draw
      .getSnapshot()
      .filter(({ geometry, properties }) => geometry.type === "Polygon" && properties["mode"] === "polygon")
      .map(({ geometry }) => geometry as Polygon);
  }

  /**
   * What the keyboard does at the cross: sets the next corner, or (`extra`) closes the boundary; once it is closed,
   * moves the nearest corner there, adds one (`extra`), or takes one away (`remove`).
   * @returns false where the boundary would cross itself or have too few corners
   */
  act(action: CrosshairAction, at: Position): boolean {
    const position = this.snap(at) ?? rounded(at);
    if (this.draw.getMode() === "polygon") {
      if (action === "remove") return false;
      if (action === "point") this.setCorner(position);
      else {
        this.setCorner(position);
        const first = this.parts()[0]?.coordinates[0][0];
        if (first) this.setCorner(first as Position);
      }
      return true;
    }
    const project = (one: Position): [number, number] => {
      const { x, y } = this.map.project(one);
      return [x, y];
    };
    const work = { point: moveNearestCorner, extra: addCorner, remove: dropNearestCorner }[action];
    const next = work(this.parts(), position, project);
    if (!next || !next.every(isSound)) return false;
    this.set(next);
    this.tell("done");
    return true;
  }

  private setCorner([lng, lat]: Position): void {
    const { x, y } = this.map.project([lng, lat]);
    const event = { lng, lat, containerX: x, containerY: y, heldKeys: [], isContextMenu: false };
    this.polygonMode.onMouseMove({ ...event, button: "neither" });
    this.polygonMode.onClick({ ...event, button: "left" });
  }

  stop(): void {
    this.isQuiet = true;
    if (this.draw.enabled) this.draw.stop();
  }

  private tell(phase: "moving" | "done"): void {
    const parts = this.parts();
    this.events.changed(parts, phase, parts.every(isSound));
  }

  private tellCorners(): void {
    const rings = this.parts().flatMap(({ coordinates }) => coordinates.map((ring) => ring.length - 1));
    const isDrawing = this.draw.getMode() === "polygon";
    // While it is drawn the ring holds the hand as well.
    this.events.corners(isDrawing ? this.polygonMode.undoSize() : rings.reduce((sum, count) => sum + count, 0));
  }

  private edit(): void {
    this.draw.setMode("select");
    const first = this.draw.getSnapshot().find(({ properties }) => properties["mode"] === "polygon");
    if (first?.id !== undefined) this.draw.selectFeature(first.id);
  }

  /** The nearest corner or line of what one may follow, within a finger's breadth; undefined for none. */
  private snap(position: Position): Position | undefined {
    const { x, y } = this.map.project(position);
    const box: [[number, number], [number, number]] = [
      [x - snapPixels, y - snapPixels],
      [x + snapPixels, y + snapPixels],
    ];
    const layers = this.map
      .getStyle()
      .layers.filter(
        (layer) =>
          ("source-layer" in layer && snapLayers.has(layer["source-layer"] ?? "")) || layer.id === "snap-lines",
      )
      .map(({ id }) => id);
    let best: { at: [number, number]; distance: number } | null = null;
    for (const feature of this.map.queryRenderedFeatures(box, { layers })) {
      for (const line of linesOf(feature.geometry as never)) {
        const points = line.map((one) => {
          const point = this.map.project(one);
          return [point.x, point.y] as const;
        });
        for (let at = 1; at < points.length; at++) {
          const found = nearestOnSegment([x, y], points[at - 1], points[at]);
          if (found.distance <= snapPixels && (!best || found.distance < best.distance)) best = found;
        }
        // A corner is preferred to the line that leads to it.
        for (const corner of points) {
          const distance = Math.hypot(x - corner[0], y - corner[1]) - snapPixels / 3;
          if (distance <= snapPixels / 2 && (!best || distance < best.distance)) {
            best = { at: [corner[0], corner[1]], distance };
          }
        }
      }
    }
    if (!best) return undefined;
    const { lng, lat } = this.map.unproject(best.at);
    return rounded([lng, lat]);
  }
}
