/** Parts that both pages say about one outlet: open or not, hours, calling, going. */
import type { Outlet } from "../api/types.ts";
import { dateText, distanceText, wholeMinutes } from "../i18n/format.ts";
import { hoursInWords } from "../i18n/opening-hours.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { telHref } from "./phone-number.ts";

export function OpenState({ outlet }: { outlet: Outlet }) {
  const words = t.value.outlet;
  if (outlet.status === "closed") {
    return (
      <span class="state state-shut">{outlet.closedOn ? words.closedOn(dateText(outlet.closedOn)) : words.closed}</span>
    );
  }
  if (outlet.status === "planned") return <span class="state state-unknown">{words.planned}</span>;
  // Of a past day nobody asks at which hour.
  if (outlet.date) return null;
  if (outlet.openNow === null) {
    return <span class="state state-unknown">{outletHours(outlet) ? words.openUnknown : words.hoursUnknown}</span>;
  }
  return outlet.openNow ? (
    <span class="state state-open">{words.openNow}</span>
  ) : (
    <span class="state state-shut">{words.closedNow}</span>
  );
}

/** Hours as words; as somebody wrote them where they are not of the plain form; null where unknown. */
export function outletHours(outlet: Outlet): string | null {
  const said = outlet.openingHours ? hoursInWords(outlet.openingHours, t.value) : null;
  if (said) return said;
  if (outlet.attributes.open24h) return t.value.hours.always;
  return outlet.openingHoursText ?? outlet.openingHours;
}

export function WalkFigures({ seconds, meters }: { seconds: number; meters: number | null | undefined }) {
  const words = t.value.outlet;
  const minutes = wholeMinutes(seconds);
  const exact = `${Math.round(seconds)} s${meters === null || meters === undefined ? "" : ` · ${Math.round(meters)} m`}`;
  return (
    <span class="walk-figures" title={exact}>
      {meters === null || meters === undefined
        ? words.walkMinutes(minutes)
        : words.walk(minutes, distanceText(meters, t.value))}
    </span>
  );
}

export function CallButton({ outlet, large = false }: { outlet: Outlet; large?: boolean }) {
  const words = t.value.outlet;
  const href = outlet.phone ? telHref(outlet.phone) : null;
  if (!href) return <span class="no-phone">{words.phoneNone}</span>;
  return (
    <a class={large ? "button button-large" : "button"} href={href} aria-label={words.callName(outlet.name)}>
      <Icon name="phone" /> {words.call}
    </a>
  );
}

/** Links into the phone's own map applications; opened only by a tap. */
export function GoWith({ outlet }: { outlet: Outlet }) {
  const words = t.value.outlet;
  const link = (href: string, name: string) => (
    <a class="button button-quiet" href={href} target="_blank" rel="noopener noreferrer">
      {name}
    </a>
  );
  return (
    <div class="go-with">
      <h3>{words.goWith}</h3>
      <div class="button-row">
        {link(outlet.links.amap, words.amap)}
        {link(outlet.links.baidu, words.baidu)}
        {link(outlet.links.tencent, words.tencent)}
      </div>
    </div>
  );
}
