/** The panel: at the left on a wide screen; on a phone a sheet from below with three rests. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { isPhone, windowHeight } from "../state/device.ts";
import { urlState } from "../state/location.ts";
import { ErrorBoundary } from "./error-boundary.tsx";

export type Rest = "peek" | "half" | "full";
const restOrder: Rest[] = ["peek", "half", "full"];

/** At first the map is the page; an answer lifts the sheet. */
export const rest = signal<Rest>(
  urlState.peek().pin || urlState.peek().outlet || urlState.peek().kind ? "half" : "peek",
);

/** Room above the full sheet where the pin and the search box stay in sight, in pixels. */
const fullGapPixels = 216;
const fullGapPixelsLarge = 296;

/** Of the screen; with large type the first lines of an answer need more of it. */
const halfShare = 0.46;
const halfShareLarge = 0.58;

export function restHeight(of: Rest): number {
  const height = windowHeight.value;
  const peek = urlState.value.large ? 184 : 140;
  const full = Math.max(peek + 120, height - (urlState.value.large ? fullGapPixelsLarge : fullGapPixels));
  if (of === "peek") return peek;
  const half = urlState.value.large ? halfShareLarge : halfShare;
  return of === "full" ? full : Math.min(full, Math.round(height * half));
}

/** Tells the style sheet where the sheet ends, so that what stands on the map's lower edge stays in sight. */
export function shellStyle(): Record<string, string> {
  return { "--sheet-height": isPhone.value ? `${restHeight(rest.value)}px` : "0px" };
}

/** The next rest up, and from the top back to the lowest. */
function nextRest(from: Rest): Rest {
  return restOrder[(restOrder.indexOf(from) + 1) % restOrder.length];
}

export function Sheet({
  label,
  children,
  scrollKey,
}: {
  label: string;
  children: ComponentChildren;
  scrollKey: string;
}) {
  const box = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const drag = useRef<{
    startY: number;
    startHeight: number;
    moved: boolean;
    lastY: number;
    lastTime: number;
    speed: number;
  } | null>(null);

  // New content starts at its top.
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [scrollKey]);

  const onPointerDown = (event: PointerEvent) => {
    if (!box.current) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const height = box.current.getBoundingClientRect().height;
    drag.current = {
      startY: event.clientY,
      startHeight: height,
      moved: false,
      lastY: event.clientY,
      lastTime: event.timeStamp,
      speed: 0,
    };
  };
  const onPointerMove = (event: PointerEvent) => {
    const state = drag.current;
    if (!state || !box.current) return;
    const up = state.startY - event.clientY;
    if (Math.abs(up) > 5) state.moved = true;
    if (!state.moved) return;
    const elapsed = Math.max(1, event.timeStamp - state.lastTime);
    state.speed = (state.lastY - event.clientY) / elapsed;
    state.lastY = event.clientY;
    state.lastTime = event.timeStamp;
    const height = Math.min(restHeight("full"), Math.max(restHeight("peek") * 0.6, state.startHeight + up));
    box.current.style.transition = "none";
    box.current.style.height = `${height}px`;
  };
  const onPointerUp = () => {
    const state = drag.current;
    drag.current = null;
    if (!state || !box.current) return;
    box.current.style.transition = "";
    if (!state.moved) return;
    // Where it would come to rest by itself.
    const aim = box.current.getBoundingClientRect().height + state.speed * 180;
    const nearest = restOrder.reduce((best, one) =>
      Math.abs(restHeight(one) - aim) < Math.abs(restHeight(best) - aim) ? one : best,
    );
    rest.value = nearest;
    box.current.style.height = `${restHeight(nearest)}px`;
    suppressClick.current = true;
    setTimeout(() => (suppressClick.current = false), 50);
  };
  const suppressClick = useRef(false);

  const height = isPhone.value ? { height: `${restHeight(rest.value)}px` } : { height: "" };
  return (
    <section class="sheet" ref={box} style={height} aria-label={label} id="panel" tabIndex={-1}>
      {isPhone.value ? (
        <button
          type="button"
          class="sheet-grip"
          aria-label={`${t.value.map.grip}（${t.value.map.rests[rest.value]}）`}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={onPointerUp}
          onClick={() => {
            if (!suppressClick.current) rest.value = nextRest(rest.value);
          }}
        >
          <span class="sheet-grip-bar" />
        </button>
      ) : null}
      <div class="sheet-body" ref={body} tabIndex={isPhone.value ? undefined : -1}>
        <ErrorBoundary of={scrollKey}>{children}</ErrorBoundary>
      </div>
    </section>
  );
}
