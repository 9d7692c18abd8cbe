/** People at work, each on both sizes of screen and in both languages. */
import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";
import type { Lang } from "../../../src/state/url-state.ts";
import { expectAccessible, visit } from "./browser.ts";
import type { Visit } from "./browser.ts";
import { wordsIn } from "./words.ts";
import type { Words } from "./words.ts";
import type { World } from "./world.ts";

interface Setting {
  size: "phone" | "desktop";
  lang: Lang;
  dark: boolean;
}

/** Both sizes, both languages, by light and in the dark. */
const always: readonly Setting[] = [
  { size: "phone", lang: "zh", dark: false },
  { size: "desktop", lang: "en", dark: true },
];
/** The other language on each size; the pages are opened so by every run, whole days with ALL_SETTINGS=1. */
export const otherSettings: readonly Setting[] = [
  { size: "phone", lang: "en", dark: true },
  { size: "desktop", lang: "zh", dark: false },
];
export const settings: readonly Setting[] = process.env.ALL_SETTINGS ? [...always, ...otherSettings] : always;

interface Named {
  id: string;
  nameZh: string;
  nameEn: string | null;
}

/** As the pages say it. */
export function localName(lang: Lang, named: Omit<Named, "id"> | undefined): string {
  if (!named) throw new Error("the city has nothing of this name");
  return (lang === "en" && named.nameEn) || named.nameZh;
}

export interface Person extends Visit, Setting {
  words: Words;
  isPhone: boolean;
  /** Opens a page of the city in the person's language. */
  open(path: string): Promise<void>;
  /** With a finger on a phone, with the mouse elsewhere. */
  press(what: { tap(): Promise<void>; click(): Promise<void> }): Promise<void>;
  /** The category in the person's language. */
  category(id: string): Promise<string>;
  /** Nothing grave for axe as the page stands, and no complaint so far. */
  check(): Promise<void>;
}

export async function person(world: World, setting: Setting): Promise<Person> {
  const visited = await visit(world, setting.size, { dark: setting.dark });
  const isPhone = setting.size === "phone";
  return {
    ...visited,
    ...setting,
    words: wordsIn(setting.lang),
    isPhone,
    open: async (path) => {
      await visited.page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${setting.lang}`);
    },
    press: (what) => (isPhone ? what.tap() : what.click()),
    category: async (id) => {
      const answer = await visited.page.request.get("/api/categories");
      const { categories } = (await answer.json()) as { categories: Named[] };
      return localName(
        setting.lang,
        categories.find((one) => one.id === id),
      );
    },
    check: () => expectAccessible(visited.page),
  };
}

/** Logs in by the dialog. */
export async function logInAs({ page, words, press }: Person, { password }: World): Promise<void> {
  const { account } = words.ui;
  await press(page.getByRole("banner").getByRole("button", { name: account.enter, exact: true }));
  await page.getByLabel(account.login).fill("admin");
  await page.getByLabel(account.password).fill(password);
  await press(page.locator("dialog[open]").getByRole("button", { name: account.enter, exact: true }));
  await page.getByRole("button", { name: account.leave }).waitFor();
}

/** The file that `ask` brings. */
export async function fileFrom(page: Page, ask: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [download]: [Download, unknown] = await Promise.all([page.waitForEvent("download"), ask()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
