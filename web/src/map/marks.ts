/** Which outlets share a mark: only those whose marks would lie on each other on the screen. */

export interface MarkPoint {
  id: string;
  x: number;
  y: number;
}

export interface MarkGroup {
  /** Indices into the points given; the first one is where the mark stands. */
  members: number[];
}

/**
 * Groups points closer than `distance` pixels to the first of their group, in the order given, so that the same
 * points give the same groups. Uses a grid: near-linear in the number of points.
 */
export function groupOverlapping(points: readonly MarkPoint[], distance: number): MarkGroup[] {
  const cells = new Map<string, number[]>();
  const groups: MarkGroup[] = [];
  points.forEach((point, index) => {
    const column = Math.floor(point.x / distance);
    const row = Math.floor(point.y / distance);
    let best = -1;
    let bestSquare = distance * distance;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const group of cells.get(`${column + dx}/${row + dy}`) ?? []) {
          const head = points[groups[group].members[0]];
          const square = (head.x - point.x) ** 2 + (head.y - point.y) ** 2;
          if (square < bestSquare) {
            best = group;
            bestSquare = square;
          }
        }
      }
    }
    if (best >= 0) {
      groups[best].members.push(index);
      return;
    }
    const key = `${column}/${row}`;
    const cell = cells.get(key);
    if (cell) cell.push(groups.length);
    else cells.set(key, [groups.length]);
    groups.push({ members: [index] });
  });
  return groups;
}
