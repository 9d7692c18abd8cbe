/** What must come out of the sample city; see data/sample/TRUTHS.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Truths {
  reach: { id: string; nearestSeconds: number; outletName: string; walk: { meters: number } }[];
  openedGate: { community: string; households: number; gateLocation: [number, number] };
  presentButOutOfReach: { circle: string; householdsEastOfRailway: number };
  cobbler: { existing: string[] };
  circles: { name: string; points: number }[];
}

const file = join(import.meta.dirname, "../../../../data/sample/truths.json");

export const truths = JSON.parse(readFileSync(file, "utf8")) as Truths;
