/** Where the map stands on a page for those who work with the city. */
import { useSignalEffect } from "@preact/signals";
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { lang, t } from "../i18n/index.ts";
import type { DeskMap, DeskMapEvents, Overlay } from "../map/desk-map.ts";
import { backdrop } from "../state/backdrop.ts";
import { go, urlState } from "../state/location.ts";
import { Attribution } from "./chrome.tsx";
import { MapFrame, useMapFrame } from "./map-frame.tsx";

const margin = { top: 16, right: 16, bottom: 16, left: 16 };

interface DeskMapStageProps {
  /** Set to the map once it is there, to null before it goes. */
  view: Signal<DeskMap | null>;
  overlays: Overlay[];
  onClick: DeskMapEvents["click"];
  onHover?: DeskMapEvents["hover"];
  onCross?: DeskMapEvents["cross"];
  /** What the keys do at the cross, where it is not what a click does. */
  pointHelp?: string | null;
  canExport?: boolean;
  /** Legend, tools: what lies on the map. */
  children?: ComponentChildren;
}

export function DeskMapStage(props: DeskMapStageProps) {
  const latest = useRef(props);
  latest.current = props;
  const frame = useMapFrame(props.view, async () => {
    const { DeskMap: View } = await import("../map/desk-map.ts");
    return (container, own, { trouble }) => {
      const map = new View({
        container,
        city: own,
        view: urlState.peek().view,
        lang: lang.peek(),
        padding: margin,
        pointHelp: latest.current.pointHelp ?? t.peek().map.pointHelp,
        canExport: latest.current.canExport,
        backdrop: backdrop.peek(),
        events: {
          click: (position, features) => latest.current.onClick(position, features),
          cross: (action, position) => latest.current.onCross?.(action, position) ?? false,
          hover: (features, position) => latest.current.onHover?.(features, position),
          view: (center, zoom) => go({ view: { center, zoom } }, "replace"),
          trouble: (failing) => (trouble.value = failing),
        },
      });
      map.map.getCanvas().setAttribute("aria-label", t.peek().map.deskLabel);
      return map;
    };
  });

  const { view, overlays } = props;
  useEffect(() => view.value?.setOverlays(overlays), [overlays, view.value]);
  const pointHelp = props.pointHelp ?? t.value.map.pointHelp;
  useEffect(() => view.value?.setPointHelp(pointHelp), [pointHelp, view.value]);
  useSignalEffect(() => view.value?.setBackdrop(backdrop.value));
  useSignalEffect(() => {
    view.value?.setLanguage(lang.value);
    view.value?.map.getCanvas().setAttribute("aria-label", t.value.map.deskLabel);
  });
  return (
    <MapFrame frame={frame} view={view}>
      {props.children}
      <Attribution />
    </MapFrame>
  );
}
