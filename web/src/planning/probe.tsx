/** Any point explained: what a home there would lack. */
import { wholeMinutes } from "../i18n/format.ts";
import { Icon } from "../icons/icon.tsx";
import { Failure } from "../ui/messages.tsx";
import { categoryName } from "./category-name.ts";
import { probe, probeAt, probed } from "./state.ts";
import { planningWords } from "./words.ts";

export function Probe() {
  const words = planningWords.value.probe;
  if (!probe.value) return null;
  const { status, value, error } = probed.state.value;
  const basic = value?.categories.filter(({ tier }) => tier === "basic") ?? [];
  const missing = basic.filter(({ state }) => state === "gap");
  const unclear = basic.filter(({ state }) => state === "unknown");
  return (
    <aside class="probe" aria-label={words.title}>
      <header class="panel-head">
        <h3>{words.title}</h3>
        <button type="button" class="icon-button" aria-label={words.close} onClick={() => probeAt(null)}>
          <Icon name="close" />
        </button>
      </header>
      {status === "failed" ? <Failure error={error} retry={probed.retry} /> : null}
      {status === "loading" && !value ? <p class="muted">{words.working}</p> : null}
      {value && !missing.length ? <p class="state-open">{words.none}</p> : null}
      {missing.length ? (
        <>
          <h4>{words.missing}</h4>
          <ul class="plain-list">
            {missing.map(({ category, nearestSeconds }) => (
              <li key={category}>
                {categoryName(category)}{" "}
                <span class="inspector-gap">
                  {nearestSeconds === null ? words.far : words.minutes(wholeMinutes(nearestSeconds))}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {unclear.length ? (
        <p class="muted">
          {words.unclear}: {unclear.map(({ category }) => categoryName(category)).join("、")}
        </p>
      ) : null}
    </aside>
  );
}
