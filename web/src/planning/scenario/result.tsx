/** Only what differs: who gains, who loses, category by category, circle by circle, home by home. */
import { useSignal } from "@preact/signals";
import { wholeMinutes } from "../../i18n/format.ts";
import { Failure } from "../../ui/messages.tsx";
import { Why } from "../../ui/why.tsx";
import { percent, points } from "../figures.ts";
import { Flash } from "../parts.tsx";
import type { ChangedResidence } from "./api.ts";
import { categoryName } from "../category-name.ts";
import { answer, changes, fault, isWorking } from "./state.ts";
import { scenarioWords } from "./words.ts";

const shownHomes = 30;

function Homes({ title, list }: { title: string; list: ChangedResidence[] }) {
  const words = scenarioWords.value;
  if (!list.length) return null;
  const time = (seconds: number | null) => (seconds === null ? words.far : words.minutes(wholeMinutes(seconds)));
  return (
    <details class="fold">
      <summary>{title}</summary>
      <ul class="plain-list">
        {list.slice(0, shownHomes).map((home) => (
          <li key={home.id}>
            {home.name ?? home.id} <span class="muted">{home.households}</span>
            {home.categories.slice(0, 3).map((one) => (
              <span key={one.category} class="muted">
                {" "}
                · {categoryName(one.category)} {words.from(time(one.beforeSeconds), time(one.afterSeconds))}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function ScenarioResult() {
  const words = scenarioWords.value;
  const of = answer.value;
  const copied = useSignal(false);
  if (!changes.value.length) return null;
  const whole = of?.areas.find(({ level }) => level === "city");
  return (
    <div class="planning-inspector">
      {fault.value ? <Failure error={fault.value} /> : null}
      <p role="status" class="muted">
        {isWorking.value ? words.working : ""}
      </p>
      {of ? (
        <>
          <div class="total">
            <Flash value={of.households.gain}>
              <span class="total-points gain">{words.gain(Math.round(of.households.gain))}</span>
            </Flash>
            <span>
              {words.gained}
              {of.people ? <span class="muted"> {words.people(Math.round(of.people.gain))}</span> : null}
            </span>
          </div>
          {of.households.lose > 0 ? (
            <div class="total">
              <Flash value={of.households.lose}>
                <span class="total-points loss">{words.lose(Math.round(of.households.lose))}</span>
              </Flash>
              <span>{words.lost}</span>
            </div>
          ) : null}
          {of.households.newlyKnown > 0 ? (
            <p class="muted">{words.known(Math.round(of.households.newlyKnown))}</p>
          ) : null}
          {of.areas.length === 0 && of.circles.length === 0 ? <p class="muted">{words.noChange}</p> : null}
          {whole ? (
            <table class="data-table">
              <caption class="visually-hidden">{words.byCategory}</caption>
              <tbody>
                {whole.categories.map(({ category, before, after }) => {
                  const more = Math.round(after.covered - before.covered);
                  return (
                    <tr key={category}>
                      <th scope="row">{categoryName(category)}</th>
                      <td class={`number ${more < 0 ? "loss" : "gain"}`}>
                        {more < 0 ? words.lose(-more) : words.gain(more)}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          ) : null}
          {of.circles.length ? (
            <>
              <h3>{words.byCircle}</h3>
              <ul class="plain-list">
                {of.circles.map((circle) => (
                  <li key={circle.id}>
                    <strong>{circle.name}</strong>{" "}
                    {circle.presence
                      ? words.points(points(circle.presence.before.points), points(circle.presence.after.points))
                      : null}{" "}
                    <span class="muted">{words.reach(percent(circle.reach.before), percent(circle.reach.after))}</span>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          {of.areas
            .filter(({ level }) => level === "community")
            .slice(0, 12)
            .map(({ area, categories }) => (
              <p key={area.id} class="area-line">
                {area.name}{" "}
                {categories.slice(0, 3).map(({ category, before, after }) => {
                  const more = Math.round(after.covered - before.covered);
                  return (
                    <span key={category} class={more < 0 ? "loss" : "gain"}>
                      {categoryName(category)} {more < 0 ? words.lose(-more) : words.gain(more)}{" "}
                    </span>
                  );
                })}
              </p>
            ))}
          <Homes title={words.homes(of.residences.total.gain)} list={of.residences.gain} />
          <Homes title={words.homesLost(of.residences.total.lose)} list={of.residences.lose} />
          {of.notes.length ? (
            <ul class="plain-list muted">
              {of.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          ) : null}
          {of.id ? (
            <button
              type="button"
              class="button button-small button-quiet"
              onClick={() => void navigator.clipboard.writeText(location.href).then(() => (copied.value = true))}
            >
              {copied.value ? words.copied : words.link}
            </button>
          ) : null}
          <Why
            facts={{
              counted: words.lead,
              settings: of.settings,
              dataDate: null,
              networkVersion: of.networkVersion,
            }}
          />
        </>
      ) : null}
    </div>
  );
}
