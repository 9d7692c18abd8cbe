import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startChromium } from "./browser.ts";
import { startServer } from "./server.ts";

/** The real server with the sample city, and a browser. */
export interface World {
  address: string;
  /** Of the administrator `admin`. */
  password: string;
  browser: Browser;
  stop(): Promise<void>;
}

/** Lets all of a file's scenarios happen in one world, which begins and ends with them. */
export function inOneWorld(...scenarios: ((world: () => World) => void)[]): void {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());
  for (const scenario of scenarios) scenario(() => world!);
}

async function startWorld(): Promise<World> {
  const browser = await startChromium();
  try {
    const server = await startServer();
    return {
      address: server.address,
      password: server.password,
      browser,
      stop: async () => {
        await browser.close();
        await server.stop();
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
