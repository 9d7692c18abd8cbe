/** `/`: the outlet map 网点动态地图. */
import { computed, signal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Position, SearchHit } from "../api/types.ts";
import { localName, t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { isPhone } from "../state/device.ts";
import { go, pinPosition, urlState } from "../state/location.ts";
import { Attribution, FictionBanner, OfflineBanner, SkipLink } from "../ui/chrome.tsx";
import { isPlacing, takePlace } from "../report/open.ts";
import { ReportHost } from "../report/report-host.tsx";
import { MapStage, mapView } from "../ui/map-stage.tsx";
import { Failure, Notice } from "../ui/messages.tsx";
import { MyLocation } from "../ui/my-location-button.tsx";
import { SearchBox } from "../ui/search-box.tsx";
import { rest, Sheet, shellStyle } from "../ui/sheet.tsx";
import { TopBar } from "../ui/topbar.tsx";
import { DayNotice } from "../time/day-notice.tsx";
import { day, goToDay } from "../time/day.ts";
import { lazy } from "../ui/lazy.tsx";
import { boxAround } from "../ui/boxes.ts";
import { CategoryPicker, FilterChips } from "./filters.tsx";
import { GroupPanel } from "./group-panel.tsx";
import { OutletPanel } from "./outlet-panel.tsx";
import { ReachPanel } from "./reach-panel.tsx";
import { StartPanel } from "./start-panel.tsx";
import { askOpen, askReach, filter, hasUnknownCategory, openOutlets, outlet, reach, walk } from "./state.ts";

const LazyTimeBar = lazy(() => import("../time/time-bar.tsx").then(({ TimeBar }) => TimeBar), { inline: true });

const pickerOpen = signal(false);
/** A link to a past day shows where that is. */
const isTimeOpen = signal(day.peek() !== null);
/** Outlets that share the mark that was tapped. */
const group = signal<string[] | null>(null);

type Scene = "picker" | "group" | "outlet" | "reach" | "start";
const scene = computed<Scene>(() => {
  if (pickerOpen.value) return "picker";
  if (urlState.value.outlet) return "outlet";
  if (group.value) return "group";
  return urlState.value.pin ? "reach" : "start";
});

function liftSheet(): void {
  if (isPhone.peek() && rest.peek() === "peek") rest.value = "half";
}

/** The next rings belong to a new place: they grow, and the map shows them whole. */
let isNewPlace = true;

function placePin(pin: Position, place: string | null = null): void {
  isNewPlace = true;
  group.value = null;
  pickerOpen.value = false;
  go({ pin, place, outlet: null });
  liftSheet();
}

function onSearch(hit: SearchHit): void {
  pickerOpen.value = false;
  group.value = null;
  if (hit.type === "outlet") {
    go({ outlet: hit.id });
    mapView.value?.camera.reveal(hit.location, 16);
    liftSheet();
    return;
  }
  if (hit.type === "area" && hit.bbox) {
    go({ outlet: null });
    mapView.value?.camera.revealBox(hit.bbox);
    return;
  }
  placePin(hit.location, hit.name);
}

function onOutlets(ids: string[]): void {
  pickerOpen.value = false;
  if (ids.length === 1) {
    group.value = null;
    go({ outlet: ids[0] });
  } else {
    group.value = ids;
    go({ outlet: null });
  }
  liftSheet();
}

function onPin(pin: Position, phase: "moving" | "dropped"): void {
  const own = city.peek();
  if (!own) return;
  if (phase === "moving") askReach(own.id, pin, true);
  else go({ pin, place: null });
}

function goBack(): void {
  if (isPlacing.value) isPlacing.value = false;
  else if (pickerOpen.value) pickerOpen.value = false;
  else if (urlState.value.outlet) go({ outlet: null });
  else if (group.value) group.value = null;
  else if (urlState.value.pin) go({ pin: null, place: null });
}

function useMapFollowsState(): void {
  useSignalEffect(() => mapView.value?.setPin(pinPosition.value));
  useSignalEffect(() => {
    const { status, value } = reach.value;
    const view = mapView.value;
    if (!view) return;
    if (status === "loading" && value) {
      view.setRingsStale(true);
      return;
    }
    const rings = value?.attachment ? value : null;
    view.setRings(rings, isNewPlace);
    if (status !== "ready") return;
    const widest = rings?.features[0]?.geometry;
    const box = widest ? boxAround(widest.coordinates.flat(2) as Position[]) : null;
    if (isNewPlace && box && !urlState.peek().outlet) view.camera.revealArea(box);
    isNewPlace = false;
  });
  useSignalEffect(() => mapView.value?.setSelected(urlState.value.outlet));
  useSignalEffect(() => {
    const { status, value } = walk.state.value;
    mapView.value?.setWalk(status === "failed" ? null : value);
  });
  // A shared link may open far from what it is about.
  useSignalEffect(() => {
    const view = mapView.value;
    const found = outlet.state.value.value;
    const { status, value } = walk.state.value;
    const box = status === "ready" && value ? boxAround(value.geometry.coordinates as Position[]) : null;
    if (box) view?.camera.revealWhole(box);
    else if (found) view?.camera.reveal(found.location);
  });
  useSignalEffect(() => {
    if (pinPosition.value && !urlState.peek().outlet) mapView.value?.camera.reveal(pinPosition.value);
  });
  // Which outlets are open is asked for what is in view.
  const wanted = computed(() =>
    urlState.value.openNow
      ? `${urlState.value.view?.center}/${urlState.value.view?.zoom}/${urlState.value.categories}`
      : "",
  );
  useSignalEffect(() => {
    const view = mapView.value;
    if (!wanted.value || !view) return;
    const timer = setTimeout(() => askOpen(view.camera.bounds()), 200);
    return () => clearTimeout(timer);
  });
}

function OpenNote() {
  if (!urlState.value.openNow || day.value) return null;
  const words = t.value.filters;
  const { status, value, error } = openOutlets.state.value;
  if (status === "failed") return <Failure error={error} retry={openOutlets.retry} />;
  const text = value ? (value.complete ? words.openResult(value.ids.length) : words.openPartial) : words.openLoading;
  return (
    <p class="filter-note" role="status">
      {text}
    </p>
  );
}

function Panel() {
  switch (scene.value) {
    case "picker":
      return <CategoryPicker onClose={() => (pickerOpen.value = false)} />;
    case "group":
      return <GroupPanel ids={group.value ?? []} onClose={() => (group.value = null)} />;
    case "outlet":
      return <OutletPanel />;
    case "reach":
      return <ReachPanel />;
    default:
      return (
        <StartPanel
          onUseCenter={() => {
            const view = mapView.value;
            if (view) placePin(view.camera.center());
          }}
        />
      );
  }
}

export function OutletPage() {
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
    document.title = words.pageTitle(words.pages.outlets, city.value ? localName(city.value) : "");
  });
  const subject = outlet.state.value.value?.location ?? urlState.value.pin;
  return (
    <div class="shell" data-rest={rest.value} style={shellStyle()}>
      <SkipLink />
      <FictionBanner />
      <TopBar current="/" title={words.pages.outlets}>
        <div class="topbar-search">
          <SearchBox onChoose={onSearch} />
          <MyLocation compact onFound={(position) => placePin(position, "me")} />
        </div>
        <FilterChips
          pickerOpen={pickerOpen.value}
          onPicker={() => {
            pickerOpen.value = !pickerOpen.value;
            liftSheet();
          }}
          timeOpen={isTimeOpen.value}
          onTime={() => {
            isTimeOpen.value = !isTimeOpen.value;
            if (!isTimeOpen.value) goToDay(null, "push");
            else if (isPhone.peek()) rest.value = "peek";
          }}
        />
      </TopBar>
      <Sheet label={words.pages.outlets} scrollKey={`${scene.value}/${urlState.value.outlet}`}>
        <OfflineBanner />
        {hasUnknownCategory.value ? <Notice icon="alert" title={words.filters.unknownCategory} /> : null}
        <DayNotice />
        <OpenNote />
        <Panel />
      </Sheet>
      <main class="map-area">
        <MapStage
          filter={filter.value}
          day={day.value}
          pinLabel={words.map.pin}
          keepInView={subject}
          onTap={(position) => {
            if (!takePlace(position)) placePin(position);
          }}
          onOutlets={(ids, position) => {
            if (!takePlace(position)) onOutlets(ids);
          }}
          onPin={onPin}
        />
        {isTimeOpen.value ? (
          <LazyTimeBar
            onClose={() => {
              isTimeOpen.value = false;
              goToDay(null, "push");
            }}
          />
        ) : null}
        <Attribution />
      </main>
      <ReportHost />
    </div>
  );
}
