/** Kept scenarios beside each other: what each would change for whom. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, cityPath } from "../../api/request.ts";
import { t } from "../../i18n/index.ts";
import { city } from "../../state/catalogue.ts";
import { createResource } from "../../state/loadable.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure, Skeleton } from "../../ui/messages.tsx";
import { percent, points } from "../figures.ts";
import { categoryName } from "../category-name.ts";
import { scenarioWords } from "./words.ts";

interface Counts {
  covered: number;
  gap: number;
  unknown: number;
}

interface Comparison {
  scenarios: { id: string; name: string; households: { gain: number; lose: number } | null }[];
  /** null: this one leaves it as it is. */
  categories: { category: string; each: ({ before: Counts; after: Counts } | null)[] }[];
  circles: {
    id: string;
    name: string;
    each: ({ presence: { after: { points: number } } | null; reach: { after: number | null } } | null)[];
  }[];
}

/** Ids of those that are to be compared. */
export const compared = signal<string[]>([]);
export const isComparing = signal(false);
const comparison = createResource<Comparison>();

function Table({ of }: { of: Comparison }) {
  const words = scenarioWords.value;
  const number = (count: number) => t.value.number(Math.round(count));
  const signed = (count: number) => (count < 0 ? `−${number(-count)}` : `+${number(count)}`);
  return (
    <table class="data-table">
      <thead>
        <tr>
          <th scope="col" />
          {of.scenarios.map((one) => (
            <th scope="col" key={one.id} class="number">
              {one.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{words.gained}</th>
          {of.scenarios.map((one) => (
            <td key={one.id} class="number gain">
              {one.households ? signed(one.households.gain) : "?"}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{words.lost}</th>
          {of.scenarios.map((one) => (
            <td key={one.id} class="number loss">
              {one.households ? number(one.households.lose) : "?"}
            </td>
          ))}
        </tr>
        {of.categories.map(({ category, each }) => (
          <tr key={category}>
            <th scope="row">{categoryName(category)}</th>
            {each.map((one, index) => (
              <td key={of.scenarios[index].id} class="number">
                {one ? signed(one.after.covered - one.before.covered) : "0"}
              </td>
            ))}
          </tr>
        ))}
        {of.circles.map(({ id, name, each }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {each.map((one, index) => (
              <td key={of.scenarios[index].id} class="number">
                {one?.presence ? words.score(points(one.presence.after.points)) : ""}{" "}
                <span class="muted">{one ? percent(one.reach.after) : "—"}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Compare() {
  const words = scenarioWords.value;
  const { status, value, error } = comparison.state.value;
  const ids = compared.value.join(",");
  useEffect(() => {
    const id = city.peek()?.id;
    if (!isComparing.value || !id) return;
    const query = new URLSearchParams({ ids });
    void comparison.load((aborted) =>
      ask<Comparison>(`${cityPath(id)}/scenarios/compare?${query}`, { signal: aborted }),
    );
  }, [isComparing.value, ids]);
  return (
    <Dialog title={words.compare} wide isOpen={isComparing.value} onClose={() => (isComparing.value = false)}>
      {status === "failed" ? <Failure error={error} retry={comparison.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={5} /> : null}
      {value ? <Table of={value} /> : null}
    </Dialog>
  );
}
