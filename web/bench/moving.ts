/**
 * npm run bench -- moving [--against FOLDER] [--json]
 *
 * A city of 100,000 outlets is dragged, flung and zoomed, from the whole city down to single streets: frames a second,
 * and the main thread's work for each frame: processor time of all its tasks since the frame before, so that others on the
 * machine do not count. Where the machine draws in software, frames a second say how fast the software renderer is (it
 * draws in the GPU process), not the page; there the bar is the page's own work.
 */
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { mapAtRest, sizes, startChromium } from "../test/browser/support/browser.ts";
import { builtPages } from "../test/browser/support/build.ts";
import { denseCity, serveDenseCity } from "./moving/dense-city.ts";
import { fingers, mouse } from "./moving/gestures.ts";
import type { Hand } from "./moving/gestures.ts";
import { beginMark, endMark, framesOf, recordTrace } from "./moving/trace.ts";

const bars = { framesPerSecond: 50, mainThreadMilliseconds: 20 };

const usage = `npm run bench -- moving [--against FOLDER] [--zoom 11]… [--size phone]… [--json]

  --against FOLDER  other built pages (a copy of web/dist), measured in the same run, each view in turn
  --zoom N          views to move, on /; the whole city to a street where left out
  --size SIZE       phone (fingers) or desktop (mouse and wheel); both where left out
  --json            figures as JSON

The city is made once and kept under .bench/, which takes some minutes.
`;

interface View {
  page: "/" | "/coverage";
  size: keyof typeof sizes;
  zoom: number;
}

interface Figure extends View {
  pages: string;
  frames: number;
  framesPerSecond: number;
  mainThreadMilliseconds: { median: number; p95: number; max: number };
  longestTaskMilliseconds: { median: number; p95: number; max: number };
  /** Processor milliseconds per frame. */
  elsewhere: { gpuProcess: number; threads: Record<string, number> };
}

function addressOf({ page, zoom }: View): string {
  const at = `at=${denseCity.middle.join(",")},${zoom}`;
  return page === "/" ? `/?city=${denseCity.id}&${at}` : `/coverage?city=${denseCity.id}&${at}&level=community`;
}

/** The middle of what is free of the map. */
async function freeMiddle(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const box = document.querySelector(".map-stage")!.getBoundingClientRect();
    const isMap = (x: number, y: number) => document.elementFromPoint(x, y)?.classList.contains("maplibregl-canvas");
    for (const share of [0.5, 0.35, 0.6, 0.7, 0.25]) {
      const x = box.left + box.width * Math.max(share, 0.5);
      const y = box.top + box.height * share;
      if (isMap(x, y)) return { x: Math.round(x), y: Math.round(y) };
    }
    throw new Error("no part of the map is free");
  });
}

async function move(hand: Hand, { x, y }: { x: number; y: number }): Promise<void> {
  const beside = (dx: number, dy: number) => ({ x: x + dx, y: y + dy });
  await hand.drag(beside(80, 60), beside(-80, -60));
  await hand.drag(beside(-80, -60), beside(80, 60));
  await hand.fling(beside(60, 0), beside(-90, 10));
  await sleep(1200);
  await hand.fling(beside(-60, 0), beside(90, -10));
  await sleep(1200);
  await hand.zoom({ x, y }, "in");
  await sleep(300);
  await hand.zoom({ x, y }, "out");
  await sleep(300);
}

const quantile = (numbers: readonly number[], share: number): number => {
  const ascending = numbers.toSorted((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN;
};
const spreadOf = (numbers: readonly number[]) => ({
  median: quantile(numbers, 0.5),
  p95: quantile(numbers, 0.95),
  max: quantile(numbers, 1),
});

const types: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html" };

/** Gives the pages of another build in place of the server's. */
async function servePagesOf(folder: string, context: BrowserContext): Promise<void> {
  await context.route(/^[^?]*\/(?:assets\/[^?]+|coverage|)(?:\?.*)?$/, (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(folder, pathname.startsWith("/assets/") ? pathname : "index.html");
    return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] ?? "text/html" });
  });
}

async function measure(browser: Browser, address: string, view: View, folder: string | null): Promise<Figure> {
  const context = await browser.newContext({
    ...sizes[view.size],
    baseURL: address,
    locale: "zh-CN",
    serviceWorkers: "block",
  });
  try {
    if (folder) await servePagesOf(folder, context);
    // The first visitor of a server waits for the tiles of a whole city.
    context.setDefaultTimeout(300_000);
    const page = await context.newPage();
    await page.goto(addressOf(view));
    if (view.page === "/coverage") await page.locator(".matrix-row").first().waitFor();
    await mapAtRest(page);
    await sleep(500);
    const devtools = await context.newCDPSession(page);
    const hand = view.size === "phone" ? fingers(devtools) : mouse(devtools);
    const free = await freeMiddle(page);
    const system = await browser.newBrowserCDPSession();
    const gpuSeconds = async () => {
      const { processInfo } = await system.send("SystemInfo.getProcessInfo");
      return processInfo.filter(({ type }) => type === "GPU").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    };
    const end = await recordTrace(system);
    const gpuBefore = await gpuSeconds();
    await page.evaluate((name) => void performance.mark(name), beginMark);
    await move(hand, free);
    await page.evaluate((name) => void performance.mark(name), endMark);
    const gpu = (await gpuSeconds()) - gpuBefore;
    const { seconds, mainThread, longestTask, otherThreads } = framesOf(await end());
    const frames = mainThread.length;
    return {
      ...view,
      pages: folder ? "against" : "own",
      frames,
      framesPerSecond: (frames - 1) / seconds,
      mainThreadMilliseconds: spreadOf(mainThread),
      longestTaskMilliseconds: spreadOf(longestTask),
      elsewhere: {
        gpuProcess: (gpu * 1000) / frames,
        threads: Object.fromEntries(
          Object.entries(otherThreads)
            .filter(([, milliseconds]) => milliseconds / frames >= 0.1)
            .map(([name, milliseconds]) => [name, milliseconds / frames]),
        ),
      },
    };
  } finally {
    await context.close();
  }
}

/** Whether there is a graphics processor, and what draws. */
async function rendererOf(browser: Browser): Promise<{ name: string; isSoftware: boolean }> {
  const page = await browser.newPage();
  const name = await page.evaluate(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    const info = gl?.getExtension("WEBGL_debug_renderer_info");
    return String((info && gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) ?? "none");
  });
  await page.close();
  return { name, isSoftware: /swiftshader|llvmpipe|software/i.test(name) };
}

function described({ page, size, zoom, pages, ...figure }: Figure): string {
  const part = ({ median, p95, max }: { median: number; p95: number; max: number }) =>
    `${median.toFixed(1).padStart(6)}${p95.toFixed(1).padStart(7)}${max.toFixed(1).padStart(7)}`;
  const threads = Object.entries(figure.elsewhere.threads).map(([name, each]) => `${name} ${each.toFixed(1)}`);
  return [
    `${page} ${size} ${zoom}`.padEnd(24),
    pages.padEnd(8),
    String(figure.frames).padStart(6),
    figure.framesPerSecond.toFixed(0).padStart(6),
    part(figure.mainThreadMilliseconds),
    part(figure.longestTaskMilliseconds),
    `  GPU process ${figure.elsewhere.gpuProcess.toFixed(1)}, ${threads.join(", ")}`,
  ].join(" ");
}

const { values } = parseArgs({
  options: {
    against: { type: "string" },
    zoom: { type: "string", multiple: true, default: ["11", "13", "14.5", "16"] },
    size: { type: "string", multiple: true, default: Object.keys(sizes) },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(usage);
} else {
  await builtPages();
  const server = await serveDenseCity();
  const browser = await startChromium();
  try {
    const renderer = await rendererOf(browser);
    const zooms = values.zoom.map(Number);
    const views: View[] = [
      ...zooms.map((zoom): View => ({ page: "/", size: "phone", zoom })),
      ...zooms.map((zoom): View => ({ page: "/", size: "desktop", zoom })),
      { page: "/coverage", size: "desktop", zoom: 12 } satisfies View,
    ].filter(({ size }) => values.size.includes(size));
    if (!values.json) {
      console.log(`${denseCity.outlets} outlets; drawn by ${renderer.name}`);
      console.log(
        "page, size, zoom         pages    frames  per s  main thread ms/frame  longest task ms      elsewhere, ms/frame",
      );
      console.log("                                               median    p95    max  median    p95    max");
    }
    const figures: Figure[] = [];
    for (const view of views) {
      for (const folder of values.against ? [values.against, null] : [null]) {
        // The first visitor makes the tiles.
        const figure = await measure(browser, server.address, view, folder);
        figures.push(figure);
        if (!values.json) console.log(described(figure));
      }
    }
    const bar = renderer.isSoftware
      ? { mainThreadMilliseconds: bars.mainThreadMilliseconds }
      : { framesPerSecond: bars.framesPerSecond };
    if (values.json) console.log(JSON.stringify({ outlets: denseCity.outlets, renderer, bar, figures }, null, 2));
    else if (renderer.isSoftware)
      console.log(`bar, without a graphics processor: main thread ${bars.mainThreadMilliseconds} ms a frame`);
    else console.log(`bar: ${bars.framesPerSecond} frames a second`);
  } finally {
    await browser.close();
    await server.stop();
  }
}
