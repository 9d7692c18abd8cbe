/**
 * A process to be killed: opens the embedded store in the folder named, says what it finds there, then writes batch
 * after batch and says so as each is saved. One JSON line per message; see killed.ts.
 */
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { area, fullOutlet, fullResidence, multi, sampleCity, square } from "./samples.ts";

const [dataFolder] = process.argv.slice(2);
const rowsPerBatch = 500;
const artifactBytes = 1_000_000;
const city = "killed";

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** For each batch how much of it is there, counted through every table that it wrote to. */
async function contents(store: Store): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const [outlets, residences, areas] = [
    await store.allOutlets(city),
    await store.allResidences(city),
    await store.listAreas(city),
  ];
  for (const batch of new Set([...outlets, ...residences, ...areas].map((row) => row.source))) {
    const of = <T extends { source: string }>(rows: T[]) => rows.filter((row) => row.source === batch);
    const services = of(outlets).flatMap((outlet) => outlet.services ?? []);
    const assigned = of(residences).filter((residence) => residence.areas.street !== null);
    const artifact = await store.getArtifact({ city, kind: "reach", version: batch });
    found[batch] = [of(outlets), services, of(residences), assigned, of(areas), artifact ?? []]
      .map((rows) => rows.length)
      .join(" ");
  }
  return found;
}

async function writeBatch(store: Store, batch: string): Promise<void> {
  await store.transaction(async (inner) => {
    const rows = Array.from({ length: rowsPerBatch }, (_, i) => String(i));
    await inner.replaceAreas(city, batch, null, [area("street", batch, multi(square(118.05, 38.75, 0.01)))]);
    await inner.replaceOutlets(
      city,
      batch,
      null,
      rows.map((sourceRef) => fullOutlet({ sourceRef })),
    );
    await inner.replaceResidences(
      city,
      batch,
      null,
      rows.map((sourceRef) => fullResidence({ sourceRef })),
    );
    await inner.putArtifact({ city, kind: "reach", version: batch }, new Uint8Array(artifactBytes));
  });
}

const store = await openStore({ dataFolder });
if (!(await store.getCity(city))) await store.putCity(sampleCity(city));
const found = await contents(store);
say({ found, whole: `${rowsPerBatch} ${3 * rowsPerBatch} ${rowsPerBatch} ${rowsPerBatch} 1 ${artifactBytes}` });
for (let number = 0; ; number++) {
  const batch = `batch-${process.pid}-${number}`;
  say({ writing: batch });
  await writeBatch(store, batch);
  say({ saved: batch });
}
