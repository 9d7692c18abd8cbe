/**
 * Pointing without a mouse: while the keyboard has the map, a cross marks its middle; arrows move the map beneath it,
 * and Enter does there what a click would. A line of words below the cross says so.
 */
import type { Map as MapLibreMap } from "maplibre-gl";
import type { Position } from "../api/types.ts";

/** Enter, Shift and Enter, Backspace or Delete. */
export type CrosshairAction = "point" | "extra" | "remove";

/** MapLibre's arrows move by a hundred; that is far for a corner. */
const finePixels = 10;
const fineSteps: Record<string, [number, number]> = {
  ArrowLeft: [-finePixels, 0],
  ArrowRight: [finePixels, 0],
  ArrowUp: [0, -finePixels],
  ArrowDown: [0, finePixels],
};

let count = 0;

export class Crosshair {
  private readonly map: MapLibreMap;
  private readonly cross: HTMLElement;
  private readonly help: HTMLElement;

  constructor(map: MapLibreMap, help: string, acted: (action: CrosshairAction, position: Position) => void) {
    this.map = map;
    this.cross = document.createElement("div");
    this.cross.className = "crosshair";
    this.cross.hidden = true;
    this.help = document.createElement("p");
    this.help.className = "crosshair-help";
    this.help.id = `crosshair-${++count}`;
    this.help.hidden = true;
    // It changes with what the next key would do.
    this.help.setAttribute("role", "status");
    this.setHelp(help);
    map.getContainer().append(this.cross, this.help);
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-describedby", this.help.id);
    canvas.addEventListener("focus", () => this.show(canvas.matches(":focus-visible")));
    canvas.addEventListener("blur", () => this.show(false));
    canvas.addEventListener("pointerdown", () => this.show(false));
    map.on("move", () => this.place());
    map.on("resize", () => this.place());
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.shiftKey ? fineSteps[event.key] : undefined;
      const isRemoval = event.key === "Backspace" || event.key === "Delete";
      if (event.key !== "Enter" && !isRemoval && !event.key.startsWith("Arrow")) return;
      const wasHidden = this.cross.hidden;
      this.show(true);
      if (step) {
        event.preventDefault();
        this.map.panBy(step, { duration: 0 });
        return;
      }
      if (event.key.startsWith("Arrow")) return;
      event.preventDefault();
      // Who came by mouse has seen no cross yet, and cannot know what Enter would point at.
      if (wasHidden) return;
      const { lng, lat } = this.map.getCenter();
      acted(isRemoval ? "remove" : event.shiftKey ? "extra" : "point", [lng, lat]);
    });
  }

  setHelp(text: string): void {
    this.help.textContent = text;
  }

  private show(isShown: boolean): void {
    this.cross.hidden = !isShown;
    this.help.hidden = !isShown;
    if (isShown) this.place();
  }

  /** What lies over the map may have moved its middle away from the middle of the canvas. */
  private place(): void {
    if (this.cross.hidden) return;
    const { x, y } = this.map.project(this.map.getCenter());
    for (const { style } of [this.cross, this.help]) {
      style.left = `${x}px`;
      style.top = `${y}px`;
    }
  }
}
