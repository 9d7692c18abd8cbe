/** Who changed what, the latest first. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../api/request.ts";
import { createResource } from "../state/loadable.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { dataWords } from "./words.ts";

interface Entry {
  seq: number;
  at: string;
  actor: string;
  action: string;
  city: string | null;
  subject: string | null;
}

const entries = createResource<Entry[]>();
const before = signal<number | null>(null);
const pageSize = 100;

function load(): void {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (before.peek() !== null) query.set("before", String(before.peek()));
  const earlier = before.peek() === null ? [] : (entries.state.peek().value ?? []);
  void entries.load(
    async (aborted) => [
      ...earlier,
      ...(await ask<{ items: Entry[] }>(`/api/audit?${query}`, { signal: aborted })).items,
    ],
    { keep: true },
  );
}

export function Audit() {
  const words = dataWords.value.audit;
  const { status, value, error } = entries.state.value;
  useEffect(() => {
    before.value = null;
    load();
  }, []);
  return (
    <div class="section">
      <h2>{dataWords.value.sections.audit}</h2>
      {status === "failed" ? <Failure error={error} retry={entries.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={8} /> : null}
      {value ? (
        <>
          <table class="data-table">
            <thead>
              <tr>
                <th scope="col">{words.when}</th>
                <th scope="col">{words.who}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.subject}</th>
              </tr>
            </thead>
            <tbody>
              {value.map((entry) => (
                <tr key={entry.seq}>
                  <td>{new Date(entry.at).toLocaleString()}</td>
                  <td>{entry.actor}</td>
                  <td>{entry.action}</td>
                  <td>{[entry.city, entry.subject].filter(Boolean).join(" · ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {value.length && value.length % pageSize === 0 ? (
            <button
              type="button"
              class="button button-quiet"
              onClick={() => {
                before.value = value.at(-1)!.seq;
                load();
              }}
            >
              {words.more}
            </button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
