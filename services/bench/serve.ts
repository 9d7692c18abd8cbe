/** Serves a copy of the sample city, or a map, from a store of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readSettings } from "../src/api/input.ts";
import { addSampleCity } from "../src/cli/sample.ts";
import { addCity } from "../src/intake/index.ts";
import { openStore } from "../src/store/index.ts";
import { referenceAnswer, referenceCity } from "../test/api/reference.ts";
import { beMeasured } from "./measured.ts";

const [osmFile] = process.argv.slice(2);
const city = osmFile ? "bench" : "sample";
const folder = await mkdtemp(join(tmpdir(), "quarterhour-bench-"));
const store = await openStore({ dataFolder: folder });
if (osmFile) await addCity(store, { id: city, osmFile, nameZh: "测", nameEn: "Bench", fictional: false });
else await addSampleCity(store, () => {});

await beMeasured(
  store,
  city,
  async (app, answers) => {
    const reference = await referenceCity(await app.cities.get(city));
    const settings = { ...readSettings({}), at: null };
    return answers.filter(({ origin, answer }) => {
      const expected = referenceAnswer(reference, { origin, minutes: [5, 10, 15], settings, moment: null });
      return !isDeepStrictEqual(JSON.parse(JSON.stringify(expected)), answer);
    }).length;
  },
  () => rm(folder, { recursive: true, force: true }),
);
