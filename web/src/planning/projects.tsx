/** The project list of attachment 6: what is to be built, by whom, until when, how far it is, and what it brought. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { projectForm } from "@quarterhour/data";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { ask, cityPath } from "../api/request.ts";
import type { Position } from "../api/types.ts";
import { dateText } from "../i18n/format.ts";
import { localName, t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { may, send } from "../state/session.ts";
import { AskDialog } from "../ui/ask-dialog.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { CategoryOptions, DayField, TextField, useAttempt } from "../ui/form-parts.tsx";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { categoryName } from "./category-name.ts";
import { circles } from "./state.ts";
import { projectWords } from "./project-words.ts";

export interface Project {
  id: string;
  version: number;
  name: string;
  circle: string | null;
  community: string | null;
  category: CategoryId;
  kind: RepairKindId | null;
  site: { location: Position | null; name: string | null; siteId: string | null } | null;
  content: string | null;
  responsibleUnit: string | null;
  deadline: string | null;
  state: string;
  investmentNote: string | null;
  costNote: string | null;
  forecast: { households: number; people: number | null } | null;
  measured: { households: number; asOf: string } | null;
  outlet: string | null;
  history: { at: string; from: string | null; to: string; note: string | null }[];
}

type Editable = Pick<
  Project,
  | "name"
  | "category"
  | "circle"
  | "community"
  | "content"
  | "responsibleUnit"
  | "deadline"
  | "investmentNote"
  | "costNote"
  | "outlet"
> & { state: string; note: string };

const projects = createResource<Project[]>();
const editing = signal<Project | "new" | null>(null);
const base = () => `${cityPath(city.peek()!.id)}/projects`;

function load(): void {
  void projects.load(
    async (aborted) => (await ask<{ items: Project[] }>(`${base()}?limit=200`, { signal: aborted })).items,
    { keep: true },
  );
}

const stateName = (id: string) => {
  const own = projectForm.states.find((one) => one.id === id);
  return own ? localName(own) : id;
};

function Form({ of, onDone }: { of: Project | "new"; onDone(): void }) {
  const words = projectWords.value;
  const old = of === "new" ? null : of;
  const form = useSignal<Editable>({
    name: old?.name ?? "",
    category: old?.category ?? "convenience-store",
    circle: old?.circle ?? null,
    community: old?.community ?? null,
    content: old?.content ?? null,
    responsibleUnit: old?.responsibleUnit ?? null,
    deadline: old?.deadline ?? null,
    investmentNote: old?.investmentNote ?? null,
    costNote: old?.costNote ?? null,
    outlet: old?.outlet ?? null,
    state: old?.state ?? projectForm.states[0].id,
    note: "",
  });
  const { fault, attempt } = useAttempt();
  const set = (change: Partial<Editable>) => (form.value = { ...form.value, ...change });
  const text = (field: "community" | "responsibleUnit" | "investmentNote" | "costNote" | "outlet", label: string) => (
    <TextField label={label} value={form.value[field]} onChange={(value) => set({ [field]: value })} />
  );
  const then = async (work: () => Promise<unknown>) => {
    if (!(await attempt(work))) return;
    load();
    onDone();
  };
  const save = () =>
    then(() => {
      const { note, ...fields } = form.value;
      if (!old) return send("POST", base(), fields);
      const body = { version: old.version, ...fields, ...(note.trim() ? { note: note.trim() } : {}) };
      return send("PUT", `${base()}/${encodeURIComponent(old.id)}`, body);
    });
  const isAsking = useSignal(false);
  const remove = () => then(() => send("DELETE", `${base()}/${encodeURIComponent(old!.id)}?version=${old!.version}`));
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="upload-fields">
        <TextField
          label={words.name}
          required
          maxLength={200}
          value={form.value.name}
          onChange={(name) => set({ name: name ?? "" })}
        />
        <label class="field">
          <span>{words.category}</span>
          <select
            value={form.value.category}
            onChange={(event) => set({ category: event.currentTarget.value as CategoryId })}
          >
            <CategoryOptions />
          </select>
        </label>
        <label class="field">
          <span>{words.circle}</span>
          <select
            value={form.value.circle ?? ""}
            onChange={(event) => set({ circle: event.currentTarget.value || null })}
          >
            <option value="">—</option>
            {(circles.state.value.value ?? []).map((circle) => (
              <option key={circle.id} value={circle.id}>
                {circle.name}
              </option>
            ))}
          </select>
        </label>
        {text("community", words.community)}
        {text("responsibleUnit", words.unit)}
        <DayField label={words.deadline} value={form.value.deadline} onChange={(deadline) => set({ deadline })} />
        <label class="field">
          <span>{words.state}</span>
          <select value={form.value.state} onChange={(event) => set({ state: event.currentTarget.value })}>
            {projectForm.states.map((one) => (
              <option key={one.id} value={one.id}>
                {localName(one)}
              </option>
            ))}
          </select>
        </label>
        {text("outlet", words.outlet)}
        {text("investmentNote", words.investment)}
        {text("costNote", words.cost)}
      </div>
      <label class="field">
        <span>{words.content}</span>
        <textarea
          rows={2}
          value={form.value.content ?? ""}
          onInput={(event) => set({ content: event.currentTarget.value || null })}
        />
      </label>
      {old ? (
        <>
          <label class="field">
            <span>{words.note}</span>
            <input
              maxLength={500}
              value={form.value.note}
              onInput={(event) => set({ note: event.currentTarget.value })}
            />
          </label>
          <ul class="plain-list muted">
            {old.history.map((step) => (
              <li key={step.at}>
                {dateText(step.at)} {stateName(step.to)} {step.note}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {fault.value ? <Failure error={fault.value} /> : null}
      <div class="button-row">
        <button type="submit" class="button button-primary">
          {words.save}
        </button>
        {old ? (
          <button type="button" class="button button-quiet" onClick={() => (isAsking.value = true)}>
            {words.remove}
          </button>
        ) : null}
      </div>
      {old ? (
        <AskDialog
          title={words.removeAsk(old.name)}
          text={words.removeText}
          yes={words.remove}
          isOpen={isAsking.value}
          onYes={() => void remove()}
          onClose={() => (isAsking.value = false)}
        />
      ) : null}
    </form>
  );
}

export function Projects() {
  const words = projectWords.value;
  const { status, value, error } = projects.state.value;
  const wanted = useSignal("");
  useEffect(load, [city.value?.id]);
  const shown = (value ?? []).filter(({ state }) => !wanted.value || state === wanted.value);
  const number = (count: number) => t.value.number(Math.round(count));
  return (
    <div class="section projects">
      <header class="section-head">
        <h2>{words.title}</h2>
        <select
          class="select-quiet"
          aria-label={words.state}
          value={wanted.value}
          onChange={(event) => (wanted.value = event.currentTarget.value)}
        >
          <option value="">{words.allStates}</option>
          {projectForm.states.map((one) => (
            <option key={one.id} value={one.id}>
              {localName(one)}
            </option>
          ))}
        </select>
        <div class="button-row">
          {may("bureau") ? (
            <button type="button" class="button button-small button-primary" onClick={() => (editing.value = "new")}>
              {words.add}
            </button>
          ) : null}
          <a class="button button-small button-quiet" href={`${base()}/export?format=xlsx`} download>
            Excel
          </a>
          <a class="button button-small button-quiet" href={`${base()}/export?format=csv`} download>
            CSV
          </a>
        </div>
      </header>
      {status === "failed" ? <Failure error={error} retry={projects.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={6} /> : null}
      {value && !shown.length ? <Notice title={words.none} hint={words.noneHint} /> : null}
      {shown.length ? (
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.category}</th>
              <th scope="col">{words.community}</th>
              <th scope="col">{words.unit}</th>
              <th scope="col">{words.deadline}</th>
              <th scope="col">{words.state}</th>
              <th scope="col" class="number">
                {words.forecast}
              </th>
              <th scope="col" class="number">
                {words.measured}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((project) => (
              <tr key={project.id}>
                <td>
                  {may("bureau") ? (
                    <button type="button" class="link-button" onClick={() => (editing.value = project)}>
                      {project.name}
                    </button>
                  ) : (
                    project.name
                  )}
                </td>
                <td>{categoryName(project.kind ?? project.category)}</td>
                <td>{project.community ?? "—"}</td>
                <td>{project.responsibleUnit ?? "—"}</td>
                <td>{project.deadline ?? "—"}</td>
                <td>
                  <span class="state-tag">{stateName(project.state)}</span>
                </td>
                <td class="number">{project.forecast ? number(project.forecast.households) : "—"}</td>
                <td class="number" title={project.measured ? dateText(project.measured.asOf) : undefined}>
                  {project.measured ? number(project.measured.households) : "—"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Dialog title={words.title} wide isOpen={editing.value !== null} onClose={() => (editing.value = null)}>
        {editing.value ? <Form of={editing.value} onDone={() => (editing.value = null)} /> : null}
      </Dialog>
    </div>
  );
}
