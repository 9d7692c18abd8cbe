/**
 * npm run bench -- browser [--runs n] [--slowdown 4] [--page /] [--json]
 *
 * Time until the map can be used, in a phone-sized Chromium with an empty cache and a processor slowed down so many
 * times, and the JavaScript sent for it. "Usable" is when the map has drawn all tiles in view and rests; "first tiles"
 * when it has drawn any of its ground. Chromium renders in software here, so a real phone's graphics are not in it.
 */
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { sizes, startChromium } from "../test/browser/support/browser.ts";
import { builtPages } from "../test/browser/support/build.ts";
import { startServer } from "../test/browser/support/server.ts";

interface Opening {
  firstPaint: number;
  firstTiles: number;
  usable: number;
  javaScriptKilobytes: number;
  requests: number;
  longestTask: number;
}

const bars = { usable: 2500, javaScriptKilobytes: 450 };

async function openOnce(browser: Browser, address: string, path: string, slowdown: number): Promise<Opening> {
  const context = await browser.newContext({ ...sizes.phone, baseURL: address, locale: "zh-CN" });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    let javaScriptBytes = 0;
    const scripts = new Set<string>();
    let requests = 0;
    const bodies: Promise<void>[] = [];
    page.on("response", (response) => {
      requests++;
      if (!/javascript/.test(response.headers()["content-type"] ?? "")) return;
      // the map's worker asks for a chunk that the page has already
      if (scripts.has(response.url())) return;
      scripts.add(response.url());
      // measured as it would be sent with gzip, however the server sent it
      bodies.push(response.body().then((body) => void (javaScriptBytes += gzipSync(body).length)));
    });
    await page.addInitScript(() => {
      const seen = { firstTiles: 0, usable: 0, longestTask: 0 };
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, duration);
      }).observe({ type: "longtask", buffered: true });
      new MutationObserver(() => {
        const state = document.querySelector<HTMLElement>(".map-canvas-holder")?.dataset;
        if (state?.atRest !== undefined) seen.firstTiles ||= performance.now();
        if (state?.atRest === "true") seen.usable ||= performance.now();
      }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-at-rest"] });
    });
    await page.goto(path);
    await page.waitForFunction(() => (globalThis as unknown as { seen: { usable: number } }).seen.usable > 0, null, {
      timeout: 60_000,
      polling: 100,
    });
    const seen = await page.evaluate(() => ({
      ...(globalThis as unknown as { seen: { firstTiles: number; usable: number; longestTask: number } }).seen,
      firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    }));
    await Promise.all(bodies);
    return { ...seen, javaScriptKilobytes: javaScriptBytes / 1000, requests };
  } finally {
    await context.close();
  }
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    slowdown: { type: "string", default: "4" },
    page: { type: "string", multiple: true, default: ["/", "/repair"] },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log("npm run bench -- browser [--runs 5] [--slowdown 4] [--page /]… [--json]");
} else {
  await builtPages();
  const server = await startServer();
  const browser = await startChromium();
  const figures: Record<string, unknown>[] = [];
  try {
    for (const path of values.page) {
      // the first visit makes the tiles, as the first visitor of a server would
      const first = await openOnce(browser, server.address, path, Number(values.slowdown));
      const openings: Opening[] = [];
      for (let run = 0; run < Number(values.runs); run++) {
        openings.push(await openOnce(browser, server.address, path, Number(values.slowdown)));
      }
      const of = (key: keyof Opening) => median(openings.map((opening) => opening[key]));
      const figure = {
        page: path,
        slowdown: Number(values.slowdown),
        runs: openings.length,
        milliseconds: { firstPaint: of("firstPaint"), firstTiles: of("firstTiles"), usable: of("usable") },
        firstVisitMilliseconds: first.usable,
        longestTaskMilliseconds: of("longestTask"),
        javaScriptKilobytes: of("javaScriptKilobytes"),
        requests: of("requests"),
        bars,
      };
      figures.push(figure);
      if (values.json) continue;
      const { firstPaint, firstTiles, usable } = figure.milliseconds;
      console.log(`${path}, processor ${values.slowdown} times slower, median of ${openings.length}`);
      console.log(`  first paint ${firstPaint.toFixed(0)} ms, map's first picture ${firstTiles.toFixed(0)} ms`);
      console.log(`  map at rest ${usable.toFixed(0)} ms   bar ${bars.usable} ms`);
      console.log(`  the server's very first visitor ${first.usable.toFixed(0)} ms`);
      console.log(`  longest task ${figure.longestTaskMilliseconds.toFixed(0)} ms, ${figure.requests} requests`);
      console.log(
        `  JavaScript ${figure.javaScriptKilobytes.toFixed(0)} kB, gzipped   bar ${bars.javaScriptKilobytes} kB`,
      );
    }
    if (values.json) console.log(JSON.stringify(figures, null, 2));
  } finally {
    await browser.close();
    await server.stop();
  }
}
