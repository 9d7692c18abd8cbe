/** Everything about one outlet, and the walk from the pin to it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dateText } from "../i18n/format.ts";
import { localName, t } from "../i18n/index.ts";
import type { Outlet } from "../api/types.ts";
import { categoryIcons } from "../icons/categories.ts";
import { Icon } from "../icons/icon.tsx";
import { repairIcons } from "../icons/repair.ts";
import { categoriesById, city, repairKindsById } from "../state/catalogue.ts";
import { go, urlState } from "../state/location.ts";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { reportOutlet } from "../report/open.ts";
import { lazy } from "../ui/lazy.tsx";
import { ShareButton } from "../ui/share-button.tsx";
import { CallButton, GoWith, OpenState, outletHours } from "../ui/outlet-parts.tsx";
import { WalkWords } from "../ui/walk-words.tsx";
import { ApiError } from "../api/request.ts";
import { day, goToDay } from "../time/day.ts";
import { words as dayWords } from "../time/words.ts";
import { outlet, walk } from "./state.ts";

const OutletVoices = lazy(() => import("../report/outlet-voices.tsx").then(({ OutletVoices: Voices }) => Voices), {
  inline: true,
});

/** Shown where a steward has made one public; most have none, so nothing is said of that. */
function Photo({ of }: { of: Outlet }) {
  const state = useSignal<"waiting" | "there" | "none">("waiting");
  useEffect(() => {
    state.value = "waiting";
  }, [of.id]);
  if (state.value === "none" || !city.value || !of.hasPhoto) return null;
  const address = `/api/cities/${encodeURIComponent(city.value.id)}/outlets/${encodeURIComponent(of.id)}/photo`;
  return (
    <img
      class="outlet-photo"
      src={address}
      alt={t.value.outlet.photoOf(of.name || t.value.outlet.unnamed)}
      hidden={state.value !== "there"}
      onLoad={() => (state.value = "there")}
      onError={() => (state.value = "none")}
    />
  );
}

/** What a shop offers, each category once, with the kinds of repair below it. */
function Services({ of }: { of: Outlet }) {
  const categories = [...new Set(of.services.map(({ category }) => category))];
  const kinds = [...new Set(of.services.flatMap(({ kind }) => (kind ? [kind] : [])))];
  return (
    <>
      <ul class="tags" aria-label={t.value.outlet.services}>
        {categories.map((id) => {
          const category = categoriesById.value.get(id);
          return (
            <li key={id} class={`tag tag-${category?.tier ?? "basic"}`}>
              <Icon path={categoryIcons[id]} />
              {category ? localName(category) : id}
            </li>
          );
        })}
      </ul>
      {kinds.length ? (
        <ul class="tags tags-quiet" aria-label={t.value.outlet.kinds}>
          {kinds.map((id) => {
            const kind = repairKindsById.value.get(id);
            return (
              <li key={id} class="tag">
                <Icon shape={repairIcons[id]} />
                {kind ? localName(kind) : id}
              </li>
            );
          })}
        </ul>
      ) : null}
    </>
  );
}

function features(of: Outlet): string[] {
  const words = t.value.outlet;
  const { attributes: has } = of;
  const said: string[] = [];
  if (has.open24h) said.push(words.open24h);
  if (has.selfService) said.push(words.selfService);
  if (has.delivery) said.push(words.delivery);
  if (has.chain) said.push(words.chain(has.chain));
  if (has.areaSquareMeters) said.push(words.area(t.value.number(has.areaSquareMeters)));
  if (has.wheelchair) said.push(words.wheelchair[has.wheelchair]);
  return said;
}

/** Only web addresses become links; a table may hold anything. */
function webAddress(text: string | undefined): URL | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

function Facts({ of }: { of: Outlet }) {
  const words = t.value.outlet;
  const rows: [string, preact.ComponentChildren][] = [];
  rows.push([words.hours, outletHours(of) ?? words.hoursUnknown]);
  if (of.address) rows.push([words.address, of.address]);
  if (of.phone) rows.push([words.phone, of.phone]);
  const said = features(of);
  if (said.length) rows.push([words.features, t.value.list(said)]);
  if (of.attributes.priceHint) rows.push([words.price, of.attributes.priceHint]);
  const web = webAddress(of.attributes.url);
  if (web) {
    rows.push([
      words.website,
      <a href={web.href} target="_blank" rel="noopener noreferrer">
        {web.hostname}
      </a>,
    ]);
  }
  const source = of.source === "osm" ? words.sourceOsm : words.sourceTable(of.source);
  rows.push([words.source, `${source} · ${words.updated(dateText(of.updatedAt))}`]);
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function WalkPart() {
  const words = t.value.outlet;
  const { status, value, error } = walk.state.value;
  if (!urlState.value.pin) return <p class="muted">{words.noPin}</p>;
  if (status === "failed") {
    if (error instanceof ApiError && error.status === 422) {
      return <Notice icon="walk" tone="warn" title={words.noRoute} hint={words.noRouteHint} />;
    }
    return <Failure error={error} retry={walk.retry} />;
  }
  return value ? <WalkWords route={value} dataDate={city.value?.osmDate ?? null} /> : <Skeleton lines={2} />;
}

function TodayButton() {
  return (
    <button type="button" class="button" onClick={() => goToDay(null, "push")}>
      {dayWords.value.outletToday}
    </button>
  );
}

/** What can be said of it on a past day: whether it was there, not whether a door is open. */
function StateThen({ of, on }: { of: Outlet; on: string }) {
  const said = dayWords.value;
  return (
    <div class="outlet-then">
      <p class="outlet-state">
        {of.status === "open" ? (
          <span class="state state-open">{said.outletOpen}</span>
        ) : of.status === "planned" ? (
          <span class="state state-unknown">{said.outletPlanned(of.openedOn)}</span>
        ) : (
          <span class="state state-shut">{said.outletShut(of.closedOn)}</span>
        )}
      </p>
      <p class="muted">{said.outletThen(on)}</p>
    </div>
  );
}

export function OutletPanel() {
  const words = t.value;
  const { status, value, error } = outlet.state.value;
  const then = value?.date ?? null;
  const isGone = error instanceof ApiError && error.kind === "missing";
  const waiting = status === "failed" ? words.outlet.title : words.outlet.loading;
  const title = value ? value.name || words.outlet.unnamed : waiting;
  return (
    <div class="outlet" aria-busy={status === "loading"}>
      <header class="panel-head">
        <button type="button" class="icon-button" aria-label={words.back} onClick={() => go({ outlet: null })}>
          <Icon name="back" />
        </button>
        <h2>{title}</h2>
      </header>
      {status === "failed" && isGone && day.value ? (
        <Notice icon="calendar" title={dayWords.value.outletNone(day.value)} hint={dayWords.value.outletNoneHint}>
          <TodayButton />
        </Notice>
      ) : status === "failed" ? (
        <Failure error={error} retry={isGone ? undefined : outlet.retry} />
      ) : null}
      {status === "loading" ? <Skeleton lines={6} /> : null}
      {value ? (
        <>
          {then ? (
            <StateThen of={value} on={then} />
          ) : (
            <p class="outlet-state">
              <OpenState outlet={value} />
            </p>
          )}
          <Photo of={value} />
          <Services of={value} />
          <div class="button-row">
            {then ? <TodayButton /> : <CallButton outlet={value} />}
            <ShareButton title={title} />
          </div>
          <WalkPart />
          {then ? null : <GoWith outlet={value} />}
          <Facts of={value} />
          <OutletVoices outlet={value} />
          {then ? null : (
            <button
              type="button"
              class="row-link"
              onClick={() => reportOutlet({ id: value.id, name: value.name || words.outlet.unnamed })}
            >
              <Icon name="flag" /> <span>{words.report.wrong}</span> <Icon name="forward" size={1} />
            </button>
          )}
        </>
      ) : null}
    </div>
  );
}
