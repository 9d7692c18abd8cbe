/** The process of the press: keeps letters and the last basemap, makes one document after another. */
import { makeDocument } from "./documents.ts";
import { Letters } from "./fonts/letters.ts";
import { readBasemap } from "./map/basemap.ts";
import type { Basemap } from "./map/basemap.ts";
import type { FromPress, ToPress } from "./press.ts";

const letters = new Letters();
let held: { name: string; basemap: Basemap } | null = null;

function tell(message: FromPress): void {
  process.send!(message);
}

async function work({ id, order, basemap: name, bytes }: ToPress): Promise<void> {
  try {
    if (bytes !== null) {
      tell({ id, step: "reading the map", fraction: 0 });
      held = null;
      held = { name, basemap: readBasemap(bytes) };
    }
    if (held?.name !== name) throw new Error(`this process holds no basemap ${name}`);
    const made = await makeDocument(order, held.basemap, letters, (step, fraction) => tell({ id, step, fraction }));
    tell({ id, made });
  } catch (error) {
    const { name: kind, message, stack } = error as Error;
    tell({ id, error: { name: kind, message, stack } });
  }
}

/** One after another, in the order they came. */
let turn: Promise<void> = Promise.resolve();

process.on("message", (message: ToPress) => {
  turn = turn.then(() => work(message));
});
// Whoever asked is gone.
process.on("disconnect", () => process.exit());
// Ctrl+C in a terminal reaches this process too; the server ends it once it has stopped.
process.on("SIGINT", () => {});
