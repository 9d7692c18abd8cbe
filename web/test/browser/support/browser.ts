import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

const chromiumFile = process.env.CHROMIUM ?? "/usr/bin/chromium";

export async function startChromium(): Promise<Browser> {
  if (!existsSync(chromiumFile)) {
    throw new Error(
      `The browser tests need Chromium at ${chromiumFile}: on Debian, apt-get install chromium; elsewhere, set CHROMIUM to its file.`,
    );
  }
  return chromium.launch({
    executablePath: chromiumFile,
    args: [
      "--no-sandbox",
      // For maps alone: pages without one are drawn faster by the processor itself.
      "--use-angle=swiftshader-webgl",
      "--enable-unsafe-swiftshader",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

export const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1440, height: 900 } },
} as const;

/** A square of the sample city, away from its edges. */
const somewhere = { longitude: 118.045, latitude: 38.753 };

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Requests to any other host than the server, and errors on the console; to be empty. */
  complaints: string[];
  /** Console errors that a test provokes on purpose. */
  allow(pattern: RegExp): void;
}

export async function visit(
  { browser, address }: { browser: Browser; address: string },
  size: keyof typeof sizes,
  options: { dark?: boolean; keeps?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    ...sizes[size],
    baseURL: address,
    locale: "zh-CN",
    // Motion would only make a software renderer slower.
    reducedMotion: "reduce",
    colorScheme: options.dark ? "dark" : "light",
    // What tests answer in the server's place would not come past the service worker.
    serviceWorkers: options.keeps ? "allow" : "block",
    permissions: ["geolocation"],
    geolocation: somewhere,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const allowed: RegExp[] = [];
  const complain = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complain(`page error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== address) complain(`request to ${url.href}`);
  });
  return { page, context, complaints, allow: (pattern) => allowed.push(pattern) };
}

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

/** Demands that axe finds nothing serious or critical on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const result = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResult;
  const grave = result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`,
    );
  expect(grave).toEqual([]);
}

/** Waits until the map has drawn all that it was asked to. */
export async function mapAtRest(page: Page): Promise<void> {
  await page.locator('.map-canvas-holder[data-at-rest="true"]').waitFor({ state: "attached" });
}

/** Share of the map's pixels, of the middle of what is free, that fulfil `test` (body of a function of r, g, b). */
export async function pixelShare(
  visited: Visit,
  clip: { x: number; y: number; width: number; height: number },
  test: string,
): Promise<number> {
  const picture = (await visited.page.screenshot({ clip })).toString("base64");
  // Decoded on a page of its own, which has no policy against data addresses.
  const paper = await visited.context.newPage();
  try {
    return await paper.evaluate(
      async ({ picture: encoded, test: body }) => {
        const image = new Image();
        image.src = `data:image/png;base64,${encoded}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = image.width;
        canvas.height = image.height;
        const drawing = canvas.getContext("2d")!;
        drawing.drawImage(image, 0, 0);
        const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
        const fulfils = new Function("r", "g", "b", `return ${body}`) as (r: number, g: number, b: number) => boolean;
        let count = 0;
        for (let at = 0; at < data.length; at += 4) if (fulfils(data[at], data[at + 1], data[at + 2])) count++;
        return count / (data.length / 4);
      },
      { picture, test },
    );
  } finally {
    await paper.close();
  }
}

/** Polls with patience for a software renderer. */
export function soon<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 20_000, interval: 50 });
}
