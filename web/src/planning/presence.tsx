/**
 * 有没有, and beside it what the homes really reach: where the table is satisfied and many homes are not, that comes
 * first.
 */
import { useSignal } from "@preact/signals";
import { lang, localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { categoryIcons } from "../icons/categories.ts";
import type { CircleAssessment } from "./api.ts";
import { categoryName } from "./category-name.ts";
import { percent, points } from "./figures.ts";
import { Flash } from "./parts.tsx";
import { planningWords } from "./words.ts";

function Total({ of }: { of: CircleAssessment }) {
  const words = planningWords.value;
  const { presence } = of;
  const isOpen = presence.range.max > presence.points;
  return (
    <div class="total">
      <Flash value={presence.points}>
        <span class="total-points">{points(presence.points)}</span>
      </Flash>
      <span>
        <span class={`type-tag type-${presence.type?.id ?? "none"}`}>
          {presence.type ? localName(presence.type) : words.types["none"]}
        </span>
        <span class="muted"> {words.presence.outOf(presence.maxPoints)}</span>
        {isOpen ? (
          <span class="muted total-range">
            {words.presence.range(points(presence.range.min), points(presence.range.max))}
          </span>
        ) : null}
      </span>
    </div>
  );
}

function Contradictions({ of }: { of: CircleAssessment }) {
  const words = planningWords.value.presence;
  const { contradictions } = of.reach;
  if (!contradictions.length) return null;
  return (
    <section class="contradictions">
      <h3>{words.contradictions}</h3>
      <p>{words.contradictionsHint}</p>
      <ul>
        {contradictions.slice(0, 6).map(({ category, householdsWithout, share }) => (
          <li key={category}>
            <strong>{categoryName(category)}</strong>{" "}
            <span class="inspector-gap">{words.without(Math.round(householdsWithout))}</span>{" "}
            <span class="muted">{percent(share)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Lines({ of }: { of: CircleAssessment }) {
  const isEnglish = lang.value === "en";
  return (
    <ul class="score-lines">
      {of.presence.parts.map((part) => (
        <li key={part.id} title={isEnglish ? part.textEn : part.textZh}>
          <Flash value={part.points}>
            <span class="score-points">
              {points(part.points)}
              <span class="muted"> / {part.maxPoints}</span>
            </span>
          </Flash>
          <span>
            {planningWords.value.presence.parts[part.id]}
            <br />
            <span class="muted">{isEnglish ? part.explanationEn : part.explanationZh}</span>
          </span>
        </li>
      ))}
      {of.presence.next ? (
        <li class="score-next">
          <span class="score-points">+{points(of.presence.next.points)}</span>
          <span>
            {planningWords.value.presence.next}: {isEnglish ? of.presence.next.textEn : of.presence.next.textZh}
          </span>
        </li>
      ) : null}
    </ul>
  );
}

function CategoryTable({ of }: { of: CircleAssessment }) {
  const words = planningWords.value.presence;
  const showsAll = useSignal(false);
  const reach = new Map(of.reach.categories.map((one) => [one.category, one]));
  const odd = new Set(of.reach.contradictions.map(({ category }) => category));
  const rows = of.presence.categories.filter(
    ({ category, present, tier }) => showsAll.value || odd.has(category) || (tier === "basic" && present !== true),
  );
  return (
    <>
      <table class="data-table category-table">
        <thead>
          <tr>
            <th scope="col">{words.category}</th>
            <th scope="col">{words.there}</th>
            <th scope="col">{words.reaches}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ category, present, outlets, exampleOutlets, required }) => {
            const own = reach.get(category);
            return (
              <tr key={category} class={odd.has(category) ? "row-odd" : undefined}>
                <th scope="row">
                  <Icon path={categoryIcons[category]} size={1.1} /> {categoryName(category)}
                  {required ? <span class="muted"> {words.required}</span> : null}
                </th>
                <td title={t.value.list(exampleOutlets.map(({ name }) => name))}>
                  {present === null ? (
                    <span class="state-unknown">{words.unknown}</span>
                  ) : present ? (
                    words.yes(outlets)
                  ) : (
                    <span class="inspector-gap">{words.no}</span>
                  )}
                </td>
                <td>
                  {!own || own.share === null ? (
                    <span class="state-unknown">{words.cannotSay}</span>
                  ) : own.households.gap > 0 ? (
                    <>
                      {percent(own.share)}{" "}
                      <span class="inspector-gap">{words.without(Math.round(own.households.gap))}</span>
                    </>
                  ) : (
                    <span class="state-open">{words.allReach}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <button type="button" class="text-button" onClick={() => (showsAll.value = !showsAll.value)}>
        {showsAll.value ? words.showOdd : words.showAll}
      </button>
    </>
  );
}

function Proposals({ of }: { of: CircleAssessment }) {
  const words = planningWords.value.presence;
  if (!of.proposals.length) return null;
  return (
    <section>
      <h3>{words.proposals}</h3>
      <ol class="proposals">
        {of.proposals.slice(0, 5).map((proposal) => (
          <li key={proposal.category}>
            <strong>{categoryName(proposal.category)}</strong>
            {!proposal.householdsGain ? null : (
              <span class="state-open"> {words.gain(Math.round(proposal.householdsGain))}</span>
            )}
            <br />
            <span class="muted">{lang.value === "en" ? proposal.reasonEn : proposal.reasonZh}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Presence({ of }: { of: CircleAssessment }) {
  return (
    <>
      <Total of={of} />
      <Contradictions of={of} />
      <Lines of={of} />
      <Proposals of={of} />
      <CategoryTable of={of} />
    </>
  );
}
