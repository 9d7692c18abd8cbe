/** What a hand does to a map, sent to the browser as the events of its mouse or its fingers, sixty a second. */
import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession } from "playwright-core";

const stepMilliseconds = 16;

interface Point {
  x: number;
  y: number;
}

/** Steps at even times, however long the browser takes for each: a hand does not wait either. */
async function inSteps(milliseconds: number, send: (share: number) => Promise<unknown>): Promise<void> {
  const sent: Promise<unknown>[] = [];
  const began = performance.now();
  for (let step = 1; ; step++) {
    const at = step * stepMilliseconds;
    await sleep(Math.max(0, began + at - performance.now()));
    sent.push(send(Math.min(1, at / milliseconds)));
    if (at >= milliseconds) break;
  }
  await Promise.all(sent);
}

const between = (from: Point, to: Point, share: number): Point => ({
  x: Math.round(from.x + (to.x - from.x) * share),
  y: Math.round(from.y + (to.y - from.y) * share),
});

export interface Hand {
  /** Moves the map and lets it stand. */
  drag(from: Point, to: Point): Promise<void>;
  /** Moves the map and lets it glide on. */
  fling(from: Point, to: Point): Promise<void>;
  /** Two levels in or out about the point. */
  zoom(at: Point, direction: "in" | "out"): Promise<void>;
}

export function mouse(devtools: CDPSession): Hand {
  const send = (type: "mousePressed" | "mouseMoved" | "mouseReleased", point: Point, held = true) =>
    devtools.send("Input.dispatchMouseEvent", { type, ...point, button: "left", buttons: held ? 1 : 0, clickCount: 1 });
  const pull = async (from: Point, to: Point, milliseconds: number, isHeld: boolean) => {
    await send("mousePressed", from);
    await inSteps(milliseconds, (share) => send("mouseMoved", between(from, to, share)));
    // Held still for a moment it does not glide.
    if (isHeld) await inSteps(200, () => send("mouseMoved", to));
    await send("mouseReleased", to, false);
  };
  return {
    drag: (from, to) => pull(from, to, 800, true),
    fling: (from, to) => pull(from, to, 160, false),
    zoom: (at, direction) =>
      inSteps(900, () =>
        devtools.send("Input.dispatchMouseEvent", {
          type: "mouseWheel",
          ...at,
          deltaX: 0,
          deltaY: direction === "in" ? -24 : 24,
        }),
      ),
  };
}

export function fingers(devtools: CDPSession): Hand {
  const send = (type: "touchStart" | "touchMove" | "touchEnd", ...points: Point[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
  const pull = async (from: Point, to: Point, milliseconds: number, isHeld: boolean) => {
    await send("touchStart", from);
    await inSteps(milliseconds, (share) => send("touchMove", between(from, to, share)));
    if (isHeld) await inSteps(200, () => send("touchMove", { ...to, x: to.x + Math.round(Math.random()) }));
    await send("touchEnd");
  };
  return {
    drag: (from, to) => pull(from, to, 800, true),
    fling: (from, to) => pull(from, to, 160, false),
    async zoom(at, direction) {
      const [near, far] = [30, 120];
      const spread = (share: number) => near + (far - near) * (direction === "in" ? share : 1 - share);
      const pair = (share: number): [Point, Point] => [
        { x: at.x, y: Math.round(at.y - spread(share)) },
        { x: at.x, y: Math.round(at.y + spread(share)) },
      ];
      await send("touchStart", ...pair(0));
      await inSteps(900, (share) => send("touchMove", ...pair(share)));
      await send("touchEnd");
    },
  };
}
