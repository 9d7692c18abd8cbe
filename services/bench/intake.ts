// npm run bench -- intake [--rows n] [--embedded] [--again] [--json]
// A table as a bureau sends it: GB18030, GCJ-02, 2 % bad rows, 5 % rows twice. Time until it is previewed, committed and
// undone, and the memory that takes; on PostgreSQL (a throw-away cluster, without fsync) or on the embedded store.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import iconv from "iconv-lite";
import { beginStaging, commitImport, fromWgs84, stageFile, summaryOf, undoImport } from "../src/intake/index.ts";
import { openStore } from "../src/store/index.ts";
import type { Store } from "../src/store/index.ts";
import { startPostgres } from "../test/postgres.ts";

const BARS = { previewSeconds: 20, commitSeconds: 30, megabytes: 700 };

const usage = `npm run bench -- intake [options]
  --rows n     rows of the table (100000; 20000 with --embedded)
  --embedded   on the embedded store
  --again      import a changed table over the first one as well
  --json       one JSON value
`;

const { values: options } = parseArgs({
  options: {
    rows: { type: "string" },
    embedded: { type: "boolean", default: false },
    again: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const kinds = [
  "便利店",
  "综合超市",
  "菜市场",
  "药店",
  "理发店",
  "洗衣店",
  "修鞋摊",
  "五金店",
  "快递驿站",
  "面包房",
  "茶馆",
  "花店",
];
const streets = ["人民路", "解放南路", "友谊大街", "滨海中路", "南京东路", "新华道", "和平里西街", "建设三路"];
const hours = [
  "早6点到晚9点",
  "周一至周五 8:30-17:00",
  "24小时",
  "9:00-21:00",
  "周一至周日 07:30-22:00",
  "上午8点至下午6点",
];
const surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林"];
const given = ["记", "家", "氏", "师傅", "嫂", "老板", "福", "鑫", "顺", "盛"];

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const box = [117.0, 39.0, 117.4, 39.3] as const;

/** 93 % good rows, 2 % that cannot be taken in, 5 % that stand there twice. */
function makeTable(rows: number, edition: number): Buffer {
  const next = random(15);
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const lines = ["编号,网点名称,业态,地址,电话,营业时间,面积（㎡）,经度,纬度"];
  const bad = [
    (cells: string[]) => void (cells[1] = ""),
    (cells: string[]) => void (cells[2] = "飞碟维修"),
    (cells: string[]) => void (cells[7] = "东经"),
    (cells: string[]) => void (cells[8] = "12.5"),
  ];
  for (let i = 0; i < rows; i++) {
    if (i % 20 === 19) {
      lines.push(lines[lines.length - 7]);
      continue;
    }
    const place = [box[0] + next() * (box[2] - box[0]), box[1] + next() * (box[3] - box[1])] as [number, number];
    const [lng, lat] = fromWgs84(place, "gcj02");
    const kind = one(kinds);
    const changed = edition > 1 && i % 10 === 3;
    const cells = [
      `WD${i}`,
      `${one(surnames)}${one(given)}${kind}${changed ? `（${edition}店）` : ""}`,
      kind,
      `${one(streets)}${Math.floor(next() * 400)}号院${Math.floor(next() * 30)}号楼底商`,
      `022-2${Math.floor(1_000_000 + next() * 8_999_999)}`,
      one(hours),
      String(Math.floor(20 + next() * 300)),
      lng.toFixed(6),
      lat.toFixed(6),
    ];
    if (i % 50 === 7) bad[Math.floor(i / 50) % bad.length](cells);
    lines.push(cells.join(","));
  }
  return iconv.encode(lines.join("\r\n"), "gb18030");
}

interface Step {
  step: string;
  seconds: number;
  processorSeconds: number;
  /** The most that this process held during the step. */
  peakMegabytes: number;
  progressCalls: number;
}

const steps: Step[] = [];

async function measure<T>(step: string, work: (onProgress: () => void) => Promise<T>): Promise<T> {
  let progressCalls = 0;
  let peak = process.memoryUsage.rss();
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const watch = setInterval(look, 20);
  const cpu = process.cpuUsage();
  const began = performance.now();
  try {
    return await work(() => {
      progressCalls++;
      look();
    });
  } finally {
    clearInterval(watch);
    const { user, system } = process.cpuUsage(cpu);
    steps.push({
      step,
      seconds: (performance.now() - began) / 1000,
      processorSeconds: (user + system) / 1e6,
      peakMegabytes: peak / 1024 / 1024,
      progressCalls,
    });
  }
}

async function importOnce(store: Store, file: string, name: string) {
  const importId = await beginStaging(store, {
    city: "bench",
    what: "outlets",
    fileName: "网点.csv",
    crs: "gcj02",
    actor: "bench",
  });
  await measure(`${name}: preview`, (onProgress) =>
    stageFile(store, { city: "bench", importId, file }, { onProgress }),
  );
  const summary = await measure(`${name}: summary`, () => summaryOf(store, "bench", importId));
  const done = await measure(`${name}: commit`, (onProgress) =>
    commitImport(store, { city: "bench", importId, actor: "bench", skipBad: true }, { onProgress }),
  );
  return { importId, summary, done };
}

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(usage);
  const rows = Number(options.rows ?? (options.embedded ? 20_000 : 100_000));
  if (!(Number.isInteger(rows) && rows > 0)) throw new RangeError("--rows: give a whole number from 1");
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-bench-"));
  const file = join(folder, "网点.csv");
  writeFileSync(file, makeTable(rows, 1));
  const server = options.embedded ? null : await startPostgres();
  const store = await openStore({ databaseUrl: server?.url, dataFolder: folder });
  try {
    await store.putCity({
      id: "bench",
      nameZh: "测试",
      nameEn: "Bench",
      bbox: [...box],
      fictional: true,
      osmDate: null,
      networkVersion: null,
      attribution: "",
    });
    const first = await importOnce(store, file, "first");
    let last = first.importId;
    if (options.again) {
      writeFileSync(file, makeTable(rows, 2));
      last = (await importOnce(store, file, "again")).importId;
    }
    await measure("undo", (onProgress) =>
      undoImport(store, { city: "bench", importId: last, actor: "bench" }, { onProgress }),
    );
    const { counts } = first.summary;
    const result = { store: store.kind, rows, counts, changes: first.done.changes, steps, bars: BARS };
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else process.stdout.write(tableOf(result));
  } finally {
    await store.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf({ store, rows, counts, changes }: { store: string; rows: number; counts: object; changes: object }) {
  const lines = steps.map(
    ({ step, seconds, processorSeconds, peakMegabytes, progressCalls }) =>
      `  ${step.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${processorSeconds.toFixed(1).padStart(6)} s of processor  ` +
      `${peakMegabytes.toFixed(0).padStart(5)} MB  progress told ${progressCalls} times`,
  );
  return [
    `${rows} rows, ${store} store: ${JSON.stringify(counts)}, commit ${JSON.stringify(changes)}`,
    ...lines,
    `  bars: preview ${BARS.previewSeconds} s, commit ${BARS.commitSeconds} s, ${BARS.megabytes} MB`,
    "",
  ].join("\n");
}

await main();
