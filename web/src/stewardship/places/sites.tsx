/** Spare sites: idle kiosks, rooms and plants that siting looks at first. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { siteKinds } from "@quarterhour/data";
import { ask, cityPath } from "../../api/request.ts";
import type { Position } from "../../api/types.ts";
import { localName } from "../../i18n/index.ts";
import { city } from "../../state/catalogue.ts";
import { createResource } from "../../state/loadable.ts";
import { may, send } from "../../state/session.ts";
import { AskDialog } from "../../ui/ask-dialog.tsx";
import { DayField, FormEnd, NumberField, TextField, useAttempt } from "../../ui/form-parts.tsx";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { MarkedMap } from "./marked-map.tsx";
import { placeWords } from "./words.ts";

interface Fields {
  name: string;
  kind: string | null;
  areaSquareMeters: number | null;
  address: string | null;
  owner: string | null;
  availableFrom: string | null;
  availableUntil: string | null;
  note: string | null;
}

interface Site extends Fields {
  id: string;
  location: Position;
}

interface Draft extends Fields {
  id: string | null;
  location: Position | null;
}

const sites = createResource<Site[]>();
const draft = signal<Draft | null>(null);
const base = () => `${cityPath(city.peek()!.id)}/sites`;

function load(): void {
  void sites.load(async (aborted) => (await ask<{ items: Site[] }>(base(), { signal: aborted })).items, { keep: true });
}

const emptyDraft: Draft = {
  id: null,
  location: null,
  name: "",
  kind: null,
  areaSquareMeters: null,
  address: null,
  owner: null,
  availableFrom: null,
  availableUntil: null,
  note: null,
};

function draftOf({
  id,
  location,
  name,
  kind,
  areaSquareMeters,
  address,
  owner,
  availableFrom,
  availableUntil,
  note,
}: Site): Draft {
  return { id, location, name, kind, areaSquareMeters, address, owner, availableFrom, availableUntil, note };
}

function Form({ of }: { of: Draft }) {
  const words = placeWords.value;
  const { fault, attempt } = useAttempt();
  const set = (change: Partial<Draft>) => (draft.value = { ...of, ...change });
  const saveDraft = async (work: () => Promise<unknown>) => {
    if (!(await attempt(work))) return;
    draft.value = null;
    load();
  };
  const isAsking = useSignal(false);
  const remove = () => saveDraft(() => send("DELETE", `${base()}/${encodeURIComponent(of.id!)}`));
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const { id, ...fields } = of;
        void saveDraft(() =>
          id ? send("PATCH", `${base()}/${encodeURIComponent(id)}`, fields) : send("POST", base(), fields),
        );
      }}
    >
      {of.location ? null : <Notice icon="pin" title={words.placeHint} />}
      <TextField
        label={words.name}
        required
        maxLength={200}
        value={of.name}
        onChange={(name) => set({ name: name ?? "" })}
      />
      <label class="field">
        <span>{words.kind}</span>
        <select value={of.kind ?? ""} onChange={(event) => set({ kind: event.currentTarget.value || null })}>
          <option value="">—</option>
          {siteKinds.map((kind) => (
            <option key={kind.id} value={kind.id}>
              {localName(kind)}
            </option>
          ))}
        </select>
      </label>
      <NumberField
        label={words.area}
        value={of.areaSquareMeters}
        onChange={(areaSquareMeters) => set({ areaSquareMeters })}
      />
      <TextField label={words.address} value={of.address} onChange={(address) => set({ address })} />
      <TextField label={words.owner} value={of.owner} onChange={(owner) => set({ owner })} />
      <div class="upload-fields">
        <DayField label={words.from} value={of.availableFrom} onChange={(availableFrom) => set({ availableFrom })} />
        <DayField
          label={words.until}
          value={of.availableUntil}
          onChange={(availableUntil) => set({ availableUntil })}
        />
      </div>
      <TextField label={words.note} value={of.note} onChange={(note) => set({ note })} />
      <FormEnd
        words={words}
        fault={fault.value}
        canSave={of.location !== null && of.name.trim() !== ""}
        onCancel={() => (draft.value = null)}
        onRemove={of.id === null ? null : () => (isAsking.value = true)}
      />
      <AskDialog
        title={words.removeSite(of.name)}
        text={words.removeSiteText}
        yes={words.remove}
        isOpen={isAsking.value}
        onYes={() => void remove()}
        onClose={() => (isAsking.value = false)}
      />
    </form>
  );
}

export function Sites() {
  const words = placeWords.value;
  const { status, value, error } = sites.state.value;
  const own = draft.value;
  useEffect(load, [city.value?.id]);
  return (
    <div class="section section-split">
      <div class="split-list">
        <h2>{words.sites}</h2>
        {may("planner") ? (
          <button type="button" class="button button-small button-primary" onClick={() => (draft.value = emptyDraft)}>
            {words.addSite}
          </button>
        ) : null}
        {status === "failed" ? <Failure error={error} retry={sites.retry} /> : null}
        {status === "loading" && !value ? <Skeleton lines={6} /> : null}
        {value?.length === 0 ? <Notice title={words.sitesNone} hint={words.sitesHint} /> : null}
        <ul class="queue">
          {value?.map((site) => (
            <li key={site.id}>
              <button
                type="button"
                class="queue-line"
                aria-current={own?.id === site.id}
                onClick={() => (draft.value = draftOf(site))}
              >
                <span class="queue-name">
                  {site.name}
                  <br />
                  <span class="muted">{site.address}</span>
                </span>
                <span class="muted">{site.areaSquareMeters === null ? "" : `${site.areaSquareMeters} m²`}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div class="split-detail">
        {own && may("planner") ? <Form key={own.id ?? "new"} of={own} /> : <p class="muted">{words.chooseOne}</p>}
      </div>
      <div class="split-map">
        <MarkedMap
          places={value ?? []}
          chosen={own?.id ?? null}
          pin={own?.location ?? null}
          pinText={own?.name ?? ""}
          onPin={(location) => {
            if (draft.peek()) draft.value = { ...draft.peek()!, location };
          }}
          onChoose={(id) => {
            const site = sites.state.peek().value?.find((one) => one.id === id);
            if (site) draft.value = draftOf(site);
          }}
        />
      </div>
    </div>
  );
}
