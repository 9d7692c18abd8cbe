/**
 * npm run bench -- screens [--osm FILE --city ID] [--out docs/screens] [--json]
 *
 * Takes a picture of each page on a phone and on a desktop: of the sample city, and of another whose map file is named.
 * Writes CITY-PAGE-SIZE.jpg into the folder.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { mapAtRest, sizes, startChromium } from "../test/browser/support/browser.ts";
import { builtPages } from "../test/browser/support/build.ts";
import { startServer } from "../test/browser/support/server.ts";
import type { RunningServer } from "../test/browser/support/server.ts";

type Size = keyof typeof sizes;

interface Shot {
  name: string;
  path: string;
  /** What a person does before the picture. */
  act?(page: Page, size: Size): Promise<void>;
}

const root = join(import.meta.dirname, "../..");

/** Pages of any city; `pin` is a place in it from which there is something to reach. */
function shotsOf(pin: string, isSample: boolean): Shot[] {
  return [
    { name: "outlets", path: `/?pin=${pin}` },
    { name: "repair", path: `/repair?kind=shoe&pin=${pin}` },
    {
      name: "coverage",
      // An extract of a city has no communities of its own: its cells are shown.
      path: isSample ? "/coverage?cat=food-market" : "/coverage?level=cell&cat=restaurant",
      act: async (page) => page.locator(".matrix-row").first().waitFor(),
    },
    {
      name: "planning",
      path: "/planning",
      act: async (page) => {
        if (!isSample) return;
        await page.locator(".circle-line").nth(1).click();
        await page.locator(".total-points").waitFor();
      },
    },
    {
      name: "data",
      path: isSample ? "/data?section=sites" : "/data?section=ledgers",
      act: async (page) => page.locator(".section").waitFor(),
    },
  ];
}

async function take(browser: Browser, server: RunningServer, city: string, shot: Shot, size: Size, folder: string) {
  const context = await browser.newContext({
    ...sizes[size],
    baseURL: server.address,
    locale: "zh-CN",
    reducedMotion: "reduce",
  });
  try {
    await context.request.post("/api/session", { data: { login: "admin", password: server.password } });
    const page = await context.newPage();
    await page.goto(`${shot.path}${shot.path.includes("?") ? "&" : "?"}city=${city}`);
    await shot.act?.(page, size);
    await page.waitForLoadState("networkidle");
    if (await page.locator(".map-stage").isVisible()) await mapAtRest(page);
    await page.waitForTimeout(600);
    const file = join(folder, `${city}-${shot.name}-${size}.jpg`);
    await page.screenshot({ path: file, type: "jpeg", quality: 72 });
    return { file, kilobytes: Math.round(statSync(file).size / 1000) };
  } finally {
    await context.close();
  }
}

const { values } = parseArgs({
  options: {
    osm: { type: "string" },
    city: { type: "string" },
    pin: { type: "string" },
    out: { type: "string", default: join(root, "docs/screens") },
    json: { type: "boolean", default: false },
  },
});
if ((values.osm === undefined) !== (values.city === undefined)) {
  console.error("--osm and --city go together: the map file, and the id the city gets");
  process.exit(2);
}

await builtPages();
mkdirSync(values.out, { recursive: true });
const browser = await startChromium();
const taken: { file: string; kilobytes: number }[] = [];

async function takeAll(city: string, server: RunningServer, isSample: boolean): Promise<void> {
  const answer = await fetch(`${server.address}/api/cities/${city}`);
  const { bbox } = (await answer.json()) as { bbox: [number, number, number, number] };
  const middle = `${((bbox[0] + bbox[2]) / 2).toFixed(5)},${((bbox[1] + bbox[3]) / 2).toFixed(5)}`;
  const pin = isSample ? "118.045,38.753" : (values.pin ?? middle);
  for (const shot of shotsOf(pin, isSample)) {
    for (const size of Object.keys(sizes) as Size[]) {
      const one = await take(browser, server, city, shot, size, values.out);
      taken.push(one);
      if (!values.json) console.log(`${one.file} ${one.kilobytes} kB`);
    }
  }
}

async function onServer(city: string, prepare?: (environment: NodeJS.ProcessEnv) => void): Promise<void> {
  const server = await startServer({ prepare });
  try {
    await takeAll(city, server, prepare === undefined);
  } finally {
    await server.stop();
  }
}

try {
  await onServer("sample");
  const { osm, city } = values;
  if (osm && city) {
    await onServer(city, (environment) => {
      const cli = join(root, "services/src/cli/main.ts");
      const command = [cli, "city", "add", city, "--osm", osm];
      const done = spawnSync(process.execPath, command, { cwd: root, env: environment, encoding: "utf8" });
      if (done.status !== 0) throw new Error(done.stderr);
    });
  }
} finally {
  await browser.close();
}
if (values.json) console.log(JSON.stringify({ screens: taken }, null, 2));
