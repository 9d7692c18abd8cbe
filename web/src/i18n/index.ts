/** The page's language: from the address, else as chosen last time, else Chinese. */
import { computed, effect } from "@preact/signals";
import { go, urlState } from "../state/location.ts";
import { readPreference, writePreference } from "../state/preferences.ts";
import type { Lang } from "../state/url-state.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

const remembered = readPreference("lang");

export const lang = computed<Lang>(() => urlState.value.lang ?? (remembered === "en" ? "en" : "zh"));
export const t = computed(() => (lang.value === "en" ? en : zh));

export function switchLanguage(): void {
  const next = lang.peek() === "en" ? "zh" : "en";
  writePreference("lang", next);
  go({ lang: next }, "replace");
}

effect(() => {
  document.documentElement.lang = t.value.htmlLang;
});

/** A name in the page's language; Chinese where there is no English one. */
export function localName(named: { nameZh: string; nameEn: string | null }): string {
  return lang.value === "en" ? named.nameEn || named.nameZh : named.nameZh;
}
