/**
 * `/embed`: a map for other sites' pages, alone in its frame: `map=repair` (with `kind`) or `map=circle` with `circle`.
 * It never logs anybody in and changes nothing.
 */
import { computed, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { MultiPolygon, Polygon } from "geojson";
import { getOutlet } from "../api/client.ts";
import { ApiError, ask, cityPath } from "../api/request.ts";
import type { BoundingBox, Outlet } from "../api/types.ts";
import { Icon } from "../icons/icon.tsx";
import { localName, t } from "../i18n/index.ts";
import { repairIcons } from "../icons/repair.ts";
import { outletFilter } from "../map/outlet-filter.ts";
import { city, repairKindsById } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { go, pageHref, pinPosition, urlState } from "../state/location.ts";
import { Attribution, FictionBanner } from "../ui/chrome.tsx";
import { MapStage, mapView } from "../ui/map-stage.tsx";
import { Failure, Notice } from "../ui/messages.tsx";
import { CallButton, OpenState, outletHours } from "../ui/outlet-parts.tsx";
import { largeKinds } from "../repair/state.ts";
import "../styles/embed.css";
import { words } from "./words.ts";

interface EmbeddedCircle {
  id: string;
  name: string;
  boundary: Polygon | MultiPolygon;
  bbox: BoundingBox;
}

const room = { top: 64, right: 16, bottom: 16, left: 16 };

const isCircle = computed(() => urlState.value.own.map === "circle");
const circleId = computed(() => (isCircle.value ? (urlState.value.own.circle ?? null) : null));
const kindId = computed(() => repairKindsById.value.get(urlState.value.kind as never)?.id ?? null);

function KindChips() {
  return (
    <div class="chips embed-chips" role="group" aria-label={t.value.repair.question}>
      <button
        type="button"
        class="chip"
        aria-pressed={kindId.value === null}
        onClick={() => go({ kind: null }, "replace")}
      >
        {words.value.all}
      </button>
      {largeKinds.value.map((one) => (
        <button
          type="button"
          key={one.id}
          class="chip"
          aria-pressed={kindId.value === one.id}
          onClick={() => go({ kind: one.id }, "replace")}
        >
          <Icon shape={repairIcons[one.id]} /> {localName(one)}
        </button>
      ))}
    </div>
  );
}

function Card({ shop }: { shop: Outlet }) {
  const hours = outletHours(shop);
  return (
    <section class="embed-card" aria-label={shop.name || t.value.outlet.unnamed}>
      <header class="panel-head">
        <h2>{shop.name || t.value.outlet.unnamed}</h2>
        <button type="button" class="icon-button" aria-label={words.value.close} onClick={() => go({ outlet: null })}>
          <Icon name="close" />
        </button>
      </header>
      <p>
        <OpenState outlet={shop} /> {hours}
      </p>
      {shop.address ? <p class="muted">{shop.address}</p> : null}
      <CallButton outlet={shop} />
    </section>
  );
}

/** The whole map about the same thing, in a window of its own. */
function fullMap(): string {
  const { outlet, kind } = urlState.value;
  const href = new URL(pageHref(isCircle.value ? "/" : "/repair"), location.origin);
  if (kind && !isCircle.value) href.searchParams.set("kind", kind);
  if (outlet && isCircle.value) href.searchParams.set("outlet", outlet);
  return href.pathname + href.search;
}

export function EmbedPage() {
  const said = words.value;
  const cityId = city.value!.id;
  const circle = useMemo(() => createResource<EmbeddedCircle>(), []);
  const shop = useMemo(() => createResource<Outlet>(), []);
  const wanted = circleId.value;
  const outletId = urlState.value.outlet;
  useEffect(() => {
    if (wanted) {
      const path = `${cityPath(cityId)}/circles/${encodeURIComponent(wanted)}`;
      void circle.load((signal) => ask<EmbeddedCircle>(path, { signal }));
    } else circle.clear();
  }, [cityId, wanted]);
  useEffect(() => {
    if (outletId) void shop.load((signal) => getOutlet(cityId, outletId, signal));
    else shop.clear();
  }, [cityId, outletId]);
  useSignalEffect(() => {
    const view = mapView.value;
    const found = circle.state.value.value;
    if (!view) return;
    view.setOutline(
      found && {
        type: "FeatureCollection",
        features: [{ type: "Feature", properties: {}, geometry: found.boundary }],
      },
    );
    if (found) view.camera.revealBox(found.bbox, 17, false);
  });
  useSignalEffect(() => mapView.value?.setSelected(urlState.value.outlet));
  useSignalEffect(() => mapView.value?.setPin(pinPosition.value));
  const title = isCircle.value ? (circle.state.value.value?.name ?? t.value.appName) : t.value.pages.repair;
  useEffect(() => {
    document.title = t.value.pageTitle(title, localName(city.value!));
  });
  const { status, error } = circle.state.value;
  const isMissing = error instanceof ApiError && error.kind === "missing";
  const filter = isCircle.value
    ? outletFilter({ categories: [], tier: null, onlyIds: null })
    : outletFilter({ categories: ["small-repair"], tier: null, kind: kindId.value, onlyIds: null });
  const found = shop.state.value.value;
  return (
    <div class="embed">
      <FictionBanner />
      <main class="embed-map">
        <MapStage
          filter={filter}
          room={room}
          pinLabel={t.value.map.pin}
          keepInView={null}
          onTap={() => go({ outlet: null })}
          onOutlets={(ids) => go({ outlet: ids[0] })}
          onPin={() => undefined}
        />
        <header class="embed-head">
          <h1 class={isCircle.value ? "embed-title" : "visually-hidden"}>{title}</h1>
          {isCircle.value ? null : <KindChips />}
        </header>
        {isCircle.value && !wanted ? <Notice icon="alert" tone="warn" title={said.wantsCircle} /> : null}
        {isMissing ? (
          <Notice icon="alert" tone="warn" title={said.circleMissing} hint={said.circleMissingHint} />
        ) : null}
        {status === "failed" && !isMissing ? <Failure error={error} retry={circle.retry} /> : null}
        {found ? <Card shop={found} /> : null}
        <a class="button button-small embed-open" href={fullMap()} target="_blank" rel="noopener">
          {said.open} <Icon name="forward" size={1} />
        </a>
        <Attribution />
      </main>
    </div>
  );
}
