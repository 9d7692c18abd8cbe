// npm run bench -- intake [--rows n] [--embedded] [--again] [--json]
// A table as a bureau sends it: GB18030, GCJ-02, 2 % bad rows, 5 % rows twice, 10 % with an address and no coordinates,
// 5 % of shops that another bureau has listed already. Time until it is previewed (read, addresses found, shops listed
// twice found), committed with the surest of those made one, and undone, and the memory that takes; on PostgreSQL (a
// throw-away cluster, without fsync) or on the embedded store. The embedded
// store is made beforehand by a process of its own: one that has made a database holds more memory than one that opens it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import iconv from "iconv-lite";
import { thresholds } from "../src/intake/duplicates/index.ts";
import { geocodeChainOf } from "../src/intake/geocoding/index.ts";
import { GAZETTEER_ARTIFACT, packMapPlaces } from "../src/intake/geocoding/map-places.ts";
import { beginStaging, commitImport, fromWgs84, stageFile, summaryOf, undoImport } from "../src/intake/index.ts";
import { openStore } from "../src/store/index.ts";
import type { OutletDraft, Store } from "../src/store/index.ts";
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
    prepare: { type: "string" },
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
const streets = ["人民", "解放", "友谊", "滨海", "南京", "新华", "和平", "建设", "光明", "长江"].flatMap((name) =>
  ["东路", "西路", "南路", "北路", "中路", "大街", "道", "街", "一路", "二路"].map((ending) => name + ending),
);
const LAST_NUMBER = 400;
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

/** Streets run from west to east, one above the other, numbered evenly. */
function placeOn(street: number, number: number): [number, number] {
  const [west, south, east, north] = box;
  return [
    west + 0.02 + (east - west - 0.04) * (number / LAST_NUMBER),
    south + 0.02 + (north - south - 0.04) * (street / streets.length),
  ];
}

interface Shop {
  name: string;
  kind: string;
  street: number;
  number: number;
  phone: string;
}

function shopOf(next: () => number): Shop {
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const kind = one(kinds);
  return {
    name: `${one(surnames)}${one(given)}${kind}`,
    kind,
    street: Math.floor(next() * streets.length),
    number: 1 + Math.floor(next() * (LAST_NUMBER - 1)),
    phone: `022-2${Math.floor(1_000_000 + next() * 8_999_999)}`,
  };
}

/** What another bureau has listed already, a fifth as many as the table has rows. */
function listedBefore(rows: number): Shop[] {
  const next = random(7);
  return Array.from({ length: Math.floor(rows / 5) }, () => shopOf(next));
}

const draftOfListed = ({ name, street, number, phone }: Shop, i: number): OutletDraft => ({
  sourceRef: `GS${i}`,
  name,
  services: [{ category: "convenience-store", kind: null }],
  location: placeOn(street, number),
  original: null,
  address: `${streets[street]}${number}号`,
  phone,
  openingHours: null,
  openingHoursText: null,
  status: "open",
  openedOn: null,
  closedOn: null,
  attributes: {},
});

/** 93 % good rows, of which one in ten has an address only; 2 % that cannot be taken in, 5 % that stand there twice. */
function makeTable(rows: number, edition: number): Buffer {
  const next = random(15);
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const listed = listedBefore(rows);
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
    const { name, kind, street, number, phone } = i % 20 === 13 ? listed[i % listed.length] : shopOf(next);
    const [x, y] = placeOn(street, number);
    const [lng, lat] = fromWgs84([x + (next() - 0.5) / 4000, y + (next() - 0.5) / 4000], "gcj02");
    const hasPlace = i % 10 !== 5;
    const changed = edition > 1 && i % 10 === 3;
    const cells = [
      `WD${i}`,
      `${name}${changed ? `（${edition}店）` : ""}`,
      kind,
      `${streets[street]}${number}号`,
      phone,
      one(hours),
      String(Math.floor(20 + next() * 300)),
      hasPlace ? lng.toFixed(6) : "",
      hasPlace ? lat.toFixed(6) : "",
    ];
    if (i % 50 === 7) bad[Math.floor(i / 50) % bad.length](cells);
    lines.push(cells.join(","));
  }
  return iconv.encode(lines.join("\r\n"), "gb18030");
}

interface Step {
  step: string;
  seconds: number;
  /** Of this process, and of the database's server where it has its own; null where that cannot be told. */
  processorSeconds: number;
  serverProcessorSeconds: number | null;
  /** The most that this process held during the step, and what of it was V8's heap and memory beside it then. */
  peakMegabytes: number;
  heapMegabytes: number;
  externalMegabytes: number;
  progressCalls: number;
}

const steps: Step[] = [];
/** What the process held with the store open and the other bureau's outlets in it. */
let baseMegabytes = 0;
/** Folder of the cluster's socket; null for the embedded store. */
let serverFolder: string | null = null;

interface Result {
  store: string;
  rows: number;
  counts: object;
  places: Awaited<ReturnType<typeof summaryOf>>["places"];
  pairs: Awaited<ReturnType<typeof summaryOf>>["pairs"];
  changes: object;
  merged: number;
  /** Before the store is opened, and with it open; MB. */
  start: number;
  base: number;
}

/** Processor time of the cluster's processes so far, as Linux tells it. */
function serverSeconds(): number | null {
  if (serverFolder === null || !existsSync("/proc/self/stat")) return null;
  const processes = readdirSync("/proc").flatMap((id) => {
    try {
      if (!/^\d+$/.test(id)) return [];
      const fields = readFileSync(`/proc/${id}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      // state, parent, …, user, system, those of children that have ended
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      return [{ id, parent: fields[1], ticks, command: readFileSync(`/proc/${id}/cmdline`, "utf8") }];
    } catch {
      return [];
    }
  });
  const server = processes.find(({ command }) => command.includes(`-k\0${serverFolder}`));
  if (!server) return null;
  const own = processes.filter(({ id, parent }) => id === server.id || parent === server.id);
  return own.reduce((sum, { ticks }) => sum + ticks, 0) / 100;
}

async function measure<T>(step: string, work: (onProgress: () => void) => Promise<T>): Promise<T> {
  let progressCalls = 0;
  let peak = process.memoryUsage();
  const look = () => {
    if (process.memoryUsage.rss() > peak.rss) peak = process.memoryUsage();
  };
  const watch = setInterval(look, 20);
  const cpu = process.cpuUsage();
  const server = serverSeconds();
  const began = performance.now();
  try {
    return await work(() => {
      progressCalls++;
      look();
    });
  } finally {
    clearInterval(watch);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const megabytes = (bytes: number) => bytes / 1024 / 1024;
    steps.push({
      step,
      seconds,
      processorSeconds: (user + system) / 1e6,
      serverProcessorSeconds: server === null ? null : (serverSeconds() ?? 0) - server,
      peakMegabytes: megabytes(peak.rss),
      heapMegabytes: megabytes(peak.heapTotal),
      externalMegabytes: megabytes(peak.external),
      progressCalls,
    });
  }
}

const geocoders = async (store: Store) => geocodeChainOf(store, (await store.getCity("bench"))!, {}, null);

async function importOnce(store: Store, file: string, name: string) {
  const importId = await beginStaging(store, {
    city: "bench",
    what: "outlets",
    fileName: "网点.csv",
    crs: "gcj02",
    actor: "bench",
  });
  await measure(`${name}: preview`, (onProgress) =>
    stageFile(store, { city: "bench", importId, file }, { onProgress, geocoders: () => geocoders(store) }),
  );
  const summary = await measure(`${name}: summary`, () => summaryOf(store, "bench", importId));
  await store.decideImportPairs("bench", importId, { minScore: thresholds.sure }, "same", "bench");
  const done = await measure(`${name}: commit`, (onProgress) =>
    commitImport(store, { city: "bench", importId, actor: "bench", skipBad: true }, { onProgress }),
  );
  return { importId, summary, done };
}

/** A city with its streets, and the outlets of the other bureau. */
async function prepare(store: Store, rows: number): Promise<void> {
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
  const roads = streets.map((street, i) => ({
    names: [street],
    line: [placeOn(i, 0), placeOn(i, LAST_NUMBER)],
  }));
  const map = await packMapPlaces({ roads, addresses: [], places: [], cities: [] });
  await store.putArtifact({ city: "bench", kind: GAZETTEER_ARTIFACT, version: map.version }, map.bytes);
  await store.replaceOutlets("bench", "工商", null, listedBefore(rows).map(draftOfListed));
}

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(usage);
  const rows = Number(options.rows ?? (options.embedded ? 20_000 : 100_000));
  if (!(Number.isInteger(rows) && rows > 0)) throw new RangeError("--rows: give a whole number from 1");
  if (options.prepare !== undefined) {
    const made = await openStore({ dataFolder: options.prepare });
    await prepare(made, rows);
    return made.close();
  }
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-bench-"));
  const file = join(folder, "网点.csv");
  writeFileSync(file, makeTable(rows, 1));
  const server = options.embedded ? null : await startPostgres();
  serverFolder = server && new URLSearchParams(server.url.split("?")[1]).get("host");
  if (server === null) {
    const again = [...process.execArgv, import.meta.filename, "--prepare", folder, "--rows", String(rows)];
    execFileSync(process.execPath, again, { stdio: "inherit" });
  }
  const startMegabytes = process.memoryUsage.rss() / 1024 / 1024;
  const store = await openStore({ databaseUrl: server?.url, dataFolder: folder });
  try {
    if (server !== null) await prepare(store, rows);
    baseMegabytes = process.memoryUsage.rss() / 1024 / 1024;
    const first = await importOnce(store, file, "first");
    let last = first.importId;
    if (options.again) {
      writeFileSync(file, makeTable(rows, 2));
      last = (await importOnce(store, file, "again")).importId;
    }
    await measure("undo", (onProgress) =>
      undoImport(store, { city: "bench", importId: last, actor: "bench" }, { onProgress }),
    );
    const { counts, places, pairs } = first.summary;
    const { changes, merged } = first.done;
    const base = baseMegabytes;
    const start = startMegabytes;
    const result = { store: store.kind, rows, counts, places, pairs, changes, merged, start, base, steps, bars: BARS };
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else process.stdout.write(tableOf(result));
  } finally {
    await store.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf({ store, rows, counts, places, pairs, changes, merged, start, base }: Result) {
  const lines = steps.map((one) => {
    const ofServer =
      one.serverProcessorSeconds === null ? "" : ` + ${one.serverProcessorSeconds.toFixed(1)} of the server`;
    return (
      `  ${one.step.padEnd(16)} ${one.seconds.toFixed(1).padStart(6)} s  ${one.processorSeconds.toFixed(1).padStart(6)} s of processor${ofServer}  ` +
      `${one.peakMegabytes.toFixed(0).padStart(5)} MB (heap ${one.heapMegabytes.toFixed(0)}, beside it ${one.externalMegabytes.toFixed(0)})  progress told ${one.progressCalls} times`
    );
  });
  return [
    `${rows} rows, ${store} store: ${JSON.stringify(counts)}`,
    `  by their address: ${places?.placed} placed, ${places?.waiting} wait; ${pairs?.withOutlets} pairs with outlets, ${pairs?.withRows} with rows, ${pairs?.sure} sure`,
    `  commit ${JSON.stringify(changes)}, ${merged} merged; ${start.toFixed(0)} MB before the store is opened, ${base.toFixed(0)} MB before the table is read`,
    ...lines,
    `  bars: preview ${BARS.previewSeconds} s, commit ${BARS.commitSeconds} s, ${BARS.megabytes} MB`,
    "",
  ].join("\n");
}

await main();
