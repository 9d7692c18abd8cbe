/** A picture on a 24 × 24 grid: `line` is stroked, `body` (if any) gets a soft fill below it. */
export interface IconShape {
  line: string;
  body?: string;
}

/** Path of a circle, since a path is all that both SVG and a canvas understand. */
export function circle(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}

/** A point as wide as the stroke. */
export function dot(x: number, y: number): string {
  return `M${x} ${y}h.01`;
}
