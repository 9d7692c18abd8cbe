/** What the search for addresses and for shops listed twice found, decided before anything is written. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { distanceText } from "../../i18n/format.ts";
import { lang, t } from "../../i18n/index.ts";
import { city } from "../../state/catalogue.ts";
import { createResource } from "../../state/loadable.ts";
import { Failure } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";
import { acceptPlaces, decidePair, mergeSurePairs, openPairs, searchPairs } from "./api.ts";
import type { ImportPairs, ImportSummary, StagedRow } from "./api.ts";
import { follow, mend, reload, selectedRow, showRows } from "./state.ts";

const pairs = createResource<ImportPairs>();
const fault = signal<unknown>(null);
const cityId = () => city.peek()!.id;

/** Rows with an address and no coordinates. */
export function Places({ of }: { of: ImportSummary }) {
  const words = dataWords.value.imports;
  const { places } = of;
  if (!places || (places.waiting === 0 && places.placed === 0)) return null;
  const offers = places.atLeast.filter(({ rows }, index, all) => rows > 0 && rows !== all[index - 1]?.rows);
  return (
    <section class="matches">
      <h3>{words.placesTitle}</h3>
      {places.placed ? <p>{words.placed(places.placed)}</p> : null}
      {places.waiting ? (
        <p>
          <button type="button" class="link-button" onClick={() => showRows("waiting")}>
            {words.placesWaiting(places.waiting)}
          </button>{" "}
          <span class="muted">{words.withCandidates(places.withCandidates)}</span>
        </p>
      ) : null}
      {offers.slice(0, 4).map(({ confidence, rows }) => (
        <button
          type="button"
          class="button button-small"
          key={confidence}
          onClick={() => void follow(words.placing, acceptPlaces(cityId(), of.id, confidence))}
        >
          {words.acceptPlaces(rows, Math.round(confidence * 100))}
        </button>
      ))}
      {places.notes.length ? <p class="muted">{places.notes.join(" ")}</p> : null}
    </section>
  );
}

/** The candidates of the row that is chosen. */
export function Candidates({ row }: { row: StagedRow }) {
  const words = dataWords.value.imports;
  const { place } = row;
  if (!place) return null;
  const chosen = place.taken;
  return (
    <section class="matches">
      <h4>{place.address}</h4>
      {chosen ? (
        <p>
          {chosen.explanation} <span class="muted">{words.sure(Math.round(chosen.confidence * 100))}</span>
          {place.by === "person" ? (
            <button type="button" class="text-button" onClick={() => void mend(row.row, { candidate: null })}>
              {words.takeBack}
            </button>
          ) : null}
        </p>
      ) : null}
      <ol class="candidates">
        {place.candidates.map((candidate, index) => (
          <li key={`${candidate.location.join()}/${candidate.matched}`}>
            <button
              type="button"
              class="candidate"
              aria-pressed={chosen?.location.join() === candidate.location.join()}
              onClick={() => void mend(row.row, { candidate: index })}
            >
              <span class="site-number">{index + 1}</span>
              <span>
                {candidate.matched}
                <br />
                <span class="muted">
                  {candidate.explanation} · {words.sure(Math.round(candidate.confidence * 100))}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

async function decide(work: () => Promise<unknown>): Promise<void> {
  fault.value = null;
  try {
    await work();
    await reload();
  } catch (error) {
    fault.value = error;
  }
}

/** Rows that look like a shop that is there already, or like another row. */
export function Pairs({ of }: { of: ImportSummary }) {
  const words = dataWords.value;
  const { duplicates } = of;
  const key = JSON.stringify(duplicates);
  useEffect(() => {
    if (duplicates?.open) void pairs.load((aborted) => openPairs(cityId(), of.id, aborted), { keep: true });
    else pairs.clear();
  }, [of.id, key]);
  if (!duplicates || (duplicates.open === 0 && duplicates.same === 0 && duplicates.isCurrent)) return null;
  const pair = pairs.state.value.value?.items[0];
  const other = pair?.outlet ?? pair?.otherRow?.draft ?? null;
  return (
    <section class="matches">
      <h3>{words.imports.pairsTitle}</h3>
      <p class="muted">{words.imports.pairs(duplicates.open, duplicates.same)}</p>
      {duplicates.isCurrent ? null : (
        <button
          type="button"
          class="button button-small button-quiet"
          onClick={() => void follow(words.duplicates.searching, searchPairs(cityId(), of.id))}
        >
          {words.duplicates.search}
        </button>
      )}
      {duplicates.sure > 0 && pairs.state.value.value ? (
        <button
          type="button"
          class="button button-small"
          onClick={() => {
            const { sure } = pairs.state.value.value!.thresholds;
            void decide(() => mergeSurePairs(cityId(), of.id, sure));
          }}
        >
          {words.imports.mergeSure(duplicates.sure)}
        </button>
      ) : null}
      {fault.value ? <Failure error={fault.value} /> : null}
      {pair ? (
        <article class="pair">
          <p>
            <button type="button" class="link-button" onClick={() => (selectedRow.value = pair.row.row)}>
              {words.imports.row(pair.row.row)}
            </button>{" "}
            <strong>{pair.row.draft?.name}</strong>
            <br />
            <span class="muted">{pair.row.draft?.address}</span>
          </p>
          <p>
            {pair.otherRow ? words.imports.row(pair.otherRow.row) : words.imports.known}{" "}
            <strong>{other?.name ?? words.duplicates.missing}</strong>
            <br />
            <span class="muted">{other?.address}</span>
          </p>
          <p class="muted">
            {words.duplicates.alike(Math.round(pair.score * 100))} ·{" "}
            {words.duplicates.apart(distanceText(pair.distanceMeters, t.value))} ·{" "}
            {pair.reasons.map((reason) => (lang.value === "en" ? reason.en : reason.zh)).join(" · ")}
          </p>
          <div class="button-row">
            <button
              type="button"
              class="button button-small button-primary"
              onClick={() => void decide(() => decidePair(cityId(), of.id, pair.id, "same"))}
            >
              {words.duplicates.same}
            </button>
            <button
              type="button"
              class="button button-small"
              onClick={() => void decide(() => decidePair(cityId(), of.id, pair.id, "different"))}
            >
              {words.duplicates.different}
            </button>
          </div>
        </article>
      ) : null}
    </section>
  );
}
