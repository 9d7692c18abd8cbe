/** What residents wrote about outlets, before others see it. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, cityPath } from "../../api/request.ts";
import { dateText } from "../../i18n/format.ts";
import { city } from "../../state/catalogue.ts";
import { createResource } from "../../state/loadable.ts";
import { may, send } from "../../state/session.ts";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";

interface Rating {
  id: string;
  outlet: string;
  stars: number;
  comment: string | null;
  flags: string[];
  state: "pending" | "shown" | "silent" | "hidden";
  at: string;
}

const ratings = createResource<Rating[]>();
const trouble = signal<unknown>(null);
const base = () => `${cityPath(city.peek()!.id)}/ratings`;

function load(): void {
  void ratings.load(
    async (aborted) => (await ask<{ items: Rating[] }>(`${base()}?state=pending&limit=100`, { signal: aborted })).items,
    { keep: true },
  );
}

async function moderate(id: string, decision: "show" | "hideComment" | "hide"): Promise<void> {
  trouble.value = null;
  try {
    await send("PATCH", `${base()}/${id}`, { decision });
    load();
  } catch (error) {
    trouble.value = error;
  }
}

export function RatingQueue() {
  const words = dataWords.value.ratings;
  const { status, value, error } = ratings.state.value;
  useEffect(load, [city.value?.id]);
  return (
    <div class="section">
      <h2>{words.title}</h2>
      {trouble.value ? <Failure error={trouble.value} /> : null}
      {status === "failed" ? <Failure error={error} retry={ratings.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={5} /> : null}
      {value?.length === 0 ? <Notice title={words.none} /> : null}
      <ul class="queue">
        {value?.map((one) => (
          <li key={one.id} class="rating-line">
            <p>
              <strong>{words.stars(one.stars)}</strong> <span class="muted">{dateText(one.at)}</span>
              <br />
              {one.comment}
            </p>
            {one.flags.length ? <span class="tag">{dataWords.value.reports.flagged}</span> : null}
            {may("steward") ? (
              <div class="button-row">
                <button type="button" class="button button-small" onClick={() => void moderate(one.id, "show")}>
                  {words.show}
                </button>
                <button
                  type="button"
                  class="button button-small button-quiet"
                  onClick={() => void moderate(one.id, "hideComment")}
                >
                  {words.silent}
                </button>
                <button
                  type="button"
                  class="button button-small button-quiet"
                  onClick={() => void moderate(one.id, "hide")}
                >
                  {words.hide}
                </button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
