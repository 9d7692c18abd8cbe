/** Joins lines end to end into rings; what does not close is left out. */
export function closeRings(lines: number[][]): number[][] {
  const rings: number[][] = [];
  const open = lines.filter((line) => line.length > 1);
  while (open.length > 0) {
    const ring = open.shift()!.slice();
    while (ring[0] !== ring[ring.length - 1]) {
      const end = ring[ring.length - 1];
      const next = open.findIndex((line) => line[0] === end || line[line.length - 1] === end);
      if (next < 0) break;
      const [line] = open.splice(next, 1);
      ring.push(...(line[0] === end ? line : line.toReversed()).slice(1));
    }
    if (ring.length > 3 && ring[0] === ring[ring.length - 1]) rings.push(ring);
  }
  return rings;
}
