/** Cities as they were on past days, the ones asked for lately. */
import type { CityContext } from "./city-context.ts";

/** Of all cities together. */
const mostDays = 8;
/** Cells of reach tables kept for past days, some 0.8 GB; a district's table has a million. */
const mostCells = 60e6;

export class PastDays {
  /** Least recently used first. */
  readonly #days = new Map<string, CityContext>();

  /** The city as `now` has it, with its outlets as they were on a day, ISO 8601. */
  get(now: CityContext, date: string): CityContext {
    const key = `${now.city.id} ${date}`;
    const known = this.#days.get(key);
    if (known !== undefined && known.now !== now) known.compute.release();
    const day = known?.now === now ? known : now.on(date);
    this.#days.delete(key);
    this.#days.set(key, day);
    this.#makeRoom(key);
    return day;
  }

  /** Nothing is kept of a city that has changed. Whoever still holds a day of it may go on asking it. */
  drop(city: string): void {
    for (const [key, day] of this.#days) if (day.city.id === city) this.#release(key, day);
  }

  #makeRoom(wanted: string): void {
    let cells = [...this.#days.values()].reduce((sum, day) => sum + day.ownCells, 0);
    for (const [key, day] of this.#days) {
      if (this.#days.size <= mostDays && cells <= mostCells) return;
      if (key === wanted) continue;
      cells -= day.ownCells;
      this.#release(key, day);
    }
  }

  #release(key: string, day: CityContext): void {
    this.#days.delete(key);
    day.compute.release();
  }
}
