/** What frames every page: the notice of made-up data, navigation, city, language, messages about the connection. */
import type { ComponentChildren } from "preact";
import { keptAt } from "../api/request.ts";
import { Icon } from "../icons/icon.tsx";
import { lang, localName, switchLanguage, t } from "../i18n/index.ts";
import { cities, city } from "../state/catalogue.ts";
import { backdrop } from "../state/backdrop.ts";
import { isOnline } from "../state/device.ts";
import { go, pageHref } from "../state/location.ts";

export function FictionBanner() {
  return city.value?.fictional ? <p class="fiction">{t.value.fictional}</p> : null;
}

/** Today by the clock, before that by the day. */
function ageText(at: string): string {
  const then = new Date(at);
  const time = then.toTimeString().slice(0, 5);
  const isToday = then.toDateString() === new Date().toDateString();
  return isToday ? time : `${then.getFullYear()}-${pad(then.getMonth() + 1)}-${pad(then.getDate())} ${time}`;
}

const pad = (number: number) => String(number).padStart(2, "0");

export function OfflineBanner() {
  return (
    <div role="status" class="offline-holder">
      {isOnline.value && !keptAt.value ? null : (
        <p class="offline">
          <Icon name="offline" />{" "}
          {keptAt.value
            ? t.value.errors.keptBanner(ageText(keptAt.value), isOnline.value)
            : t.value.errors.offlineBanner}
        </p>
      )}
    </div>
  );
}

export function PageLinks({ current }: { current: "/" | "/repair" }) {
  const words = t.value.nav;
  const link = (path: "/" | "/repair", text: string) => (
    <a href={pageHref(path)} aria-current={current === path ? "page" : undefined}>
      {text}
    </a>
  );
  return (
    <nav class="page-links" aria-label={t.value.appName}>
      {link("/", words.outlets)}
      {link("/repair", words.repair)}
    </nav>
  );
}

export function LanguageButton() {
  return (
    <button
      type="button"
      class="text-button language"
      lang={lang.value === "zh" ? "en" : "zh-CN"}
      title={t.value.otherLanguageHint}
      onClick={switchLanguage}
    >
      {t.value.otherLanguage}
    </button>
  );
}

/** Changing the city drops everything that belongs to the old one. */
export function chooseCity(id: string): void {
  go({ city: id, view: null, pin: null, place: null, outlet: null, own: {} });
}

export function CitySwitcher() {
  const all = cities.state.value.value ?? [];
  if (all.length === 0) return null;
  return (
    <label class="city-switcher">
      <span class="visually-hidden">{t.value.city.choose}</span>
      <select value={city.value?.id ?? ""} onChange={(event) => chooseCity((event.target as HTMLSelectElement).value)}>
        {city.value ? null : <option value="">{t.value.city.choose}</option>}
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {localName(one)}
          </option>
        ))}
      </select>
      <Icon name="down" size={0.9} />
    </label>
  );
}

/** Whose map it is, always in sight: © OpenStreetMap contributors, or that it is made up. */
export function Attribution() {
  const ground = backdrop.value ? <span class="attribution-ground">{backdrop.value.attribution} · </span> : null;
  if (city.value?.fictional) {
    return (
      <p class="attribution">
        {ground}
        {t.value.fictional}
      </p>
    );
  }
  const own = city.value?.attribution ?? "";
  const extra = own && !own.includes("OpenStreetMap") ? own : "";
  return (
    <p class="attribution">
      {ground}
      {extra ? `${extra} · ` : ""}©{" "}
      <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener noreferrer">
        OpenStreetMap contributors
      </a>
    </p>
  );
}

export function SkipLink({ children }: { children?: ComponentChildren }) {
  return (
    <a class="skip-link" href="#panel">
      {children ?? t.value.skipToPanel}
    </a>
  );
}
