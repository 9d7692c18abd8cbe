/** What of a sheet is taken: labels and marks ask before they stand somewhere. */
import type { Rectangle } from "./frame.ts";

const cellPoints = 24;

export class Room {
  readonly #cells = new Map<string, Rectangle[]>();
  readonly #within: Rectangle;

  constructor(within: Rectangle) {
    this.#within = within;
  }

  /** Whether all boxes lie on the sheet and none touches what is taken. */
  isFree(boxes: readonly Rectangle[]): boolean {
    const { x, y, width, height } = this.#within;
    return boxes.every(
      (box) =>
        box.x >= x &&
        box.y >= y &&
        box.x + box.width <= x + width &&
        box.y + box.height <= y + height &&
        !this.#near(box).some((taken) => overlap(box, taken)),
    );
  }

  take(boxes: readonly Rectangle[]): void {
    for (const box of boxes) {
      for (const key of keysOf(box)) {
        const cell = this.#cells.get(key);
        if (cell === undefined) this.#cells.set(key, [box]);
        else cell.push(box);
      }
    }
  }

  #near(box: Rectangle): Rectangle[] {
    return keysOf(box).flatMap((key) => this.#cells.get(key) ?? []);
  }
}

function keysOf({ x, y, width, height }: Rectangle): string[] {
  const keys: string[] = [];
  for (let column = Math.floor(x / cellPoints); column <= Math.floor((x + width) / cellPoints); column++) {
    for (let row = Math.floor(y / cellPoints); row <= Math.floor((y + height) / cellPoints); row++) {
      keys.push(`${column} ${row}`);
    }
  }
  return keys;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
