/** Marks that a person drags on the map, or moves by arrow keys. Brings MapLibre along. */
import { Marker } from "maplibre-gl";
import type { Map as MapLibreMap } from "maplibre-gl";
import type { Position } from "../api/types.ts";

interface DragMark {
  key: string;
  position: Position;
  /** Shown in the mark; short. */
  text: string;
}

export class DragMarks {
  private readonly map: MapLibreMap;
  private readonly moved: (key: string, position: Position, phase: "moving" | "dropped") => void;
  private readonly markers = new Map<string, Marker>();

  constructor(map: MapLibreMap, moved: (key: string, position: Position, phase: "moving" | "dropped") => void) {
    this.map = map;
    this.moved = moved;
  }

  /** Puts exactly these on the map. */
  set(marks: readonly DragMark[], label: string): void {
    const wanted = new Set(marks.map(({ key }) => key));
    for (const [key, marker] of this.markers) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.markers.delete(key);
    }
    for (const { key, position, text } of marks) {
      let marker = this.markers.get(key);
      if (!marker) {
        marker = this.create(key, position);
        this.markers.set(key, marker);
      }
      const element = marker.getElement();
      element.textContent = text;
      element.setAttribute("aria-label", `${text}. ${label}`);
      const now = marker.getLngLat();
      if (now.lng !== position[0] || now.lat !== position[1]) marker.setLngLat(position);
    }
  }

  clear(): void {
    this.set([], "");
  }

  private create(key: string, position: Position): Marker {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "drag-mark";
    const marker = new Marker({ element, draggable: true, anchor: "center" }).setLngLat(position).addTo(this.map);
    const tell = (phase: "moving" | "dropped") => {
      const { lng, lat } = marker.getLngLat();
      this.moved(key, [lng, lat], phase);
    };
    marker.on("drag", () => tell("moving"));
    marker.on("dragend", () => tell("dropped"));
    element.addEventListener("keydown", (event) => {
      const steps: Record<string, [number, number]> = {
        ArrowUp: [0, -1],
        ArrowDown: [0, 1],
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
      };
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const pixels = event.shiftKey ? 40 : 8;
      const { x, y } = this.map.project(marker.getLngLat());
      marker.setLngLat(this.map.unproject([x + step[0] * pixels, y + step[1] * pixels]));
      tell("dropped");
    });
    // The map must not take the click for one on the ground.
    element.addEventListener("click", (event) => event.stopPropagation());
    return marker;
  }
}
