/** Outlets found, added, mended and taken away by hand; each change is kept in the outlet's history. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { ask, cityPath } from "../../api/request.ts";
import type { Outlet, OutletPage, Position } from "../../api/types.ts";
import { localName } from "../../i18n/index.ts";
import { Icon } from "../../icons/icon.tsx";
import { categoriesById, city, repairKindsById } from "../../state/catalogue.ts";
import { createResource } from "../../state/loadable.ts";
import { may, send } from "../../state/session.ts";
import { CategoryOptions, DayField, FormEnd, TextField, useAttempt } from "../../ui/form-parts.tsx";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { MarkedMap } from "./marked-map.tsx";
import { offerUndo, UndoRemoval } from "./undo-removal.tsx";
import { placeWords } from "./words.ts";

interface Draft {
  id: string | null;
  name: string;
  services: { category: CategoryId; kind: RepairKindId | null }[];
  location: Position | null;
  address: string | null;
  phone: string | null;
  openingHoursText: string | null;
  status: Outlet["status"];
  openedOn: string | null;
  closedOn: string | null;
}

const found = createResource<Outlet[]>();
const draft = signal<Draft | null>(null);
const base = () => `${cityPath(city.peek()!.id)}/outlets`;

function draftOf(outlet: Outlet): Draft {
  const { id, name, services, location, address, phone, openingHoursText, openingHours, status, openedOn, closedOn } =
    outlet;
  return {
    id,
    name,
    services,
    location,
    address,
    phone,
    openingHoursText: openingHoursText ?? openingHours,
    status,
    openedOn,
    closedOn,
  };
}

const emptyDraft: Draft = {
  id: null,
  name: "",
  services: [],
  location: null,
  address: null,
  phone: null,
  openingHoursText: null,
  status: "open",
  openedOn: null,
  closedOn: null,
};

function serviceName({ category, kind }: Draft["services"][number]): string {
  const own = kind ? repairKindsById.value.get(kind) : categoriesById.value.get(category);
  return own ? localName(own) : category;
}

function Services({ of }: { of: Draft }) {
  const words = placeWords.value;
  const set = (services: Draft["services"]) => (draft.value = { ...of, services });
  return (
    <fieldset class="roles siting-categories">
      <legend>{words.services}</legend>
      {of.services.map((service, index) => (
        <span class="tag" key={`${service.category}/${service.kind}`}>
          {serviceName(service)}
          <button
            type="button"
            class="icon-button tag-drop"
            aria-label={`${words.remove}: ${serviceName(service)}`}
            onClick={() => set(of.services.filter((_one, at) => at !== index))}
          >
            <Icon name="close" size={0.9} />
          </button>
        </span>
      ))}
      <select
        class="select-quiet"
        aria-label={words.addService}
        value=""
        onChange={(event) => {
          const [category, kind = null] = event.currentTarget.value.split("/");
          event.currentTarget.value = "";
          if (category) set([...of.services, { category: category as CategoryId, kind: kind as RepairKindId | null }]);
        }}
      >
        <option value="">{words.addService}…</option>
        <CategoryOptions kinds />
      </select>
    </fieldset>
  );
}

function Form({ of, onSaved }: { of: Draft; onSaved(): void }) {
  const words = placeWords.value;
  const corrects = useSignal(false);
  const { fault, attempt } = useAttempt();
  const set = (change: Partial<Draft>) => (draft.value = { ...of, ...change });
  const saveDraft = async (work: () => Promise<unknown>) => {
    if (!(await attempt(work))) return;
    draft.value = null;
    onSaved();
  };
  const save = () =>
    saveDraft(() => {
      const { id, ...fields } = of;
      // What people wrote is read anew, so the form of the machine goes.
      const body = { ...fields, openingHours: null, ...(fields.openingHoursText ? {} : { openingHoursText: null }) };
      const { openingHours: _machine, ...withText } = body;
      const sent = fields.openingHoursText ? withText : body;
      if (id) return send("PATCH", `${base()}/${encodeURIComponent(id)}`, { ...sent, corrects: corrects.value });
      return send("POST", base(), sent);
    });
  const remove = () =>
    saveDraft(async () => {
      const path = `${base()}/${encodeURIComponent(of.id!)}`;
      await send("DELETE", path);
      offerUndo({ name: of.name, undo: () => send("POST", `${path}/restore`) });
    });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
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
      <Services of={of} />
      <TextField label={words.address} value={of.address} onChange={(address) => set({ address })} />
      <TextField label={words.phone} value={of.phone} onChange={(phone) => set({ phone })} />
      <TextField
        label={words.hours}
        value={of.openingHoursText}
        onChange={(openingHoursText) => set({ openingHoursText })}
      />
      <label class="field">
        <span>{words.status}</span>
        <select value={of.status} onChange={(event) => set({ status: event.currentTarget.value as Outlet["status"] })}>
          {Object.entries(words.statuses).map(([status, name]) => (
            <option key={status} value={status}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="upload-fields">
        <DayField label={words.openedOn} value={of.openedOn} onChange={(openedOn) => set({ openedOn })} />
        <DayField label={words.closedOn} value={of.closedOn} onChange={(closedOn) => set({ closedOn })} />
      </div>
      {of.id ? (
        <label class="keep">
          <input
            type="checkbox"
            checked={corrects.value}
            onChange={(event) => (corrects.value = event.currentTarget.checked)}
          />
          {words.corrects}
        </label>
      ) : null}
      <FormEnd
        words={words}
        fault={fault.value}
        canSave={of.location !== null && of.services.length > 0 && of.name.trim() !== ""}
        onCancel={() => (draft.value = null)}
        onRemove={of.id === null ? null : () => void remove()}
      />
    </form>
  );
}

export function OutletEditing() {
  const words = placeWords.value;
  const asked = useSignal("");
  const { status, value, error } = found.state.value;
  const own = draft.value;
  const search = () => {
    const query = new URLSearchParams({ limit: "100", ...(asked.peek().trim() ? { q: asked.peek().trim() } : {}) });
    void found.load(async (aborted) => (await ask<OutletPage>(`${base()}?${query}`, { signal: aborted })).items, {
      keep: true,
    });
  };
  // The first of them at once: an empty page tells nobody what can be done here.
  useEffect(search, [city.value?.id]);
  return (
    <div class="section section-split">
      <div class="split-list">
        <form
          class="save-line"
          onSubmit={(event) => {
            event.preventDefault();
            search();
          }}
        >
          <input
            class="select-quiet"
            aria-label={words.search}
            placeholder={words.search}
            value={asked.value}
            onInput={(event) => (asked.value = event.currentTarget.value)}
          />
          <button type="submit" class="button button-small">
            {words.find}
          </button>
        </form>
        {may("steward") ? (
          <button type="button" class="button button-small button-primary" onClick={() => (draft.value = emptyDraft)}>
            {words.add}
          </button>
        ) : null}
        {status === "failed" ? <Failure error={error} retry={found.retry} /> : null}
        {status === "loading" && !value ? <Skeleton lines={6} /> : null}
        {value?.length === 0 ? <Notice title={words.none} /> : null}
        <ul class="queue">
          {value?.map((outlet) => (
            <li key={outlet.id}>
              <button
                type="button"
                class="queue-line"
                aria-current={own?.id === outlet.id}
                onClick={() => (draft.value = draftOf(outlet))}
              >
                <span class="queue-name">
                  {outlet.name}
                  <br />
                  <span class="muted">{outlet.address}</span>
                </span>
                <span class="muted">{words.statuses[outlet.status]}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div class="split-detail">
        <UndoRemoval onUndone={search} />
        {own && may("steward") ? (
          <Form key={own.id ?? "new"} of={own} onSaved={search} />
        ) : (
          <p class="muted">{words.chooseOne}</p>
        )}
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
            const outlet = found.state.peek().value?.find((one) => one.id === id);
            if (outlet) draft.value = draftOf(outlet);
          }}
        />
      </div>
    </div>
  );
}
