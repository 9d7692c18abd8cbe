/** The answer for one place, in this order: what is missing, what there is, what is unclear. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { CategoryReach, IsochroneAnswer, Tier } from "../api/types.ts";
import { wholeMinutes } from "../i18n/format.ts";
import { localName, t } from "../i18n/index.ts";
import { categoryIcons } from "../icons/categories.ts";
import { Icon } from "../icons/icon.tsx";
import { categoriesById, city } from "../state/catalogue.ts";
import { go, urlState } from "../state/location.ts";
import { reportNew } from "../report/open.ts";
import { isInside } from "../ui/boxes.ts";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { Why } from "../ui/why.tsx";
import { reach, retryReach } from "./state.ts";
import { ThreeBars } from "./three-bars.tsx";

const presentAtFirst = 12;

function nameOf(one: CategoryReach): string {
  const category = categoriesById.value.get(one.category);
  return category ? localName(category) : one.category;
}

function nearestNote(one: CategoryReach): string {
  return one.nearestSeconds === null ? "" : t.value.reach.nearestBeyond(wholeMinutes(one.nearestSeconds));
}

function showNearest(one: CategoryReach): void {
  if (one.nearestOutlet) go({ outlet: one.nearestOutlet.id });
}

function Section({
  id,
  title,
  count,
  children,
}: {
  id: string;
  title: string;
  /** null where nobody can say how many. */
  count: number | null;
  children: ComponentChildren;
}) {
  return (
    <section class={`answer answer-${id}`} aria-labelledby={`answer-${id}`}>
      <h3 id={`answer-${id}`}>
        {title}{" "}
        {count === null ? null : (
          <span class={count === 0 ? "answer-count answer-none" : "answer-count"}>{t.value.reach.count(count)}</span>
        )}
      </h3>
      {children}
    </section>
  );
}

function CategoryChip({ one, tone }: { one: CategoryReach; tone: "gap" | "unknown" }) {
  const note = nearestNote(one) || (tone === "gap" ? t.value.reach.nearestNone : "");
  const inside = (
    <>
      <Icon path={categoryIcons[one.category]} size={1.5} />
      <span class="category-chip-text">
        <span>{nameOf(one)}</span>
        {note ? <span class="category-chip-note">{note}</span> : null}
      </span>
    </>
  );
  return (
    <li>
      {one.nearestOutlet ? (
        <button type="button" class={`category-chip category-chip-${tone}`} onClick={() => showNearest(one)}>
          {inside}
        </button>
      ) : (
        <span class={`category-chip category-chip-${tone}`}>{inside}</span>
      )}
    </li>
  );
}

function GapGroup({ tier, gaps }: { tier: Tier; gaps: CategoryReach[] }) {
  const ofTier = gaps.filter((one) => one.tier === tier);
  if (!ofTier.length) return null;
  const minutes = ofTier[0].ringMinutes;
  const title = tier === "basic" ? t.value.reach.missingBasic(minutes) : t.value.reach.missingQuality(minutes);
  return (
    <>
      <h4>{title}</h4>
      <ul class="category-chips">
        {ofTier.map((one) => (
          <CategoryChip key={one.category} one={one} tone="gap" />
        ))}
      </ul>
    </>
  );
}

function PresentRow({ one }: { one: CategoryReach }) {
  const words = t.value;
  const inside = (
    <>
      <span class={`mark mark-${one.tier}`}>
        <Icon path={categoryIcons[one.category]} size={1.15} strokeWidth={2.1} />
      </span>
      <span class="present-text">
        <span class="present-name">{nameOf(one)}</span>
        <span class="present-nearest">
          {one.nearestSeconds === null ? "" : words.outlet.walkMinutes(wholeMinutes(one.nearestSeconds))}
          {one.nearestOutlet ? ` · ${one.nearestOutlet.name || words.outlet.unnamed}` : ""}
        </span>
      </span>
      <ThreeBars within={one.within} />
    </>
  );
  return (
    <li>
      {one.nearestOutlet ? (
        <button type="button" class="present-row" onClick={() => showNearest(one)}>
          {inside}
        </button>
      ) : (
        <span class="present-row">{inside}</span>
      )}
    </li>
  );
}

function Present({ present }: { present: CategoryReach[] }) {
  const all = useSignal(false);
  const words = t.value.reach;
  if (!present.length) return <p class="muted">{words.presentNone}</p>;
  const nearestFirst = present.toSorted((a, b) => (a.nearestSeconds ?? Infinity) - (b.nearestSeconds ?? Infinity));
  const shown = all.value ? nearestFirst : nearestFirst.slice(0, presentAtFirst);
  const hidden = nearestFirst.length - shown.length;
  return (
    <>
      <p class="bars-head" aria-hidden="true">
        <span>{words.barsHead}</span>
        <span class="bars">
          <span class="bar-slot">5</span>
          <span class="bar-slot">10</span>
          <span class="bar-slot">15</span>
        </span>
      </p>
      <ul class="present">
        {shown.map((one) => (
          <PresentRow key={one.category} one={one} />
        ))}
      </ul>
      {hidden > 0 || all.value ? (
        <button type="button" class="text-button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? words.showLess : words.showMore(hidden)}
        </button>
      ) : null}
    </>
  );
}

/** Does anyone vouch for a category here? Without that, nothing can be said to be missing, and "0" would say too much. */
const isAnyKnown = (): boolean => (city.value?.knowledge?.claimed.length ?? 0) > 0;

/** No gap was found; whether that means that nothing is missing depends on what is known. */
function NothingMissing({ unclear }: { unclear: number }) {
  const words = t.value.reach;
  if (unclear === 0) return <Notice title={words.missingNone} hint={words.missingNoneHint} />;
  return isAnyKnown() ? (
    <Notice title={words.missingNoneKnown} hint={words.missingNoneKnownHint(unclear)} />
  ) : (
    <Notice title={words.missingUnsaid} hint={words.missingUnsaidHint} />
  );
}

function Answer({ answer }: { answer: IsochroneAnswer }) {
  const words = t.value.reach;
  const gaps = answer.categories.filter(({ state }) => state === "gap");
  const present = answer.categories.filter(({ state }) => state === "reached");
  const unclear = answer.categories.filter(({ state }) => state === "unknown");
  const rings = answer.features.map(({ properties }) => properties).toSorted((a, b) => a.minutes - b.minutes);
  const widest = rings.at(-1);
  const households = widest?.households ?? null;
  return (
    <>
      <p class="visually-hidden" role="status">
        {words.result(gaps.length, present.length, unclear.length)}
      </p>
      {widest && households !== null ? (
        <p class="people">
          {words.people(
            widest.minutes,
            `${widest.householdsEstimated ? "≈ " : ""}${t.value.number(Math.round(households))}`,
          )}
        </p>
      ) : null}
      <Why
        facts={{
          counted: t.value.why.countedReach,
          settings: answer.settings,
          dataDate: answer.dataDate,
          networkVersion: answer.networkVersion,
          engine: answer.engine,
          fallbackReason: answer.fallbackReason,
          origin: answer.origin,
          accessMeters: answer.accessMeters,
          rings,
          householdsEstimated: rings.some(({ householdsEstimated }) => householdsEstimated),
        }}
      />
      <Section id="missing" title={words.missing} count={isAnyKnown() ? gaps.length : null}>
        {gaps.length ? (
          <>
            <GapGroup tier="basic" gaps={gaps} />
            <GapGroup tier="quality" gaps={gaps} />
          </>
        ) : (
          <NothingMissing unclear={unclear.length} />
        )}
      </Section>
      <Section id="present" title={words.present} count={present.length}>
        <Present present={present} />
      </Section>
      <Section id="unclear" title={words.unclear} count={unclear.length}>
        {unclear.length ? (
          <>
            <p class="muted">{words.unclearHint}</p>
            <ul class="category-chips category-chips-small">
              {unclear.map((one) => (
                <CategoryChip key={one.category} one={one} tone="unknown" />
              ))}
            </ul>
          </>
        ) : (
          <p class="muted">{words.unclearNone}</p>
        )}
      </Section>
    </>
  );
}

function NoWay() {
  const words = t.value.reach;
  const own = city.value;
  const { pin } = urlState.value;
  const isOutside = own !== null && pin !== null && !isInside(pin, own.bbox);
  return isOutside ? (
    <Notice icon="map" tone="warn" title={words.outside(localName(own))} hint={words.outsideHint} />
  ) : (
    <Notice icon="alert" tone="warn" title={words.noWay} hint={words.noWayHint} />
  );
}

export function ReachPanel() {
  const words = t.value.reach;
  const { status, value, error } = reach.value;
  const { place } = urlState.value;
  const title = place === "me" ? words.from(t.value.location.mine) : place ? words.from(place) : words.here;
  // Nothing to walk on near the pin: the server says so with a reason and empty rings.
  const noWay = value !== null && value.attachment === null;
  return (
    <div class="reach" aria-busy={status === "loading"}>
      <header class="panel-head">
        <h2>{title}</h2>
        {status === "loading" && value ? <span class="updating">{words.updating}</span> : null}
        <button
          type="button"
          class="icon-button"
          aria-label={words.removePin}
          title={words.removePin}
          onClick={() => go({ pin: null, place: null })}
        >
          <Icon name="close" />
        </button>
      </header>
      {status === "failed" ? <Failure error={error} retry={retryReach} /> : null}
      {status === "loading" && !value ? (
        <>
          <p class="muted">{words.loading}</p>
          <Skeleton lines={7} />
        </>
      ) : null}
      {value && noWay ? <NoWay /> : null}
      {value && !noWay ? <Answer answer={value} /> : null}
      <button type="button" class="row-link" onClick={() => reportNew({ location: urlState.value.pin })}>
        <Icon name="flag" /> <span>{t.value.report.newHere}</span> <Icon name="forward" size={1} />
      </button>
    </div>
  );
}
