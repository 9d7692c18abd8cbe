import type { Browser } from "playwright-core";
import { startChromium } from "./browser.ts";
import { builtPages } from "./build.ts";
import { startServer } from "./server.ts";

/** A built web/dist, the real server with the sample city, and a browser. */
export interface World {
  address: string;
  /** Of the administrator `admin`. */
  password: string;
  browser: Browser;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  await builtPages();
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
