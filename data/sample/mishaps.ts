/** A few things that mappers get wrong, away from the designed walks. */
import type { CityMap } from "./map.ts";

export function drawMishaps(map: CityMap): void {
  // A path with a misspelt value; one that is tagged for bicycles only though everybody walks there.
  map.street(
    [
      [-1410, -600],
      [-1350, -640],
      [-1300, -655],
    ],
    { highway: "foot_way" },
  );
  map.street(
    [
      [-1300, -655],
      [-1230, -680],
    ],
    { highway: "cycleway", note: "行人也走" },
  );
  // A gate that stands on no way, a wall that stops in the middle of nowhere.
  map.node([1210, -1010], { barrier: "gate" });
  map.line(
    [
      [1275, -985],
      [1300, -992],
      [1322, -970],
    ],
    { barrier: "wall" },
  );
  // A one-way footway, and a track that never existed.
  map.street(
    [
      [-1440, -420],
      [-1400, -405],
      [-1375, -380],
    ],
    { highway: "footway", oneway: "yes" },
  );
  map.street(
    [
      [-1400, -560],
      [-1365, -515],
    ],
    { highway: "track", "name:en": "Foundary Road" },
  );
  // A pier that nothing joins.
  map.line(
    [
      [-1475, -420],
      [-1500, -424],
    ],
    { man_made: "pier" },
  );
  // Construction since years.
  map.line(
    [
      [640, -820],
      [700, -840],
    ],
    { highway: "construction", construction: "residential" },
  );
}
