import { Marker } from "maplibre-gl";
import type { Map as MapLibreMap } from "maplibre-gl";
import type { Position } from "../api/types.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

type Phase = "moving" | "dropped";

/** The place that the page is about: dragged by hand or moved by arrow keys, with Shift further. */
export class Pin {
  private readonly map: MapLibreMap;
  private readonly moved: (position: Position, phase: Phase) => void;
  private label: string;
  private marker: Marker | null = null;

  constructor(map: MapLibreMap, label: string, moved: (position: Position, phase: Phase) => void) {
    this.map = map;
    this.label = label;
    this.moved = moved;
  }

  setLabel(label: string): void {
    this.label = label;
    this.marker?.getElement().setAttribute("aria-label", label);
  }

  /** Puts the pin there; null takes it away. */
  set(position: Position | null): void {
    if (!position) {
      this.marker?.remove();
      this.marker = null;
      return;
    }
    if (!this.marker) {
      this.marker = this.create(position);
      return;
    }
    const now = this.marker.getLngLat();
    if (now.lng !== position[0] || now.lat !== position[1]) this.marker.setLngLat(position);
  }

  private create(position: Position): Marker {
    const marker = new Marker({ element: createPinElement(), draggable: true, anchor: "bottom" });
    const tell = (phase: Phase) => () => {
      const { lng, lat } = marker.getLngLat();
      this.moved([lng, lat], phase);
    };
    marker.on("drag", tell("moving"));
    marker.on("dragend", tell("dropped"));
    marker.getElement().addEventListener("keydown", (event) => this.moveByKey(marker, event));
    marker.setLngLat(position).addTo(this.map);
    marker.getElement().setAttribute("aria-label", this.label);
    return marker;
  }

  private moveByKey(marker: Marker, event: KeyboardEvent): void {
    const step = event.shiftKey ? 40 : 10;
    const shift = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[
      event.key
    ];
    if (!shift) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.map.project(marker.getLngLat());
    const moved = this.map.unproject([at.x + shift[0], at.y + shift[1]]);
    marker.setLngLat(moved);
    this.moved([moved.lng, moved.lat], "dropped");
  }
}

/** The pin as a focusable element. */
function createPinElement(): HTMLElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "map-pin";
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 36 46");
  svg.setAttribute("width", "36");
  svg.setAttribute("height", "46");
  svg.setAttribute("aria-hidden", "true");
  const body = document.createElementNS(svgNamespace, "path");
  body.setAttribute("d", "M18 44C8.5 33.5 3 26.5 3 18a15 15 0 0 1 30 0c0 8.5-5.5 15.5-15 26z");
  body.setAttribute("class", "map-pin-body");
  const heart = document.createElementNS(svgNamespace, "circle");
  heart.setAttribute("cx", "18");
  heart.setAttribute("cy", "18");
  heart.setAttribute("r", "5.5");
  heart.setAttribute("class", "map-pin-heart");
  svg.append(body, heart);
  element.append(svg);
  return element;
}
