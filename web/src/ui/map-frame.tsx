/** What every map stands in: a place for its canvas, zoom buttons, and words where it cannot be shown. */
import { signal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { City } from "../api/types.ts";
import { Icon } from "../icons/icon.tsx";
import { t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { bringCode, bringCodeAgain } from "../state/code.ts";
import { loadBackdrops } from "../state/backdrop.ts";
import { BackdropButtons } from "./backdrop-buttons.tsx";
import { Notice } from "./messages.tsx";

/** What a frame has to know of a map. */
interface FramedMap {
  readonly camera: { zoomBy(levels: number): void };
  /** Asks again for tiles that did not come. */
  retryTiles(): void;
  destroy(): void;
}

interface Frame {
  holder: RefObject<HTMLDivElement | null>;
  failed: Signal<"code" | "device" | null>;
  /** Tiles fail to load. */
  trouble: Signal<boolean>;
  /** Brings once more the code that did not come. */
  retry(): void;
}

/**
 * Keeps one map per city: brings its code when it is first needed, and takes the map away with the page.
 * @param bring fetches the code and returns what draws the map; what it draws with may throw where there is no WebGL
 * @param view holds the map while it is there, else null
 */
export function useMapFrame<View extends FramedMap>(
  view: Signal<View | null>,
  bring: () => Promise<(container: HTMLElement, own: City, frame: Frame) => View>,
): Frame {
  const holder = useRef<HTMLDivElement>(null);
  const failed = useRef(signal<"code" | "device" | null>(null)).current;
  const trouble = useRef(signal(false)).current;
  const again = useRef<() => void>(() => undefined);
  const frame = { holder, failed, trouble, retry: () => again.current() };
  useEffect(loadBackdrops, []);
  useEffect(() => {
    const own = city.peek();
    if (!own || !holder.current) return;
    const container = document.createElement("div");
    container.className = "map-canvas-holder";
    holder.current.append(container);
    let gone = false;
    let drawn: View | null = null;
    const draw = async (get: typeof bringCode) => {
      failed.value = null;
      let make: Awaited<ReturnType<typeof bring>>;
      try {
        make = await get(bring);
      } catch {
        failed.value = "code";
        return;
      }
      if (gone) return;
      try {
        drawn = make(container, own, frame);
      } catch (error) {
        console.warn(error);
        failed.value = "device";
        return;
      }
      view.value = drawn;
    };
    again.current = () => void draw(bringCodeAgain);
    void draw(bringCode);
    return () => {
      gone = true;
      view.value = null;
      trouble.value = false;
      drawn?.destroy();
      container.remove();
    };
  }, [city.value?.id]);
  return frame;
}

interface MapFrameProps {
  frame: Frame;
  view: Signal<FramedMap | null>;
  children?: ComponentChildren;
}

export function MapFrame({ frame, view, children }: MapFrameProps) {
  const words = t.value;
  const isDevice = frame.failed.value === "device";
  return (
    <div class="map-stage">
      <div class="map-holder" ref={frame.holder} />
      {frame.failed.value ? (
        <div class="map-failed" role="alert">
          <Notice
            icon="map"
            tone="warn"
            title={isDevice ? words.errors.mapUnsupported : words.errors.code}
            hint={isDevice ? words.errors.mapUnsupportedHint : words.errors.codeHint}
          >
            {isDevice ? null : (
              <button type="button" class="button button-small" onClick={frame.retry}>
                {words.retry}
              </button>
            )}
          </Notice>
        </div>
      ) : null}
      <div class="map-tools">
        <BackdropButtons />
        <button type="button" class="tool" aria-label={words.map.zoomIn} onClick={() => view.value?.camera.zoomBy(1)}>
          <Icon name="plus" />
        </button>
        <button type="button" class="tool" aria-label={words.map.zoomOut} onClick={() => view.value?.camera.zoomBy(-1)}>
          <Icon name="minus" />
        </button>
      </div>
      {frame.trouble.value ? (
        <p class="map-trouble" role="status">
          <Icon name="alert" /> <span>{words.errors.mapTiles}</span>
          <button type="button" class="text-button" onClick={() => view.value?.retryTiles()}>
            {words.retry}
          </button>
        </p>
      ) : null}
      {children}
    </div>
  );
}
