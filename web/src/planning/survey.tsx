/** What residents answered, whether enough of them did, and links that let more answer. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, cityPath } from "../api/request.ts";
import { localName } from "../i18n/index.ts";
import { categoriesById, city } from "../state/catalogue.ts";
import { bringTool } from "../state/code.ts";
import { createResource } from "../state/loadable.ts";
import { may, send } from "../state/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { saveAs } from "../ui/save-as.ts";
import { percent } from "./figures.ts";
import { circleId } from "./state.ts";
import { planningWords } from "./words.ts";

interface Results {
  settings: { openToAll: boolean; closed: boolean; version: number };
  responses: number;
  people: number | null;
  sampleShare: number | null;
  needed: number | null;
  sufficient: boolean | null;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
  missing: { category: string; mentions: number }[];
}

interface Batch {
  tokens: string[];
  path: string;
}

const results = createResource<Results>();
const surveyPath = () => `${cityPath(city.peek()!.id)}/surveys/${encodeURIComponent(circleId.peek()!)}`;

function load(): void {
  void results.load((aborted) => ask<Results>(surveyPath(), { signal: aborted }), { keep: true });
}

function Batches() {
  const words = planningWords.value.survey;
  const count = useSignal(100);
  const label = useSignal("");
  const made = useSignal<Batch | null>(null);
  const problem = useSignal<unknown>(null);
  const codes = useSignal<string[] | null>(null);
  const create = async () => {
    problem.value = null;
    try {
      made.value = await send<Batch>("POST", `${surveyPath()}/batches`, {
        count: count.value,
        label: label.value.trim(),
      });
    } catch (error) {
      problem.value = error;
    }
  };
  const links = () => made.value!.tokens.map((token) => `${location.origin}${made.value!.path}${token}`);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h3>{words.batch}</h3>
      <div class="upload-fields">
        <label class="field">
          <span>{words.count}</span>
          <input
            type="number"
            min={1}
            max={5000}
            required
            value={count.value}
            onInput={(event) => (count.value = event.currentTarget.valueAsNumber)}
          />
        </label>
        <label class="field">
          <span>{words.label}</span>
          <input
            required
            maxLength={80}
            value={label.value}
            onInput={(event) => (label.value = event.currentTarget.value)}
          />
        </label>
      </div>
      {problem.value ? <Failure error={problem.value} /> : null}
      <button type="submit" class="button button-small">
        {words.create}
      </button>
      {made.value ? (
        <div role="status">
          <p>{words.created(made.value.tokens.length)}</p>
          <button
            type="button"
            class="button button-small button-primary"
            onClick={() =>
              saveAs(new Blob([`${links().join("\r\n")}\r\n`], { type: "text/plain" }), "survey-links.txt")
            }
          >
            {words.saveLinks}
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={async () => {
              const code = await bringTool(() => import("qr"));
              if (code) codes.value = links().map((link) => code.default(link, "svg"));
            }}
          >
            {words.printCodes}
          </button>
          <Dialog title={words.printCodes} wide isOpen={codes.value !== null} onClose={() => (codes.value = null)}>
            <button type="button" class="button button-primary no-print" onClick={() => print()}>
              {words.printCodes}
            </button>
            <ul class="codes">
              {codes.value?.map((code) => (
                <li key={code}>
                  <img src={`data:image/svg+xml,${encodeURIComponent(code)}`} alt="" />
                  {words.scan}
                </li>
              ))}
            </ul>
          </Dialog>
        </div>
      ) : null}
    </form>
  );
}

export function Survey() {
  const words = planningWords.value.survey;
  const { status, value, error } = results.state.value;
  const problem = useSignal<unknown>(null);
  useEffect(load, [circleId.value]);
  const set = async (settings: { openToAll: boolean; closed: boolean; version: number }) => {
    await send("PUT", `${surveyPath()}/settings`, settings).catch((fault: unknown) => (problem.value = fault));
    load();
  };
  if (status === "failed") return <Failure error={error} retry={results.retry} />;
  if (!value) return <Skeleton lines={4} />;
  return (
    <>
      <p class="members">
        <strong>{words.responses(value.responses)}</strong>{" "}
        <span class="muted">
          {value.sufficient === null
            ? words.unknown
            : value.sufficient
              ? words.enough
              : words.needed(value.needed ?? 0)}
          {value.sampleShare === null ? "" : ` · ${percent(value.sampleShare)}`}
        </span>
      </p>
      {value.responses ? (
        <ul class="score-lines">
          <li>
            <span class="score-points">{percent(value.categorySatisfiedShare)}</span>
            <span>{words.categories}</span>
          </li>
          <li>
            <span class="score-points">{percent(value.serviceSatisfiedShare)}</span>
            <span>{words.services}</span>
          </li>
        </ul>
      ) : (
        <p class="muted">{words.none}</p>
      )}
      {value.missing.length ? (
        <section>
          <h3>{words.missing}</h3>
          <ul class="plain-list">
            {value.missing.slice(0, 8).map(({ category, mentions }) => {
              const own = categoriesById.value.get(category as never);
              return (
                <li key={category}>
                  {own ? localName(own) : category} <span class="muted">{words.mentions(mentions)}</span>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
      <a
        class="button button-small button-quiet"
        href={`/survey?city=${encodeURIComponent(city.value?.id ?? "")}&circle=${encodeURIComponent(circleId.value ?? "")}`}
      >
        {words.openPage}
      </a>
      {may("planner") ? (
        <>
          {problem.value ? <Failure error={problem.value} /> : null}
          <div class="ticks">
            <label>
              <input
                type="checkbox"
                checked={value.settings.openToAll}
                onChange={(event) => void set({ ...value.settings, openToAll: event.currentTarget.checked })}
              />
              {words.openToAll}
            </label>
            <label>
              <input
                type="checkbox"
                checked={value.settings.closed}
                onChange={(event) => void set({ ...value.settings, closed: event.currentTarget.checked })}
              />
              {words.closed}
            </label>
          </div>
          <a class="button button-small button-quiet" href={`${surveyPath()}/export?format=xlsx`} download>
            {words.export}
          </a>
          <Batches />
        </>
      ) : null}
    </>
  );
}
