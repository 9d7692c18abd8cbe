/** What a project brought once its outlet is open: `project.measured`. */

/** What homes reach, one row each; several categories may stand side by side. */
export interface EffectCells {
  nearestSeconds: ArrayLike<number>;
  /** Index of the outlet that is the nearest, -1 where none is. */
  nearestOutlet: ArrayLike<number>;
  /** Outlets within the ring. */
  within: ArrayLike<number>;
  /** Cells of a row, and which of them it is about. */
  width: number;
  column: number;
}

export interface MeasuredEffect {
  /** Households that reach this outlet within the ring and no other of its kind. */
  households: number;
  /** People of those homes; null where one of them has no count. */
  people: number | null;
  /** Households that have it nearer than any other, within the ring. */
  nearestHouseholds: number;
}

/**
 * A home is gained by the outlet where it is the nearest, within the ring, and the only one there: so this is what would
 * be lost if it closed today. Where another opened beside it since, both count less than was forecast for the first.
 * @param outlet index among those that `nearestOutlet` refers to
 */
export function measuredEffect(
  { nearestSeconds, nearestOutlet, within, width, column }: EffectCells,
  residences: readonly { households: number; people: number | null }[],
  outlet: number,
  minutes: number,
): MeasuredEffect {
  const effect: MeasuredEffect = { households: 0, people: 0, nearestHouseholds: 0 };
  for (let row = 0; row < residences.length; row++) {
    const cell = row * width + column;
    if (nearestOutlet[cell] !== outlet || nearestSeconds[cell] > minutes * 60) continue;
    const { households, people } = residences[row];
    effect.nearestHouseholds += households;
    if (within[cell] !== 1) continue;
    effect.households += households;
    if (people === null) effect.people = null;
    else if (effect.people !== null) effect.people += people;
  }
  return effect;
}
