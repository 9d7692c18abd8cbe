/** How well and how fast outlets that are listed twice are found. */
import { parseArgs } from "node:util";
import { metropolis } from "../../isochrones/bench/metropolis.ts";
import { proposeDuplicates, thresholds } from "../src/intake/duplicates/index.ts";
import { featureNames } from "../src/intake/duplicates/features.ts";
import { readOutlets } from "../src/intake/index.ts";
import { fitWeights } from "./duplicates-fit.ts";
import { noisyTables } from "./duplicates-labels.ts";
import type { Labelled } from "./duplicates-labels.ts";
import { labelledSample } from "./duplicates-sample.ts";

const usage = `npm run bench -- duplicates [--districts 656] [--fit] [--wrong N] [--json]

  --districts N   size of the metropolis; its western half trains, its eastern half is judged
  --fit           fit the weights anew on the western half and print them, to be put into model.ts
  --wrong N       show N pairs that are wrong and N that were missed
  --json          figures as JSON

Precision: of the pairs at or above a score, those that are one shop. Recall: of the pairs that are one shop, those found.
`;

const { values: options } = parseArgs({
  options: {
    districts: { type: "string", default: "656" },
    fit: { type: "boolean", default: false },
    wrong: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const scores = [0.05, 0.1, thresholds.propose, 0.5, 0.8, 0.9, thresholds.sure, 0.99];
const seed = "2026";
const placeNames = { sample: ["沧汐区", "天津市"], metropolis: ["天津市"] };

type ProposedPair = ReturnType<typeof proposeDuplicates>[number];

interface Judged {
  set: string;
  rows: number;
  truePairs: number;
  seconds: number;
  secondsOfProcessor: number;
  at: { score: number; pairs: number; precision: number | null; recall: number }[];
}

function judge(set: string, rows: readonly Labelled[], names: string[]): Judged {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const pairs = proposeDuplicates(rows, { placeNames: names, minScore: scores[0] });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const entity = new Map(rows.map((row) => [row.id, row.entity]));
  const isTrue = ({ a, b }: ProposedPair) => entity.get(a) === entity.get(b);
  let truePairs = 0;
  for (const group of Map.groupBy(rows, (row) => row.entity).values())
    truePairs += (group.length * (group.length - 1)) / 2;
  const show = Number(options.wrong);
  if (show > 0) showWrong(rows, pairs, isTrue, show);
  return {
    set,
    rows: rows.length,
    truePairs,
    seconds: round(seconds, 2),
    secondsOfProcessor: round((user + system) / 1e6, 2),
    at: scores.map((score) => {
      const above = pairs.filter((pair) => pair.score >= score);
      const right = above.filter(isTrue).length;
      return {
        score,
        pairs: above.length,
        precision: above.length === 0 ? null : round(right / above.length, 4),
        recall: round(right / truePairs, 4),
      };
    }),
  };
}

const round = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;

function showWrong(
  rows: readonly Labelled[],
  pairs: ProposedPair[],
  isTrue: (pair: ProposedPair) => boolean,
  most: number,
): void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const line = (id: string): string => {
    const { source, name, phone, address, services, status, openedOn, closedOn } = byId.get(id)!;
    return `    ${[source, name, phone, address, services.map(({ category }) => category).join("+"), status, openedOn, closedOn].join(" · ")}\n`;
  };
  const tell = ({ a, b, score, meters, reasons }: ProposedPair) =>
    process.stderr.write(`  ${score.toFixed(3)} ${meters.toFixed(0)} m ${reasons.join(" ")}\n${line(a)}${line(b)}`);
  const wrong = pairs.filter((pair) => pair.score >= thresholds.propose && !isTrue(pair));
  process.stderr.write(`wrong, the surest first: ${wrong.length}\n`);
  wrong.slice(0, most).forEach(tell);
  const found = new Set(pairs.filter(({ score }) => score >= thresholds.propose).map(({ a, b }) => `${a} ${b}`));
  const missed: ProposedPair[] = [];
  for (const group of Map.groupBy(rows, (row) => row.entity).values()) {
    for (const [i, { id: a }] of group.entries()) {
      for (const { id: b } of group.slice(i + 1)) {
        if (found.has(`${a} ${b}`)) continue;
        missed.push(pairs.find((pair) => pair.a === a && pair.b === b) ?? { a, b, score: 0, meters: 0, reasons: [] });
      }
    }
    if (missed.length >= most) break;
  }
  process.stderr.write("missed\n");
  missed.slice(0, most).forEach(tell);
}

if (options.help) {
  process.stdout.write(usage);
} else {
  const city = await metropolis({ districts: Number(options.districts) });
  const { drafts } = await readOutlets(city.outlets, { crs: "wgs84", skipBadRows: true });
  const middle = (city.box[0] + city.box[2]) / 2;
  const west = drafts.filter(({ location }) => location[0] < middle);
  const east = drafts.filter(({ location }) => location[0] >= middle);
  if (options.fit) {
    const { rows, traps } = noisyTables(west, `${seed}/west`);
    process.stderr.write(`fitting on ${rows.length} rows; traps: ${JSON.stringify(traps)}\n`);
    const { weights, pairs, same } = fitWeights(rows, { placeNames: placeNames.metropolis });
    process.stderr.write(`${pairs} pairs, ${same} of them one shop\n`);
    for (const [i, name] of featureNames.entries())
      process.stderr.write(`  ${weights[i].toFixed(2).padStart(7)} ${name}\n`);
    process.stderr.write(`${JSON.stringify(weights)}\n`);
  }
  const { rows, traps } = noisyTables(east, `${seed}/east`);
  const figures = [
    judge("sample", await labelledSample(), placeNames.sample),
    judge("metropolis, east", rows, placeNames.metropolis),
    // a hundred thousand rows, two tables of the same city
    judge(
      "metropolis, 100,000 rows",
      noisyTables(drafts, `${seed}/all`)
        .rows.filter((row) => row.source !== "osm")
        .slice(-100_000),
      placeNames.metropolis,
    ),
  ];
  if (options.json) process.stdout.write(`${JSON.stringify({ thresholds, traps, figures }, null, 2)}\n`);
  else {
    for (const { set, rows: count, truePairs, seconds, secondsOfProcessor, at } of figures) {
      process.stdout.write(
        `${set}: ${count} rows, ${truePairs} pairs of one shop, ${seconds} s (${secondsOfProcessor} s of processor time)\n`,
      );
      for (const { score, pairs, precision, recall } of at) {
        const word = score === thresholds.propose ? " propose" : score === thresholds.sure ? " sure" : "";
        process.stdout.write(
          `  ≥ ${score.toFixed(3)}${word.padEnd(9)} ${String(pairs).padStart(7)} pairs  precision ${precision?.toFixed(4) ?? "–"}  recall ${recall.toFixed(4)}\n`,
        );
      }
    }
  }
}
