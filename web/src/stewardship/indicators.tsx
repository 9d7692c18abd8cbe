/** The indicator library, and what a district adds to it: a name, a formula, a unit. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, cityPath } from "../api/request.ts";
import { lang, localName } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { may, send } from "../state/session.ts";
import { TextField, useAttempt } from "../ui/form-parts.tsx";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { offerUndo, UndoRemoval } from "./places/undo-removal.tsx";
import { placeWords } from "./places/words.ts";

interface Indicator {
  id: string;
  nameZh: string;
  nameEn: string;
  group: string;
  formula: string;
  unit: string;
  own: boolean;
  version: number | null;
}

interface Library {
  items: Indicator[];
  groups: { id: string; nameZh: string; nameEn: string }[];
  quantities: { name: string; arguments: string[] | null; aboutZh: string; aboutEn: string }[];
}

interface Value {
  value: number | null;
  reason: string | null;
  unit: string;
}

const library = createResource<Library>();
const draft = signal<(Indicator & { isNew: boolean }) | null>(null);
const base = () => `${cityPath(city.peek()!.id)}/indicators`;

function load(): void {
  void library.load((aborted) => ask<Library>(base(), { signal: aborted }), { keep: true });
}

/** @param version of what is replaced; 0: there is none */
function bodyOf({ nameZh, nameEn, formula, unit }: Indicator, version: number) {
  return { nameZh, formula, unit, version, ...(nameEn ? { nameEn } : {}) };
}

function Form({ of, quantities }: { of: Indicator & { isNew: boolean }; quantities: Library["quantities"] }) {
  const words = placeWords.value;
  const { fault, attempt } = useAttempt();
  const tried = useSignal<Value | null>(null);
  const set = (change: Partial<Indicator>) => (draft.value = { ...of, ...change });
  const tryOut = () =>
    attempt(async () => {
      const query = new URLSearchParams({ level: "city", formula: of.formula });
      const { items } = await ask<{ items: { values: Value[] }[] }>(`${base()}/values?${query}`);
      tried.value = items[0]?.values[0] ?? null;
    });
  const save = () =>
    attempt(async () => {
      await send("PUT", `${base()}/${encodeURIComponent(of.id)}`, bodyOf(of, of.version ?? 0));
      draft.value = null;
      load();
    });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="upload-fields">
        <label class="field">
          <span>{words.id}</span>
          <input
            required
            pattern="[a-z][a-z0-9\-]{0,62}"
            disabled={!of.isNew}
            value={of.id}
            onInput={(event) => set({ id: event.currentTarget.value })}
          />
        </label>
        <TextField label={words.name} required value={of.nameZh} onChange={(name) => set({ nameZh: name ?? "" })} />
        <TextField label={words.nameEn} value={of.nameEn} onChange={(name) => set({ nameEn: name ?? "" })} />
        <TextField label={words.unit} value={of.unit} onChange={(unit) => set({ unit: unit ?? "" })} />
      </div>
      <label class="field">
        <span>{words.formula}</span>
        <textarea
          required
          rows={3}
          value={of.formula}
          onInput={(event) => set({ formula: event.currentTarget.value })}
        />
      </label>
      {tried.value ? (
        <p role="status">
          {words.value}:{" "}
          <strong>
            {tried.value.value === null
              ? (tried.value.reason ?? words.unknown)
              : Math.round(tried.value.value * 100) / 100}
          </strong>
        </p>
      ) : null}
      {fault.value ? <Failure error={fault.value} /> : null}
      <div class="button-row">
        <button type="button" class="button" disabled={!of.formula.trim()} onClick={() => void tryOut()}>
          {words.tryOut}
        </button>
        <button type="submit" class="button button-primary">
          {words.save}
        </button>
        <button type="button" class="button button-quiet" onClick={() => (draft.value = null)}>
          {words.cancel}
        </button>
        {of.isNew ? null : (
          <button
            type="button"
            class="button button-quiet"
            onClick={() =>
              void attempt(async () => {
                const path = `${base()}/${encodeURIComponent(of.id)}`;
                await send("DELETE", `${path}?version=${of.version}`);
                // As it was saved, not as it stands in the form.
                const saved = library.state.peek().value?.items.find(({ id }) => id === of.id);
                if (saved) offerUndo({ name: localName(saved), undo: () => send("PUT", path, bodyOf(saved, 0)) });
                draft.value = null;
                load();
              })
            }
          >
            {words.remove}
          </button>
        )}
      </div>
      <details class="fold">
        <summary>{words.quantities}</summary>
        <ul class="plain-list">
          {quantities.map((quantity) => (
            <li key={quantity.name}>
              <code>
                {quantity.name}
                {quantity.arguments ? `(${quantity.arguments.join(", ")})` : ""}
              </code>{" "}
              <span class="muted">{lang.value === "en" ? quantity.aboutEn : quantity.aboutZh}</span>
            </li>
          ))}
        </ul>
      </details>
    </form>
  );
}

export function Indicators() {
  const words = placeWords.value;
  const { status, value, error } = library.state.value;
  useEffect(load, [city.value?.id]);
  const begin = () =>
    (draft.value = {
      id: "",
      nameZh: "",
      nameEn: "",
      group: "own",
      formula: "",
      unit: "",
      own: true,
      version: null,
      isNew: true,
    });
  return (
    <div class="section">
      <header class="section-head">
        <h2>{words.indicators}</h2>
        {may("bureau") ? (
          <button type="button" class="button button-small button-primary" onClick={begin}>
            {words.newIndicator}
          </button>
        ) : null}
      </header>
      <UndoRemoval onUndone={load} />
      {status === "failed" ? <Failure error={error} retry={library.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={8} /> : null}
      {draft.value && value ? <Form of={draft.value} quantities={value.quantities} /> : null}
      {value?.items.length === 0 ? <Notice title={words.none} /> : null}
      {value ? (
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.formula}</th>
              <th scope="col">{words.unit}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {value.items.map((one) => (
              <tr key={one.id}>
                <td>
                  {one.own && may("bureau") ? (
                    <button
                      type="button"
                      class="link-button"
                      onClick={() => (draft.value = { ...one, nameEn: one.nameEn ?? "", isNew: false })}
                    >
                      {localName(one)}
                    </button>
                  ) : (
                    localName(one)
                  )}
                </td>
                <td>
                  <code>{one.formula}</code>
                </td>
                <td>{one.unit}</td>
                <td class="muted">{one.own ? words.own : words.library}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
