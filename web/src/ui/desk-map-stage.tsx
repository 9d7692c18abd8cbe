/** Where the map stands on a page for those who work with the city. */
import { signal, useSignalEffect } from "@preact/signals";
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../icons/icon.tsx";
import { lang, t } from "../i18n/index.ts";
import type { DeskMap, DeskMapEvents, Overlay } from "../map/desk-map.ts";
import { city } from "../state/catalogue.ts";
import { go, urlState } from "../state/location.ts";
import { Attribution } from "./chrome.tsx";
import { Notice } from "./messages.tsx";

const margin = { top: 16, right: 16, bottom: 16, left: 16 };

interface DeskMapStageProps {
  /** Set to the map once it is there, to null before it goes. */
  view: Signal<DeskMap | null>;
  overlays: Overlay[];
  onClick: DeskMapEvents["click"];
  onHover?: DeskMapEvents["hover"];
  canExport?: boolean;
  /** Legend, tools: what lies on the map. */
  children?: ComponentChildren;
}

export function DeskMapStage(props: DeskMapStageProps) {
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const failed = useRef(signal<"code" | "device" | null>(null)).current;
  const trouble = useRef(signal(false)).current;
  const cityId = city.value?.id;

  useEffect(() => {
    const own = city.peek();
    if (!own || !holder.current) return;
    const container = document.createElement("div");
    container.className = "map-canvas-holder";
    holder.current.append(container);
    let gone = false;
    let map: DeskMap | null = null;
    failed.value = null;
    const draw = async () => {
      let code: typeof import("../map/desk-map.ts");
      try {
        code = await import("../map/desk-map.ts");
      } catch (error) {
        console.warn(error);
        failed.value = "code";
        return;
      }
      if (gone) return;
      try {
        map = new code.DeskMap({
          container,
          city: own,
          view: urlState.peek().view,
          lang: lang.peek(),
          padding: margin,
          canExport: latest.current.canExport,
          events: {
            click: (position, features) => latest.current.onClick(position, features),
            hover: (features, position) => latest.current.onHover?.(features, position),
            view: (center, zoom) => go({ view: { center, zoom } }, "replace"),
            trouble: (failing) => (trouble.value = failing),
          },
        });
      } catch (error) {
        console.warn(error);
        failed.value = "device";
        return;
      }
      map.map.getCanvas().setAttribute("aria-label", t.peek().map.deskLabel);
      latest.current.view.value = map;
    };
    void draw();
    return () => {
      gone = true;
      latest.current.view.value = null;
      map?.destroy();
      container.remove();
    };
  }, [cityId]);

  const { view, overlays } = props;
  useEffect(() => view.value?.setOverlays(overlays), [overlays, view.value]);
  useSignalEffect(() => {
    view.value?.setLanguage(lang.value);
    view.value?.map.getCanvas().setAttribute("aria-label", t.value.map.deskLabel);
  });
  const words = t.value;
  return (
    <div class="map-stage">
      <div class="map-holder" ref={holder} />
      {failed.value ? (
        <div class="map-failed">
          <Notice
            icon="map"
            tone="warn"
            title={failed.value === "device" ? words.errors.mapUnsupported : words.errors.offline}
            hint={failed.value === "device" ? words.errors.mapUnsupportedHint : words.errors.offlineHint}
          />
        </div>
      ) : null}
      <div class="map-tools">
        <button type="button" class="tool" aria-label={words.map.zoomIn} onClick={() => view.value?.camera.zoomBy(1)}>
          <Icon name="plus" />
        </button>
        <button type="button" class="tool" aria-label={words.map.zoomOut} onClick={() => view.value?.camera.zoomBy(-1)}>
          <Icon name="minus" />
        </button>
      </div>
      {trouble.value ? (
        <p class="map-trouble" role="status">
          <Icon name="alert" /> {words.errors.mapTiles}
        </p>
      ) : null}
      {props.children}
      <Attribution />
    </div>
  );
}
