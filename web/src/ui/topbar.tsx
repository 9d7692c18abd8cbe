/** The bar above: a panel's head on a wide screen, floating over a phone's map. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { switchLarge } from "../state/device.ts";
import { urlState } from "../state/location.ts";
import { CitySwitcher, LanguageButton, PageLinks } from "./chrome.tsx";

/** What the bar covers of a phone's map, in pixels. */
export const topbarHeight = signal(0);

export function TopBar({
  current,
  title,
  children,
}: {
  current: "/" | "/repair";
  title: string;
  children?: ComponentChildren;
}) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!bar.current) return;
    const observer = new ResizeObserver(
      ([entry]) => (topbarHeight.value = Math.round(entry.borderBoxSize[0].blockSize)),
    );
    observer.observe(bar.current);
    return () => observer.disconnect();
  }, []);
  return (
    <header class="topbar" ref={bar}>
      <h1 class="visually-hidden">{title}</h1>
      <div class="topbar-row">
        <PageLinks current={current} />
        <CitySwitcher />
        <LanguageButton />
      </div>
      {children}
    </header>
  );
}

/** Elder mode on and off. */
export function LargeButton() {
  return (
    <button type="button" class="chip large-button" aria-pressed={urlState.value.large} onClick={switchLarge}>
      <Icon name="text" /> <span class="large-word">{t.value.repair.large}</span>
    </button>
  );
}
