/** The bar of time under the map: any day of the last two years, openings rising, closings fading. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Icon } from "../icons/icon.tsx";
import { t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { mapView } from "../ui/map-stage.tsx";
import "../styles/time.css";
import { byMonth, eventFeatures, eventsSeen, loadEvents, seenDays } from "./changes.ts";
import type { DayEvent, Month } from "./changes.ts";
import { day, dayAfter, daysBetween, goToDay, today, yearsBack } from "./day.ts";
import { words } from "./words.ts";

const days = yearsBack * 365;
/** Days from step to step while it plays, and how long each is seen. */
const playDays = 30;
const playMilliseconds = 900;

function Months({ months }: { months: Month[] }) {
  const most = Math.max(1, ...months.flatMap(({ opened, closed }) => [opened, closed]));
  return (
    <div class="time-months" aria-hidden="true">
      {months.map(({ month, opened, closed }) => (
        <span key={month}>
          <i class="time-opened" style={{ height: `${(opened / most) * 100}%` }} />
          <i class="time-closed" style={{ height: `${(closed / most) * 100}%` }} />
        </span>
      ))}
    </div>
  );
}

export function TimeBar({ onClose }: { onClose(): void }) {
  const said = words.value;
  const cityId = city.value!.id;
  const last = useMemo(today, []);
  const first = dayAfter(last, -days);
  const events = useMemo(() => createResource<DayEvent[]>(), []);
  /** Under the hand; the address follows when it is let go. */
  const shown = useSignal(day.peek() ?? last);
  const isPlaying = useSignal(false);
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);

  useEffect(() => void events.load((signal) => loadEvents(cityId, first, last, signal)), [cityId]);
  // Back, forward, or a link of another day.
  useSignalEffect(() => {
    shown.value = day.value ?? last;
  });
  useSignalEffect(() => {
    const known = events.state.value.value;
    mapView.value?.setChanges(known ? eventFeatures(known, shown.value) : null);
  });
  useEffect(() => () => mapView.peek()?.setChanges(null), []);

  const stop = () => {
    clearInterval(timer.current);
    isPlaying.value = false;
  };
  useEffect(() => stop, []);
  const play = () => {
    if (isPlaying.peek()) return stop();
    isPlaying.value = true;
    goToDay(first);
    timer.current = setInterval(() => {
      const next = dayAfter(shown.peek(), playDays);
      if (next >= last) {
        goToDay(null);
        stop();
      } else goToDay(next);
    }, playMilliseconds);
  };

  const { status, value } = events.state.value;
  const seen = value ? eventsSeen(value, shown.value) : [];
  const opened = seen.filter(({ kind }) => kind === "opened").length;
  const months = useMemo(() => (value ? byMonth(value, first, last) : []), [value]);
  const text =
    status === "failed" ? said.failed : value ? said.changes(seenDays, opened, seen.length - opened) : said.loading;
  return (
    <section class="time-bar" aria-label={said.title}>
      <div class="time-row">
        <button
          type="button"
          class="icon-button"
          aria-label={isPlaying.value ? said.stop : said.play}
          title={isPlaying.value ? said.stop : said.play}
          onClick={play}
        >
          <Icon name={isPlaying.value ? "stop" : "play"} />
        </button>
        <input
          type="date"
          class="time-day"
          aria-label={said.day}
          min={first}
          max={last}
          value={shown.value}
          onChange={(event) => {
            const wanted = (event.target as HTMLInputElement).value;
            if (wanted) goToDay(wanted, "push");
          }}
        />
        <span class="time-text" role="status">
          {text}
        </span>
        {status === "failed" ? (
          <button type="button" class="text-button" onClick={events.retry}>
            {t.value.retry}
          </button>
        ) : null}
        <button type="button" class="icon-button" aria-label={said.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="time-track">
        <Months months={months} />
        <input
          type="range"
          min={-days}
          max={0}
          step={1}
          value={-daysBetween(shown.value, last)}
          aria-label={said.slider}
          aria-valuetext={shown.value === last ? said.today : shown.value}
          onInput={(event) => {
            stop();
            shown.value = dayAfter(last, Number((event.target as HTMLInputElement).value));
          }}
          onChange={() => goToDay(shown.peek())}
        />
      </div>
      <div class="time-ends" aria-hidden="true">
        <span>{first.slice(0, 7)}</span>
        <span>{said.today}</span>
      </div>
    </section>
  );
}
