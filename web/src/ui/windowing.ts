/** Long lists of equally high rows: only those in sight are on the page. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";

interface Windowing<E extends HTMLElement> {
  box: RefObject<E | null>;
  /** Rows on the page: from `start` to before `end`. */
  start: number;
  end: number;
  /** Rows that fit into the box. */
  visible: number;
  onScroll(): void;
  /** Brings a row into sight, below a head that stays. */
  scrollToRow(index: number): void;
}

const spareRows = 8;

/** @param headSelector what stays at the top of the box and covers rows */
export function useWindowing<E extends HTMLElement = HTMLDivElement>(
  rowPixels: number,
  count: number,
  headSelector = "thead",
): Windowing<E> {
  const box = useRef<E>(null);
  const first = useSignal(0);
  const visible = useSignal(30);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      visible.value = Math.ceil(entry.contentRect.height / rowPixels);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const settle = () => {
    const next = Math.max(0, Math.floor((box.current?.scrollTop ?? 0) / rowPixels) - spareRows / 2);
    if (next === 0 || Math.abs(next - first.peek()) >= spareRows / 4) first.value = next;
  };
  const start = Math.min(first.value, Math.max(0, count - 1));
  return {
    box,
    start,
    end: Math.min(count, start + visible.value + spareRows),
    visible: visible.value,
    onScroll: settle,
    scrollToRow(index) {
      const element = box.current;
      if (!element) return;
      const head = element.querySelector(headSelector)?.getBoundingClientRect().height ?? 0;
      const top = index * rowPixels;
      const room = element.clientHeight - head - rowPixels;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
      settle();
    },
  };
}
