/**
 * npm run bench -- slow-line [--page /]… [--line "slow 3G"]… [--runs 3] [--json]
 *
 * The pages over a slow line, in a phone-sized Chromium with an empty cache: when something is there to look at, when the
 * words and lists are, when the map is. The line is the one Chromium's own tools call slow 3G (400 ms there and back,
 * 400 kbit/s) and fast 3G (150 ms, 1.6 Mbit/s).
 */
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { sizes, startChromium } from "../test/browser/support/browser.ts";
import { builtPages } from "../test/browser/support/build.ts";
import { slowLines } from "../test/browser/support/slow-line.ts";
import type { SlowLine } from "../test/browser/support/slow-line.ts";
import { startServer } from "../test/browser/support/server.ts";

const usage = `npm run bench -- slow-line [--page /]… [--line "slow 3G"]… [--runs 3] [--json]`;

/** What people come for, by page: the words or the list of it. */
const useful: Record<string, string> = {
  "/": ".start .figures",
  "/repair": ".kind-grid .kind",
  "/repair?kind=shoe&pin=118.045,38.753": ".shop",
  "/coverage": ".matrix-row",
  "/planning": ".circle-line",
};

interface Opening {
  /** Words or a skeleton on screen. */
  firstPaint: number;
  useful: number;
  mapFirst: number;
  mapAtRest: number;
  kilobytes: number;
}

async function openOnce(browser: Browser, address: string, path: string, line: SlowLine): Promise<Opening> {
  const context = await browser.newContext({
    ...sizes.phone,
    baseURL: address,
    locale: "zh-CN",
    serviceWorkers: "block",
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(180_000);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, ...line });
    let bytes = 0;
    devtools.on("Network.loadingFinished", ({ encodedDataLength }) => void (bytes += encodedDataLength));
    await page.addInitScript((selector) => {
      const seen = { useful: 0, mapFirst: 0, mapAtRest: 0 };
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        if (document.querySelector(selector)) seen.useful ||= performance.now();
        const state = document.querySelector<HTMLElement>(".map-canvas-holder")?.dataset;
        if (state?.atRest !== undefined) seen.mapFirst ||= performance.now();
        if (state?.atRest === "true") seen.mapAtRest ||= performance.now();
      }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-at-rest"] });
    }, useful[path] ?? "main");
    await page.goto(path);
    const read = () => (globalThis as unknown as { seen: Record<"useful" | "mapFirst" | "mapAtRest", number> }).seen;
    // A phone's coverage shows its table; the map is a tap away.
    const hasMap = path !== "/coverage";
    await page.waitForFunction(
      (wantsMap) => {
        const { seen } = globalThis as unknown as { seen: { useful: number; mapAtRest: number } };
        return seen.useful > 0 && (!wantsMap || seen.mapAtRest > 0);
      },
      hasMap,
      { polling: 200 },
    );
    const firstPaint = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    );
    return { firstPaint, ...(await page.evaluate(read)), kilobytes: bytes / 1000 };
  } finally {
    await context.close();
  }
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const { values } = parseArgs({
  options: {
    page: { type: "string", multiple: true, default: Object.keys(useful) },
    line: { type: "string", multiple: true, default: Object.keys(slowLines) },
    runs: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(usage);
} else {
  await builtPages();
  const server = await startServer();
  const browser = await startChromium();
  const figures: Record<string, unknown>[] = [];
  if (!values.json)
    console.log("seconds until               a skeleton or words   list or figures   map drawn   map at rest   kB");
  try {
    for (const path of values.page) {
      for (const [name, line] of Object.entries(slowLines).filter(([each]) => values.line.includes(each))) {
        const openings: Opening[] = [];
        for (let run = 0; run < Number(values.runs); run++) {
          openings.push(await openOnce(browser, server.address, path, line));
        }
        const of = (key: keyof Opening) => median(openings.map((opening) => opening[key]));
        const figure = {
          page: path,
          line: name,
          runs: openings.length,
          milliseconds: {
            firstPaint: of("firstPaint"),
            useful: of("useful"),
            mapFirst: of("mapFirst"),
            mapAtRest: of("mapAtRest"),
          },
          kilobytes: of("kilobytes"),
        };
        figures.push(figure);
        const seconds = (milliseconds: number) => (milliseconds ? (milliseconds / 1000).toFixed(1) : "–").padStart(12);
        const { firstPaint, useful: words, mapFirst, mapAtRest } = figure.milliseconds;
        if (!values.json) {
          console.log(
            `${path.slice(0, 18).padEnd(19)}${name.padEnd(9)}${[firstPaint, words, mapFirst, mapAtRest].map(seconds).join("  ")}  ${figure.kilobytes.toFixed(0)}`,
          );
        }
      }
    }
    if (values.json) console.log(JSON.stringify(figures, null, 2));
  } finally {
    await browser.close();
    await server.stop();
  }
}
