/** Two outlets side by side, decided by keyboard: the same, different, or skip. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, cityPath } from "../../api/request.ts";
import type { Outlet } from "../../api/types.ts";
import { distanceText } from "../../i18n/format.ts";
import { lang, localName, t } from "../../i18n/index.ts";
import { categoriesById, city } from "../../state/catalogue.ts";
import { followJob } from "../../state/job.ts";
import type { FollowedJob, Job } from "../../state/job.ts";
import { createResource } from "../../state/loadable.ts";
import { may, send } from "../../state/session.ts";
import { JobProgress } from "../../ui/job-progress.tsx";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";

interface Pair {
  id: string;
  a: Outlet | null;
  b: Outlet | null;
  score: number;
  distanceMeters: number;
  reasons: { key: string; zh: string; en: string }[];
  differences: { field: string; a: unknown; b: unknown }[];
  suggestedKeep: string | null;
}

interface Pairs {
  items: Pair[];
  counts: { open: number; sure: number; decided: number };
  thresholds: { sure: number };
}

type Decision = "same" | "different" | "skip";

const pairs = createResource<Pairs>();
const running = signal<{ title: string; job: FollowedJob<unknown> } | null>(null);
const trouble = signal<unknown>(null);
/** Which of the two stays, where the person says so. */
const keep = signal<string | null>(null);
const lastDecided = signal<string | null>(null);

const base = () => `${cityPath(city.peek()!.id)}/duplicates`;

function load(): void {
  void pairs.load((aborted) => ask<Pairs>(`${base()}?limit=20`, { signal: aborted }), { keep: true });
}

async function decide(pair: Pair, decision: Decision): Promise<void> {
  trouble.value = null;
  try {
    const kept = decision === "same" ? (keep.peek() ?? pair.suggestedKeep) : null;
    await send("POST", `${base()}/${pair.id}`, { decision, ...(kept ? { keep: kept } : {}) });
    lastDecided.value = pair.id;
    keep.value = null;
    load();
  } catch (error) {
    trouble.value = error;
  }
}

async function takeBack(): Promise<void> {
  const id = lastDecided.peek();
  if (!id) return;
  trouble.value = null;
  try {
    await send("DELETE", `${base()}/${id}/decision`);
    lastDecided.value = null;
    load();
  } catch (error) {
    trouble.value = error;
  }
}

async function run(title: string, path: "" | "/bulk", body: unknown): Promise<void> {
  trouble.value = null;
  try {
    const { job } = await send<{ job: Job }>("POST", `${base()}${path}`, body);
    const followed = followJob(job);
    running.value = { title, job: followed };
    const ended = await followed.ended;
    if (ended.state === "failed") trouble.value = new Error(ended.error ?? "");
  } catch (error) {
    trouble.value = error;
  } finally {
    running.value = null;
    load();
  }
}

function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (field === "services" && Array.isArray(value)) {
    return t.value.list(
      (value as { category: string }[]).map(({ category }) => {
        const own = categoriesById.value.get(category as never);
        return own ? localName(own) : category;
      }),
    );
  }
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${String(one)}`)
      .join(", ");
  }
  return String(value);
}

const shownFields = [
  "name",
  "services",
  "address",
  "phone",
  "openingHours",
  "status",
  "openedOn",
  "closedOn",
  "source",
];

function Compared({ pair }: { pair: Pair }) {
  const words = dataWords.value.duplicates;
  const kept = keep.value ?? pair.suggestedKeep;
  const differing = new Set(pair.differences.map(({ field }) => field));
  const side = (outlet: Outlet | null) =>
    outlet ? (
      <label class="keep">
        <input type="radio" name="keep" checked={kept === outlet.id} onChange={() => (keep.value = outlet.id)} />
        {words.keep}
      </label>
    ) : (
      <span class="muted">{words.missing}</span>
    );
  return (
    <table class="data-table compared">
      <tbody>
        {shownFields.map((field) => {
          const values = [pair.a, pair.b].map((outlet) =>
            outlet ? valueText(field, (outlet as unknown as Record<string, unknown>)[field]) : "—",
          );
          return (
            <tr key={field} class={differing.has(field) ? "compared-differs" : undefined}>
              <th scope="row">{words.fields[field]}</th>
              <td>{values[0]}</td>
              <td>{values[1]}</td>
            </tr>
          );
        })}
        <tr>
          <th scope="row" />
          <td>{side(pair.a)}</td>
          <td>{side(pair.b)}</td>
        </tr>
      </tbody>
    </table>
  );
}

export function DuplicateQueue() {
  const words = dataWords.value.duplicates;
  const { status, value, error } = pairs.state.value;
  const pair = value?.items[0] ?? null;
  const canDecide = may("steward");
  useEffect(load, [city.value?.id]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const decision = ({ "1": "same", "2": "different", "3": "skip" } as Record<string, Decision>)[event.key];
      if (
        !decision ||
        !pair ||
        !canDecide ||
        (event.target as HTMLElement).matches("input:not([type=radio]), textarea, select")
      ) {
        return;
      }
      event.preventDefault();
      void decide(pair, decision);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [pair?.id, canDecide]);
  return (
    <div class="section">
      <header class="section-head">
        <h2>{words.title}</h2>
        {value ? <span class="muted">{words.open(value.counts.open)}</span> : null}
        {canDecide && value ? (
          <div class="button-row">
            {value.counts.sure > 0 ? (
              <button
                type="button"
                class="button button-small"
                onClick={() => void run(words.accepting, "/bulk", { minScore: value.thresholds.sure })}
              >
                {words.acceptSure(value.counts.sure)}
              </button>
            ) : null}
            <button
              type="button"
              class="button button-small button-quiet"
              onClick={() => void run(words.searching, "", {})}
            >
              {words.search}
            </button>
          </div>
        ) : null}
      </header>
      {running.value ? <JobProgress job={running.value.job} title={running.value.title} /> : null}
      {trouble.value ? <Failure error={trouble.value} /> : null}
      {status === "failed" ? <Failure error={error} retry={pairs.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={6} /> : null}
      {value && !pair ? <Notice title={words.none} hint={words.noneHint} /> : null}
      {pair ? (
        <article class="pair" aria-live="polite">
          <p>
            <strong>{words.alike(Math.round(pair.score * 100))}</strong> ·{" "}
            {words.apart(distanceText(pair.distanceMeters, t.value))}
          </p>
          <ul class="tags">
            {pair.reasons.map((reason) => (
              <li class="tag" key={reason.key}>
                {lang.value === "en" ? reason.en : reason.zh}
              </li>
            ))}
          </ul>
          <Compared pair={pair} />
          {canDecide ? (
            <div class="button-row">
              <button type="button" class="button button-primary" onClick={() => void decide(pair, "same")}>
                1 · {words.same}
              </button>
              <button type="button" class="button" onClick={() => void decide(pair, "different")}>
                2 · {words.different}
              </button>
              <button type="button" class="button button-quiet" onClick={() => void decide(pair, "skip")}>
                3 · {words.skip}
              </button>
            </div>
          ) : null}
          <p class="muted">{words.hint}</p>
        </article>
      ) : null}
      {lastDecided.value ? (
        <button type="button" class="text-button" onClick={() => void takeBack()}>
          {words.undo}
        </button>
      ) : null}
    </div>
  );
}
