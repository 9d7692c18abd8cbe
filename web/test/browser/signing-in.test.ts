/** Logging in at a provider that is another site, as people of a city's administration do. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { client, TestProvider } from "@quarterhour/services/test-provider";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { soon, startChromium } from "./support/browser.ts";
import { person } from "./support/people.ts";
import { startServer } from "./support/server.ts";
import type { RunningServer } from "./support/server.ts";

const name = "统一身份认证";
let provider: TestProvider;
let server: RunningServer;
let browser: Browser;

/** Free a moment ago: the provider sends people back to an address that has to be known before the server is there. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  await new Promise((resolve) => holder.close(resolve));
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  // To a browser localhost is another site than 127.0.0.1, as a provider is.
  [provider, browser] = await Promise.all([TestProvider.start("localhost"), startChromium()]);
  provider.people = {
    lin: { sub: "1", name: "林资料", preferred_username: "lin", groups: ["资料组"] },
    guest: { sub: "2", name: "访客", preferred_username: "guest", groups: [] },
  };
  server = await startServer({
    environment: {
      PORT: String(port),
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_NAME: name,
      OIDC_ROLES: "资料组=steward",
    },
  });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop();
});

test.each([
  { size: "phone", lang: "zh", dark: false },
  { size: "desktop", lang: "en", dark: true },
] as const)(
  "a person logs in at the provider, is told where that is refused, and comes in, $size $lang",
  async (setting) => {
    const who = await person(
      { browser, address: server.address, password: server.password, stop: server.stop },
      setting,
    );
    const { page, words, press } = who;
    const { account } = words.ui;
    who.allow(new RegExp(`^request to ${provider.issuer}`));
    const dialog = page.locator("dialog[open]");
    const way = dialog.getByRole("link", { name: account.signInWith(name) });
    const back = () => page.waitForURL((url) => url.origin === server.address && url.pathname === "/data");

    await who.open("/data?city=sample");
    // nothing of the first start's password, which the people of a provider never saw
    await page.getByText(words.data.loginHint, { exact: true }).waitFor();
    await press(page.getByRole("banner").getByRole("button", { name: account.enter, exact: true }));
    await way.waitFor();
    await who.check();

    for (const [choice, reason] of [
      ["cancel", "cancelled"],
      ["guest", "no-role"],
    ] as const) {
      await press(way);
      await page.waitForURL(`${provider.issuer}/authorize?**`);
      await press(page.getByRole("link", { name: choice }));
      await back();
      await dialog.getByText(account.refusals[reason]).waitFor();
      // where they were, and nothing of it is left to be told again
      const { searchParams } = new URL(page.url());
      expect([searchParams.get("login"), searchParams.get("city")]).toEqual([null, "sample"]);
      await who.check();
    }
    await page.reload();
    await page.getByRole("banner").getByRole("button", { name: account.enter, exact: true }).waitFor();
    expect(await dialog.count()).toBe(0);

    await press(page.getByRole("banner").getByRole("button", { name: account.enter, exact: true }));
    await press(way);
    await press(page.getByRole("link", { name: "lin" }));
    await back();
    await page.getByRole("banner").getByText("林资料").waitFor();
    expect(await dialog.count()).toBe(0);
    // with the rights of the group: what only a steward may do is there
    await page.locator(".upload input[type=file]").waitFor({ state: "attached" });
    await who.check();

    await press(page.getByRole("button", { name: account.leave }));
    await press(page.getByRole("banner").getByRole("button", { name: account.enter, exact: true }));
    await way.waitFor();
    await soon(async () => (await who.context.cookies()).map((one) => one.name)).not.toContain("quarterhour_session");
    expect(who.complaints).toEqual([]);
    await who.context.close();
  },
);
