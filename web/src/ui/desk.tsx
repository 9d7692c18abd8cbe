/** What frames the pages of those who work with the city: one bar above, and below it what the page puts there. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { localName, t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { pageHref } from "../state/location.ts";
import "../styles/desk.css";
import "../styles/desk-parts.css";
import { AccountButton } from "./account.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { CitySwitcher, FictionBanner, LanguageButton, OfflineBanner, SkipLink } from "./chrome.tsx";

export type DeskPath = "/planning" | "/coverage" | "/data";

export function Desk({ current, title, children }: { current: DeskPath; title: string; children: ComponentChildren }) {
  const words = t.value;
  useEffect(() => {
    document.title = words.pageTitle(title, city.value ? localName(city.value) : "");
  });
  const links = [
    ["/", words.nav.outlets],
    ["/repair", words.nav.repair],
    ["/coverage", words.nav.coverage],
    ["/planning", words.nav.planning],
    ["/data", words.nav.data],
  ] as const;
  return (
    <div class={`desk desk-${current.slice(1)}`}>
      <SkipLink />
      <FictionBanner />
      <header class="desk-bar">
        <h1 class="visually-hidden">{title}</h1>
        <nav class="desk-links" aria-label={words.appName}>
          {links.map(([path, text]) => (
            <a key={path} href={pageHref(path)} aria-current={path === current ? "page" : undefined}>
              {text}
            </a>
          ))}
        </nav>
        <div class="desk-bar-end">
          <CitySwitcher />
          <LanguageButton />
          <AccountButton />
        </div>
      </header>
      <OfflineBanner />
      <main class="desk-body" id="panel" tabIndex={-1}>
        <ErrorBoundary of={current}>{children}</ErrorBoundary>
      </main>
    </div>
  );
}
