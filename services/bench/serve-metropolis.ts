/** Serves the generated metropolis from a PostgreSQL of its own, thrown away in the end. */
import type { Position } from "@quarterhour/isochrones";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readSettings } from "../src/api/input.ts";
import { openStore } from "../src/store/index.ts";
import { referenceAnswer, referenceCity } from "../test/api/reference.ts";
import { startPostgres } from "../test/postgres.ts";
import { beMeasured } from "./measured.ts";
import { fillMetropolis } from "./metropolis-store.ts";

const city = "metropolis";
/** Degrees, some 5 km either way: nobody walks further in half an hour. */
const AROUND = 0.06;

const postgres = await startPostgres();
const folder = await mkdtemp(join(tmpdir(), "quarterhour-bench-load-"));
const store = await openStore({ databaseUrl: postgres.url, dataFolder: folder });
await fillMetropolis(store, city, Number(process.argv[2]), (text) => void process.stderr.write(`${text}\n`));

await beMeasured(
  store,
  city,
  async (app, answers) => {
    const all = await referenceCity(await app.cities.get(city));
    const settings = { ...readSettings({}), at: null };
    return answers.filter(({ origin, answer }) => {
      const isNear = ({ location }: { location: Position }): boolean =>
        Math.abs(location[0] - origin[0]) < AROUND && Math.abs(location[1] - origin[1]) < AROUND;
      const near = { ...all, outlets: all.outlets.filter(isNear), residences: all.residences.filter(isNear) };
      const expected = referenceAnswer(near, { origin, minutes: [5, 10, 15], settings, moment: null });
      return !isDeepStrictEqual(JSON.parse(JSON.stringify(expected)), answer);
    }).length;
  },
  async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  },
);
