// npm run bench -- geocode [--osm FILE]… [--bar n] [--failures n] [--json]
// How well the city's own gazetteer places addresses: the sample's rows and addresses of real maps, each kept out of the
// gazetteer that is asked, with what people do to addresses. And how long 10,000 rows take.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { GazetteerGeocoder } from "../src/intake/geocoding/resolve.ts";
import { Gazetteer } from "../src/intake/geocoding/gazetteer.ts";
import type { GazetteerSources } from "../src/intake/geocoding/known.ts";
import type { GeocodeCandidate } from "../src/intake/geocoding/geocoder.ts";
import { metersBetween } from "../src/intake/geometry/sphere.ts";
import { DEFAULT_BAR } from "../src/intake/geocoding/rows.ts";
import { Chance, mapFolds, sampleFolds } from "./geocode-cases.ts";
import type { Fold } from "./geocode-cases.ts";
import { elsewhere, noises } from "./geocode-noise.ts";

const usage = `npm run bench -- geocode [options]
  --osm FILE      a real map, .osm.pbf; may be given several times
  --bar n         confidence from which an answer is taken without a person (${DEFAULT_BAR})
  --failures n    print so many of the answers that were taken and lie more than 100 m off
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    osm: { type: "string", multiple: true, default: [] },
    bar: { type: "string", default: String(DEFAULT_BAR) },
    failures: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

interface Answer {
  dataset: string;
  noise: string;
  form: string;
  address: string;
  best: GeocodeCandidate | undefined;
  /** Of the best candidate; Infinity without one. */
  meters: number;
  /** Of the nearest candidate shown to a person. */
  nearestMeters: number;
  /** Names that the address had before noise spoiled them. */
  names: string[];
}

interface Figures {
  asked: number;
  /** Share taken without a person. */
  answered: number;
  /** Shares of those within so many metres. */
  within50: number | null;
  precision: number | null;
  within200: number | null;
  /** Share of all that was taken and lies within 100 m. */
  recall: number;
  medianMeters: number | null;
  /** Share of those that wait for a person with a candidate within 100 m. */
  waitingWithAnswer: number | null;
}

function figuresOf(answers: Answer[], bar: number): Figures {
  const taken = answers.filter(({ best }) => best !== undefined && best.confidence >= bar);
  const waiting = answers.filter((answer) => !taken.includes(answer));
  const share = (list: Answer[], test: (answer: Answer) => boolean) =>
    list.length === 0 ? null : round(list.filter(test).length / list.length);
  const meters = taken.map((answer) => answer.meters).sort((a, b) => a - b);
  return {
    asked: answers.length,
    answered: round(taken.length / Math.max(1, answers.length)),
    within50: share(taken, (answer) => answer.meters <= 50),
    precision: share(taken, (answer) => answer.meters <= 100),
    within200: share(taken, (answer) => answer.meters <= 200),
    recall: round(taken.filter((answer) => answer.meters <= 100).length / Math.max(1, answers.length)),
    medianMeters: meters.length === 0 ? null : Math.round(meters[Math.floor(meters.length / 2)]),
    waitingWithAnswer: share(waiting, (answer) => answer.nearestMeters <= 100),
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

function ask(dataset: string, folds: Fold[]): Answer[] {
  const answers: Answer[] = [];
  for (const [index, fold] of folds.entries()) {
    const renamed = renamedRoads(fold.sources);
    const geocoder = new GazetteerGeocoder(new Gazetteer(renamed.sources));
    for (const [noise, spoil] of Object.entries(noises)) {
      const chance = new Chance(`${dataset} ${index} ${noise}`);
      for (const each of fold.cases) {
        const address = spoil(each, chance, { renamed: renamed.names });
        if (address === null) continue;
        const candidates = geocoder.locate({ address });
        const away = candidates.map(({ location }) =>
          elsewhere.has(noise) ? Infinity : metersBetween(location, each.location),
        );
        answers.push({
          dataset,
          noise,
          form: each.form,
          address: `${address} ← ${each.address}`,
          best: candidates[0],
          meters: away[0] ?? Infinity,
          nearestMeters: Math.min(Infinity, ...away),
          names: each.names,
        });
      }
    }
  }
  return answers;
}

/** Roads of the gazetteer get a former name each, which no address but those of the noise “old name” uses. */
function renamedRoads(sources: GazetteerSources): { sources: GazetteerSources; names: Map<string, string> } {
  const names = new Map<string, string>();
  const chance = new Chance("renamed");
  if (sources.map === null) return { sources, names };
  const used = new Set(sources.map.roads.flatMap((road) => road.names));
  const roads = sources.map.roads.map((road) => {
    const [name] = road.names;
    if (!/^\p{Script=Han}{3,}$/u.test(name)) return road;
    let former = names.get(name);
    for (let tries = 0; former === undefined && tries < 50; tries++) {
      const made = `${chance.pick([..."胜工农兵红卫革新跃进东风向阳"])}${chance.pick([..."利民业团旗星命建华强丰光"])}${name.at(-1)}`;
      if (used.has(made)) continue;
      used.add(made);
      names.set(name, (former = made));
    }
    return former === undefined ? road : { ...road, names: [...road.names, former] };
  });
  return { sources: { ...sources, map: { ...sources.map, roads } }, names };
}

/** Why an answer that was taken is wrong. */
function failureOf({ noise, best, names }: Answer): string {
  if (elsewhere.has(noise)) return "address of another city";
  const { level, matched, explanation } = best!;
  const named = names.some((name) => matched.includes(name)) || noise === "old name";
  if (!named) return "taken for another name";
  if (level === "compound") return "somewhere in a large compound";
  if (level === "landmark") return "beside a large landmark";
  if (level === "door") return "same number twice";
  if (level !== "street-number") return level;
  if (explanation.startsWith("介于")) return "number between two known ones";
  return explanation.startsWith("由") ? "number reckoned beyond known ones" : "number taken for its neighbour";
}

function speedOf(folds: Fold[]): { buildMilliseconds: number; rows: number; milliseconds: number } {
  const started = performance.now();
  const gazetteer = new Gazetteer(folds[0].sources);
  const built = performance.now();
  const geocoder = new GazetteerGeocoder(gazetteer);
  const addresses = folds.flatMap(({ cases }) => cases.map(({ address }) => address));
  const rows = 10_000;
  for (let row = 0; row < rows; row++) geocoder.locate({ address: addresses[row % addresses.length] });
  return { buildMilliseconds: Math.round(built - started), rows, milliseconds: Math.round(performance.now() - built) };
}

function table(title: string, groups: Map<string, Answer[]>, bar: number): string {
  const percent = (value: number | null) => (value === null ? "–" : `${(value * 100).toFixed(1)} %`).padStart(8);
  const lines = [...groups].map(([name, answers]) => {
    const f = figuresOf(answers, bar);
    return `${name.padEnd(26)}${String(f.asked).padStart(7)}${percent(f.answered)}${percent(f.within50)}${percent(f.precision)}${percent(f.within200)}${percent(f.recall)}${String(f.medianMeters ?? "–").padStart(8)}${percent(f.waitingWithAnswer)}`;
  });
  return `${title.padEnd(26)}  asked   taken   ≤50 m  ≤100 m  ≤200 m  recall  median waiting with one ≤100 m\n${lines.join("\n")}\n\n`;
}

async function main(): Promise<void> {
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const bar = Number(options.bar);
  const sample = await sampleFolds();
  const answers = ask("sample", sample);
  for (const file of options.osm) {
    const name = basename(file).split(".")[0];
    for (const answer of ask(name, await mapFolds(file, name))) answers.push(answer);
  }
  const possible = answers.filter(({ noise }) => !elsewhere.has(noise));
  const byForm = Map.groupBy(possible, ({ dataset, form }) => `${dataset}: ${form}`);
  const byNoise = Map.groupBy(answers, ({ noise }) => noise);
  const byLevel = Map.groupBy(
    possible.filter(({ best }) => best !== undefined),
    ({ best }) => best!.level,
  );
  const byDataset = Map.groupBy(answers, ({ dataset }) => dataset);
  const byConfidence = Map.groupBy(
    answers.filter(({ best }) => best !== undefined),
    ({ best }) => (Math.floor(best!.confidence * 20) / 20).toFixed(2),
  );
  const speed = speedOf(sample);
  const wrong = answers.filter(({ best, meters }) => (best?.confidence ?? 0) >= bar && meters > 100);
  const failures = [...Map.groupBy(wrong, failureOf)]
    .map(([why, list]) => ({
      why,
      answers: list.length,
      addresses: new Set(list.map(({ address }) => address.split(" ← ")[1])).size,
    }))
    .sort((a, b) => b.answers - a.answers);
  if (options.json) {
    const of = (groups: Map<string, Answer[]>) =>
      Object.fromEntries([...groups].map(([name, list]) => [name, figuresOf(list, bar)]));
    process.stdout.write(
      `${JSON.stringify({ bar, all: figuresOf(answers, bar), byDataset: of(byDataset), byForm: of(byForm), byNoise: of(byNoise), byLevel: of(byLevel), failures, speed }, null, 2)}\n`,
    );
    return;
  }
  process.stdout.write(
    `bar ${bar}\n\n` +
      table("data", new Map([...byDataset, ["all", answers]]), bar) +
      table("form of address", byForm, bar) +
      table("noise", byNoise, bar) +
      table("level found", byLevel, bar),
  );
  const calibration = [...byConfidence]
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([from, list]) => {
      const right = list.filter(({ meters }) => meters <= 100).length;
      return `${from}–   ${String(list.length).padStart(6)} ${((right / list.length) * 100).toFixed(1).padStart(6)} % within 100 m`;
    });
  process.stdout.write(`confidence\n${calibration.join("\n")}\n\n`);
  const taken = answers.filter(({ best }) => (best?.confidence ?? 0) >= bar).length;
  process.stdout.write(
    `taken and more than 100 m off: ${wrong.length} of ${taken}\n` +
      failures
        .map(({ why, answers: count, addresses }) => `${why.padEnd(36)}${count} (${addresses} addresses)\n`)
        .join("") +
      "\n",
  );
  process.stdout.write(
    `gazetteer built in ${speed.buildMilliseconds} ms, ${speed.rows} addresses in ${speed.milliseconds} ms\n`,
  );
  const chance = new Chance("failures");
  for (let left = Number(options.failures); left > 0 && wrong.length > 0; left--) {
    const [answer] = wrong.splice(chance.below(wrong.length), 1);
    process.stdout.write(
      `${answer.noise} | ${answer.address} | ${answer.best!.matched} ${answer.best!.level} ${answer.best!.confidence} ${Math.round(answer.meters)} m | ${answer.best!.explanation}\n`,
    );
  }
}

await main();
