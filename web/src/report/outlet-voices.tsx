/** What residents say of an outlet, and what became of it over the years; brought with the first outlet opened. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Outlet } from "../api/types.ts";
import { dateText } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import "../styles/report.css";
import { getRatings, getTimeline, openForm, sendRating } from "./api.ts";
import type { Ratings, TimelineStep } from "./api.ts";
import { Stars, Trap } from "./parts.tsx";
import { words } from "./words.ts";
import { Icon } from "../icons/icon.tsx";

function RatingForm({ outlet, onSent }: { outlet: string; onSent(): void }) {
  const said = words.value;
  const cityId = city.value!.id;
  const form = useMemo(() => openForm(cityId), [cityId]);
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState("");
  const [website, setWebsite] = useState("");
  const [isSending, setSending] = useState(false);
  const [done, setDone] = useState<{ pending: boolean } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    if (!stars || isSending) return;
    setSending(true);
    setError(null);
    try {
      const rating = { form: await form.ready(), website, stars, ...(comment.trim() && { comment: comment.trim() }) };
      setDone(await sendRating(cityId, outlet, rating));
      onSent();
    } catch (problem) {
      setError(problem);
    } finally {
      setSending(false);
    }
  };
  if (done) {
    return (
      <p role="status" class="rated">
        {done.pending ? said.ratedPending : said.rated}
      </p>
    );
  }
  return (
    <form
      class="rating-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="star-row" role="group" aria-label={said.rateQuestion}>
        {[1, 2, 3, 4, 5].map((one) => (
          <button
            type="button"
            key={one}
            class={stars >= one ? "star-button star-on" : "star-button"}
            aria-label={said.starsOf(one)}
            aria-pressed={stars === one}
            onClick={() => setStars(one)}
          >
            <Icon name="star" size={1.7} />
          </button>
        ))}
      </div>
      {stars ? (
        <>
          <label class="field">
            <span>{said.comment}</span>
            <textarea
              rows={2}
              maxLength={500}
              value={comment}
              onInput={(event) => setComment((event.target as HTMLTextAreaElement).value)}
            />
          </label>
          <Trap onValue={setWebsite} />
          {error ? <Failure error={error} /> : null}
          <button type="submit" class="button button-primary" disabled={isSending}>
            {isSending ? said.sending : said.send}
          </button>
          <p class="muted">{said.anonymous}</p>
        </>
      ) : null}
    </form>
  );
}

function summary(ratings: Ratings): string {
  const said = words.value;
  if (ratings.count === 0) return said.ratingNone;
  if (ratings.average === null) return said.ratingFew(ratings.count);
  return said.ratingAverage(ratings.average.toFixed(1), ratings.count);
}

function RatingPart({ outlet }: { outlet: string }) {
  const said = words.value;
  const ratings = useMemo(() => createResource<Ratings>(), []);
  const [isRating, setRating] = useState(false);
  const cityId = city.value!.id;
  const load = (keep: boolean) => void ratings.load((signal) => getRatings(cityId, outlet, signal), { keep });
  useEffect(() => {
    setRating(false);
    load(false);
  }, [cityId, outlet]);
  const { status, value, error } = ratings.state.value;
  return (
    <section class="voices" aria-label={said.ratings}>
      <h3>{said.ratings}</h3>
      {status === "failed" ? <Failure error={error} retry={ratings.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={1} /> : null}
      {value ? (
        <>
          <p class="rating-summary">
            {value.average === null ? null : <Stars stars={value.average} />} {summary(value)}
          </p>
          <ul class="comments">
            {value.items.slice(0, 5).map((one, index) => (
              <li key={index}>
                <Stars stars={one.stars} /> <span>{one.comment}</span> <small>{one.on}</small>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {isRating ? (
        <RatingForm key={outlet} outlet={outlet} onSent={() => load(true)} />
      ) : (
        <button type="button" class="button button-small button-quiet" onClick={() => setRating(true)}>
          <Icon name="star" /> {said.rate}
        </button>
      )}
    </section>
  );
}

function stepWords(step: TimelineStep): string {
  const said = words.value;
  const fields = step.fields.filter((field) => field !== "status").map((field) => said.fields[field]);
  const isPlain = step.change === "changed" || step.change === "corrected";
  const text = isPlain && fields.length ? said.changedFields(t.value.list(fields)) : said.changes[step.change];
  return step.formerName ? `${text}（${said.formerName(step.formerName)}）` : text;
}

function HistoryPart({ outlet }: { outlet: Outlet }) {
  const said = words.value;
  const steps = useMemo(() => createResource<TimelineStep[]>(), []);
  const cityId = city.value!.id;
  useEffect(() => void steps.load((signal) => getTimeline(cityId, outlet.id, signal)), [cityId, outlet.id]);
  const { status, value, error } = steps.state.value;
  const lines: { on: string; text: string }[] = [];
  if (outlet.openedOn) lines.push({ on: outlet.openedOn, text: said.opened(dateText(outlet.openedOn)) });
  for (const step of value ?? []) {
    // Told by the day of opening above.
    if (step.change === "opened" && outlet.openedOn) continue;
    if (step.change === "closed" && outlet.closedOn) continue;
    lines.push({
      on: step.on ?? step.writtenOn,
      text: `${said.since(step.on && dateText(step.on), step.writtenOn)} · ${stepWords(step)}`,
    });
  }
  if (outlet.closedOn) lines.push({ on: outlet.closedOn, text: said.closed(dateText(outlet.closedOn)) });
  return (
    <section class="voices" aria-label={said.history}>
      <h3>{said.history}</h3>
      {status === "failed" ? <Failure error={error} retry={steps.retry} /> : null}
      {status === "loading" ? <Skeleton lines={1} /> : null}
      <ol class="timeline">
        {lines
          .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
          .map((line, index) => (
            <li key={index}>{line.text}</li>
          ))}
      </ol>
    </section>
  );
}

export function OutletVoices({ outlet }: { outlet: Outlet }) {
  return (
    <>
      {outlet.date ? null : <RatingPart outlet={outlet.id} />}
      <HistoryPart outlet={outlet} />
    </>
  );
}
