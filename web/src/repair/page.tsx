/** `/repair`: the small-repair map 小修小补地图. Made for a phone held by somebody in a hurry, or of some age. */
import { computed, signal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Position } from "../api/types.ts";
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { repairIcons } from "../icons/repair.ts";
import { outletFilter } from "../map/outlet-filter.ts";
import { city } from "../state/catalogue.ts";
import { isPhone } from "../state/device.ts";
import { go, goOwn, pinPosition, urlState } from "../state/location.ts";
import { Attribution, FictionBanner, OfflineBanner, SkipLink } from "../ui/chrome.tsx";
import { isPlacing, reportNew, takePlace } from "../report/open.ts";
import { ReportHost } from "../report/report-host.tsx";
import { MapStage, mapView } from "../ui/map-stage.tsx";
import { Notice } from "../ui/messages.tsx";
import { lazy } from "../ui/lazy.tsx";
import { rest, Sheet, shellStyle } from "../ui/sheet.tsx";
import { LargeButton, TopBar } from "../ui/topbar.tsx";
import { boxAround } from "../ui/boxes.ts";
import { inListOrder } from "./arrange.ts";
import { KindGrid } from "./kind-grid.tsx";
import { PlaceChooser, PlaceLine } from "./place.tsx";
import { rememberPlace } from "./last-place.ts";
import { ReadAloud } from "./read-aloud.tsx";
import { ShopList } from "./shop-list.tsx";
import { ShopWalk } from "./shop-walk.tsx";
import { arranged, byBeeline, chosen, hasUnknownKind, kind, walk } from "./state.ts";

type Scene = "kinds" | "place" | "list" | "walk";
/** The person wants to start from elsewhere. */
const changingPlace = signal(false);
/** The next tap on the map says where the person is. */
const tapping = signal(false);

const scene = computed<Scene>(() => {
  if (!kind.value) return "kinds";
  if (!urlState.value.pin || changingPlace.value) return "place";
  return chosen.value ? "walk" : "list";
});

function setPlace(position: Position, name: string | null): void {
  changingPlace.value = false;
  tapping.value = false;
  go({ pin: position, place: name, outlet: null });
  rememberPlace(position, name);
  if (rest.peek() === "peek") rest.value = "half";
}

function onOutlets(ids: string[]): void {
  if (ids.length === 1 && kind.peek()) go({ outlet: ids[0] });
}

function goBack(): void {
  if (isPlacing.value) isPlacing.value = false;
  else if (tapping.value) tapping.value = false;
  else if (changingPlace.value) changingPlace.value = false;
  else if (urlState.value.outlet) go({ outlet: null });
  else if (urlState.value.kind) go({ kind: null });
}

function useMapFollowsState(): void {
  useSignalEffect(() => mapView.value?.setPin(pinPosition.value));
  useSignalEffect(() => {
    const numbered =
      scene.value === "list" || scene.value === "walk" ? [...inListOrder(arranged.value), ...byBeeline.value] : null;
    mapView.value?.setNumbered(numbered);
  });
  useSignalEffect(() => mapView.value?.setSelected(chosen.value?.id ?? null));
  useSignalEffect(() => mapView.value?.setWalk(walk.state.value.value));
  useSignalEffect(() => {
    const view = mapView.value;
    if (!view) return;
    const start = pinPosition.value;
    const to = chosen.value?.location;
    const nearest = [...inListOrder(arranged.value), ...byBeeline.value].slice(0, 4);
    const places = to ? [to] : nearest.map(({ location }) => location);
    if (!start) return;
    const box = boxAround([start, ...places]);
    if (box) view.camera.revealBox(box, 16.5);
  });
}

function KindLine() {
  const own = kind.value;
  if (!own) return null;
  return (
    <header class="panel-head kind-line">
      <button
        type="button"
        class="icon-button"
        aria-label={t.value.repair.changeKind}
        onClick={() => go({ kind: null, outlet: null })}
      >
        <Icon name="back" />
      </button>
      <Icon shape={repairIcons[own.id]} size={1.8} />
      <h2>{localName(own)}</h2>
      <LargeButton />
    </header>
  );
}

function SignLink() {
  return (
    <button type="button" class="row-link" onClick={() => goOwn({ print: "1" })}>
      <Icon name="print" /> <span>{t.value.repair.sign}</span> <Icon name="forward" size={1} />
    </button>
  );
}

function Panel() {
  const chooseOnMap = () => {
    tapping.value = true;
    if (isPhone.peek()) rest.value = "peek";
  };
  switch (scene.value) {
    case "kinds":
      return (
        <>
          {hasUnknownKind.value ? <Notice icon="alert" title={t.value.repair.unknownKind} /> : null}
          <KindGrid onChosen={() => (rest.value = "half")} />
          {urlState.value.pin ? <PlaceLine onChange={() => (changingPlace.value = true)} /> : null}
          {urlState.value.pin ? <SignLink /> : null}
        </>
      );
    case "place":
      return (
        <>
          <KindLine />
          {tapping.value ? <Notice icon="pin" title={t.value.repair.tapMapHint} /> : null}
          <PlaceChooser onPlace={setPlace} onTapMap={chooseOnMap} />
        </>
      );
    case "walk":
      return chosen.value ? <ShopWalk shop={chosen.value} /> : null;
    default:
      return (
        <>
          <KindLine />
          <PlaceLine onChange={() => (changingPlace.value = true)} />
          <ReadAloud />
          <ShopList />
          <button
            type="button"
            class="row-link"
            onClick={() => reportNew({ category: "small-repair", repairKind: kind.value?.id ?? null })}
          >
            <Icon name="flag" /> <span>{t.value.repair.missing}</span> <Icon name="forward" size={1} />
          </button>
          <SignLink />
        </>
      );
  }
}

const LazySign = lazy(() => import("./sign-page.tsx").then(({ SignPage }) => SignPage));

export function RepairPage() {
  return urlState.value.own.print === "1" ? <LazySign /> : <RepairMap />;
}

function RepairMap() {
  const words = t.value;
  useMapFollowsState();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) goBack();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    document.title = words.pageTitle(words.pages.repair, city.value ? localName(city.value) : "");
  });
  const filter = computed(() =>
    outletFilter({ categories: ["small-repair"], tier: null, kind: kind.value?.id ?? null, onlyIds: null }),
  );
  return (
    <div class={`shell repair repair-${scene.value}`} data-rest={rest.value} style={shellStyle()}>
      <SkipLink />
      <FictionBanner />
      <TopBar current="/repair" title={words.pages.repair} />
      <Sheet label={words.pages.repair} scrollKey={`${scene.value}/${urlState.value.outlet}`}>
        <OfflineBanner />
        <Panel />
      </Sheet>
      <main class="map-area">
        <MapStage
          filter={filter.value}
          pinLabel={words.map.pin}
          keepInView={chosen.value?.location ?? urlState.value.pin}
          onTap={(position) => {
            if (takePlace(position)) return;
            // With a list on screen a stray tap must not throw it away.
            if (scene.value === "list" || scene.value === "walk") return;
            setPlace(position, null);
          }}
          onOutlets={(ids, position) => {
            if (!takePlace(position)) onOutlets(ids);
          }}
          onPin={(position, phase) => {
            if (phase === "dropped") setPlace(position, null);
          }}
        />
        <Attribution />
      </main>
      <ReportHost />
    </div>
  );
}
