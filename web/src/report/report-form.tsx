/** The report itself. What happened, what is needed to believe it, send: three taps where nothing more is to be said. */
import { useMemo, useState } from "preact/hooks";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { Icon } from "../icons/icon.tsx";
import { repairIcons } from "../icons/repair.ts";
import type { SymbolName } from "../icons/symbols.ts";
import { lang, localName, t } from "../i18n/index.ts";
import { catalogue, city } from "../state/catalogue.ts";
import { Failure } from "../ui/messages.tsx";
import { openForm, sendReport } from "./api.ts";
import type { Received, SentReport } from "./api.ts";
import { reporting } from "./open.ts";
import type { ReportKind, ReportSubject } from "./open.ts";
import { PhotoField, Trap } from "./parts.tsx";
import { PlaceChoice } from "./place-choice.tsx";
import { words } from "./words.ts";

const kindIcons: Record<Exclude<ReportKind, "new">, SymbolName> = { closed: "close", moved: "forward", wrong: "alert" };

function change(part: Partial<ReportSubject>): void {
  if (reporting.peek()) reporting.value = { ...reporting.peek()!, ...part };
}

function KindChoice() {
  const said = words.value;
  return (
    <fieldset class="choice-set">
      <legend>{said.whatHappened}</legend>
      <div class="choices choices-large">
        {(["closed", "moved", "wrong"] as const).map((kind) => (
          <button type="button" class="choice" key={kind} onClick={() => change({ kind })}>
            <Icon name={kindIcons[kind]} size={1.6} />
            <span>
              <strong>{said.kinds[kind]}</strong>
              <small>{said.kindHints[kind]}</small>
            </span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function WhatIsIt({ subject }: { subject: ReportSubject }) {
  const said = words.value;
  const { value } = catalogue.state.value;
  return (
    <>
      <label class="field">
        <span>{said.whatKind}</span>
        <select
          value={subject.category ?? ""}
          onChange={(event) => {
            const category = ((event.target as HTMLSelectElement).value || null) as CategoryId | null;
            change({ category, repairKind: category === "small-repair" ? subject.repairKind : null });
          }}
        >
          <option value="">{said.chooseKind}</option>
          {(["basic", "quality"] as const).map((tier) => (
            <optgroup key={tier} label={t.value.tiers[tier]}>
              {(value?.categories ?? [])
                .filter((one) => one.tier === tier)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {localName(one)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      {subject.category === "small-repair" ? (
        <fieldset class="choice-set">
          <legend>{said.whatRepair}</legend>
          <div class="choices choices-small">
            {(value?.repairKinds ?? []).map((one) => (
              <button
                type="button"
                class="choice"
                key={one.id}
                aria-pressed={subject.repairKind === one.id}
                onClick={() => change({ repairKind: subject.repairKind === one.id ? null : (one.id as RepairKindId) })}
              >
                <Icon shape={repairIcons[one.id]} /> {localName(one)}
              </button>
            ))}
          </div>
        </fieldset>
      ) : null}
    </>
  );
}

export function ReportForm({ subject, onSent }: { subject: ReportSubject; onSent(received: Received): void }) {
  const said = words.value;
  const cityId = city.value!.id;
  const form = useMemo(() => openForm(cityId), [cityId]);
  const [wrong, setWrong] = useState<string | null>(null);
  const [isPlaceUnknown, setPlaceUnknown] = useState(false);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [photo, setPhoto] = useState<File | null>(null);
  const [website, setWebsite] = useState("");
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { kind, outlet, location } = subject;
  if (!kind) return <KindChoice />;

  const needsPlace = kind === "new" || (kind === "moved" && !isPlaceUnknown);
  const other = said.wrongs.at(-1);
  const lacks =
    needsPlace && !location
      ? said.missingPlace
      : kind === "new" && !subject.category
        ? said.missingCategory
        : kind === "wrong" && !name.trim() && !note.trim() && (!wrong || wrong === other)
          ? said.noteNeeded
          : null;
  const send = async () => {
    if (lacks || isSending) return;
    setSending(true);
    setError(null);
    // Where nobody knows where it went, all that is sure is that it is not there any more.
    const isGone = kind === "moved" && isPlaceUnknown;
    const notes = [kind === "wrong" && wrong !== other ? wrong : null, isGone ? said.movedAway : null, note.trim()];
    const report: SentReport = {
      kind: isGone ? "closed" : kind,
      ...(outlet && { outlet: outlet.id }),
      ...(location && !isGone && { location }),
      ...(kind === "new" && subject.category && { category: subject.category }),
      ...(kind === "new" && subject.repairKind && { repairKind: subject.repairKind }),
      ...(name.trim() && { name: name.trim() }),
      ...(notes.some(Boolean) && { note: notes.filter(Boolean).join(lang.peek() === "en" ? ". " : "。") }),
    };
    try {
      onSent(await sendReport(cityId, { ...report, form: await form.ready(), website }, photo));
    } catch (problem) {
      setError(problem);
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      class="report-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {kind !== "new" ? (
        <p class="chosen-line">
          <strong>{said.kinds[kind]}</strong>
          <button
            type="button"
            class="text-button"
            onClick={() => {
              setPlaceUnknown(false);
              change({ kind: null, location: null });
            }}
          >
            {said.again}
          </button>
        </p>
      ) : null}
      {kind === "new" ? <WhatIsIt subject={subject} /> : null}
      {needsPlace ? (
        <PlaceChoice
          title={kind === "new" ? said.whereNew : said.whereNow}
          place={location}
          onPlace={(place) => change({ location: place })}
          {...(kind === "moved" && { onUnknown: () => setPlaceUnknown(true) })}
        />
      ) : null}
      {isPlaceUnknown ? <p class="muted">{said.movedAway}</p> : null}
      {kind === "wrong" ? (
        <fieldset class="choice-set">
          <legend>{said.whatWrong}</legend>
          <div class="choices choices-small">
            {said.wrongs.map((one) => (
              <button
                type="button"
                class="choice"
                key={one}
                aria-pressed={wrong === one}
                onClick={() => setWrong(wrong === one ? null : one)}
              >
                {one}
              </button>
            ))}
          </div>
        </fieldset>
      ) : null}
      {kind === "new" || (kind === "wrong" && wrong === said.wrongs[2]) ? (
        <label class="field">
          <span>{kind === "new" ? said.name : said.rightName}</span>
          <input
            type="text"
            maxLength={100}
            value={name}
            autocomplete="off"
            onInput={(event) => setName((event.target as HTMLInputElement).value)}
          />
        </label>
      ) : null}
      <label class="field">
        <span>{kind === "wrong" && wrong ? said.noteNeeded : said.note}</span>
        <textarea
          rows={2}
          maxLength={1000}
          value={note}
          onInput={(event) => setNote((event.target as HTMLTextAreaElement).value)}
        />
      </label>
      <PhotoField photo={photo} onPhoto={setPhoto} />
      <Trap onValue={setWebsite} />
      {error ? <Failure error={error} /> : null}
      <button type="submit" class="button button-primary button-large send" disabled={isSending || lacks !== null}>
        {isSending ? said.sending : said.send}
      </button>
      <p class="muted" role="status">
        {lacks ?? said.anonymous}
      </p>
    </form>
  );
}
