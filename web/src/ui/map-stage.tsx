/** Where the map stands on a page. Brings the map code when it is first needed and keeps one map per city. */
import { signal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FilterSpecification } from "maplibre-gl";
import type { Position } from "../api/types.ts";
import { lang, t } from "../i18n/index.ts";
import type { MapPadding } from "../map/hold.ts";
import type { MapView } from "../map/map-view.ts";
import { isPhone } from "../state/device.ts";
import { backdrop } from "../state/backdrop.ts";
import { go, urlState } from "../state/location.ts";
import { MapFrame, useMapFrame } from "./map-frame.tsx";
import { rest, restHeight } from "./sheet.tsx";
import { topbarHeight } from "./topbar.tsx";

/** The map once it is there; null before, and where the device has none. */
export const mapView = signal<MapView | null>(null);

const panelPixels = 400;

/** The pin stands above the place it points at. */
const pinPixels = () => (urlState.value.large ? 60 : 46);

function padding(): MapPadding {
  if (!isPhone.value) return { top: 24, right: 24, bottom: 24, left: panelPixels + 24 };
  return { top: topbarHeight.value + pinPixels(), right: 16, bottom: restHeight(rest.value) + 8, left: 16 };
}

export interface MapStageProps {
  filter: FilterSpecification;
  /** The day of the outlets; today where left out. */
  day?: string | null;
  /** Pixels taken by what lies over the map; by panel, bar and sheet where left out. */
  room?: MapPadding;
  pinLabel: string;
  /** What must stay in sight when the sheet moves. */
  keepInView: Position | null;
  onTap(position: Position): void;
  /** @param position where the tap was */
  onOutlets(ids: string[], position: Position): void;
  onPin(position: Position, phase: "moving" | "dropped"): void;
}

const textScale = () => (urlState.value.large ? 1.3 : 1);

export function MapStage(props: MapStageProps) {
  const latest = useRef(props);
  latest.current = props;
  const frame = useMapFrame(mapView, async () => {
    const { MapView: View } = await import("../map/map-view.ts");
    return (container, own, { trouble }) => {
      const { room, filter, day, pinLabel } = latest.current;
      const view = new View({
        container,
        city: own,
        view: urlState.peek().view,
        lang: lang.peek(),
        textScale: textScale(),
        padding: room ?? padding(),
        outletFilter: filter,
        day: day ?? null,
        pinLabel,
        pointHelp: t.peek().map.pointHelp,
        backdrop: backdrop.peek(),
        events: {
          tap: (position) => latest.current.onTap(position),
          outlets: (ids, position) => latest.current.onOutlets(ids, position),
          pin: (position, phase) => latest.current.onPin(position, phase),
          view: (center, zoom) => go({ view: { center, zoom } }, "replace"),
          trouble: (failing) => (trouble.value = failing),
        },
      });
      view.map.getCanvas().setAttribute("aria-label", t.peek().map.label);
      return view;
    };
  });

  useEffect(() => mapView.value?.setOutletFilter(props.filter), [props.filter, mapView.value]);
  useEffect(() => mapView.value?.setDay(props.day ?? null), [props.day, mapView.value]);
  useSignalEffect(() => mapView.value?.setBackdrop(backdrop.value));
  useSignalEffect(() => {
    mapView.value?.setLanguage(lang.value, textScale(), t.value.map.pin, t.value.map.pointHelp);
    mapView.value?.map.getCanvas().setAttribute("aria-label", t.value.map.label);
  });
  const room = props.room ?? padding();
  useEffect(
    () => mapView.value?.camera.setPadding(room, latest.current.keepInView),
    [JSON.stringify(room), mapView.value],
  );

  return <MapFrame frame={frame} view={mapView} />;
}
