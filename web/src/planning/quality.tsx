/** 好不好: each indicator with its points, what they rest on, and what would earn the next ones. */
import { useSignal } from "@preact/signals";
import { qualityTable } from "@quarterhour/data";
import type { QualityRule } from "@quarterhour/data";
import { dateText } from "../i18n/format.ts";
import { lang, localName } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { may } from "../state/session.ts";
import { Failure } from "../ui/messages.tsx";
import { endEvidence, putEvidence, putEvidenceFile } from "./api.ts";
import type { CircleAssessment, Measure, QualityPart } from "./api.ts";
import { points } from "./figures.ts";
import { circleId, reassess } from "./state.ts";
import { planningWords } from "./words.ts";

interface Item {
  id: string;
  nameZh: string;
  nameEn: string;
}

/** The rule of a part, as the policy's table has it. */
function ruleOf(part: string): QualityRule | undefined {
  for (const { parts } of qualityTable.indicators) {
    const found = parts.find(({ id }) => id === part);
    if (found) return found.rule;
  }
  return undefined;
}

/** What may be chosen or ticked for a measure. */
function itemsOf(measure: string, rule: QualityRule | undefined): readonly Item[] {
  if (!rule) return [];
  if (rule.kind === "choice" && rule.measure === measure) return rule.choices;
  if (rule.kind === "threshold" && rule.by === measure) return rule.choices;
  if (rule.kind === "deduct") {
    return rule.deductions.find((one) => one.measure === measure && one.perMissingOf)?.perMissingOf ?? [];
  }
  return [];
}

function ValueInput({
  measure,
  part,
  value,
  onChange,
}: {
  measure: Measure;
  part: string;
  value: unknown;
  onChange(value: unknown): void;
}) {
  const words = planningWords.value.quality;
  const items = itemsOf(measure.id, ruleOf(part));
  switch (measure.unit) {
    case "yesNo":
    case "choice":
      return (
        <select
          value={value === undefined ? "" : String(value)}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange(measure.unit === "yesNo" ? chosen === "true" : chosen);
          }}
        >
          <option value="" disabled>
            {words.choose}
          </option>
          {measure.unit === "yesNo" ? (
            <>
              <option value="true">{words.yes}</option>
              <option value="false">{words.no}</option>
            </>
          ) : (
            items.map((item) => (
              <option key={item.id} value={item.id}>
                {localName(item)}
              </option>
            ))
          )}
        </select>
      );
    case "list": {
      const chosen = Array.isArray(value) ? (value as string[]) : [];
      return (
        <span class="ticks">
          {items.map((item) => (
            <label key={item.id}>
              <input
                type="checkbox"
                checked={chosen.includes(item.id)}
                onChange={(event) =>
                  onChange(event.currentTarget.checked ? [...chosen, item.id] : chosen.filter((one) => one !== item.id))
                }
              />
              {localName(item)}
            </label>
          ))}
        </span>
      );
    }
    case "countByKind": {
      const counts = (value ?? {}) as Record<string, number>;
      return (
        <span class="ticks">
          {items.map((item) => (
            <label key={item.id}>
              <input
                type="number"
                min={0}
                value={counts[item.id] ?? ""}
                onInput={(event) => onChange({ ...counts, [item.id]: Number(event.currentTarget.value) })}
              />
              {localName(item)}
            </label>
          ))}
        </span>
      );
    }
    default: {
      const isShare = measure.unit === "share";
      return (
        <span class="with-unit">
          <input
            type="number"
            min={0}
            max={isShare ? 100 : undefined}
            step={isShare ? 0.1 : 1}
            value={typeof value === "number" ? (isShare ? value * 100 : value) : ""}
            onInput={(event) => {
              const number = event.currentTarget.valueAsNumber;
              onChange(Number.isNaN(number) ? undefined : isShare ? number / 100 : number);
            }}
          />
          {isShare ? "%" : ""}
        </span>
      );
    }
  }
}

function EvidenceForm({ measure, part, onDone }: { measure: Measure; part: string; onDone(): void }) {
  const words = planningWords.value.quality;
  const first = measure.evidence[0];
  const value = useSignal<unknown>(measure.from === "person" ? (measure.value ?? undefined) : undefined);
  const text = useSignal(first?.text ?? "");
  const date = useSignal(first?.date ?? new Date().toISOString().slice(0, 10));
  const file = useSignal<File | null>(null);
  const problem = useSignal<unknown>(null);
  const save = async (work: () => Promise<unknown>) => {
    problem.value = null;
    try {
      await work();
      reassess();
      onDone();
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <form
      class="form evidence-form"
      onSubmit={(event) => {
        event.preventDefault();
        const [own, circle] = [city.peek()!.id, circleId.peek()!];
        void save(async () => {
          await putEvidence(own, circle, measure.id, { value: value.value, text: text.value.trim(), date: date.value });
          if (file.value) await putEvidenceFile(own, circle, measure.id, file.value);
        });
      }}
    >
      <label class="field">
        <span>{words.value}</span>
        <ValueInput measure={measure} part={part} value={value.value} onChange={(next) => (value.value = next)} />
      </label>
      <label class="field">
        <span>{words.text}</span>
        <textarea
          required
          rows={2}
          maxLength={2000}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{words.date}</span>
        <input type="date" required value={date.value} onInput={(event) => (date.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{words.file}</span>
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp,application/pdf"
          onChange={(event) => (file.value = event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      {problem.value ? <Failure error={problem.value} /> : null}
      <div class="button-row">
        <button type="submit" class="button button-primary button-small" disabled={value.value === undefined}>
          {words.save}
        </button>
        {first ? (
          <button
            type="button"
            class="text-button"
            onClick={() => void save(() => endEvidence(city.peek()!.id, circleId.peek()!, measure.id))}
          >
            {words.takeBack}
          </button>
        ) : null}
      </div>
    </form>
  );
}

function MeasureLine({ measure, part }: { measure: Measure; part: string }) {
  const words = planningWords.value.quality;
  const isOpen = useSignal(false);
  const found = lang.value === "en" ? measure.foundEn : measure.found;
  return (
    <li class="measure">
      <p>
        {localName(measure)}: <strong>{found || words.nothing}</strong>
        {measure.from ? <span class="muted"> · {words.from[measure.from]}</span> : null}
      </p>
      {measure.evidence.map((one) => (
        <p class="muted" key={one.id ?? one.text}>
          {dateText(one.date)} {one.text}{" "}
          {one.file && typeof one.file === "object" ? (
            <a href={one.file.url} target="_blank" rel="noopener">
              {one.file.name}
            </a>
          ) : null}
        </p>
      ))}
      {may("planner") && measure.from !== "survey" ? (
        <button type="button" class="text-button" onClick={() => (isOpen.value = !isOpen.value)}>
          {measure.evidence.length ? words.change : words.enter}
        </button>
      ) : null}
      {isOpen.value ? <EvidenceForm measure={measure} part={part} onDone={() => (isOpen.value = false)} /> : null}
    </li>
  );
}

function pointsOf(one: { points: number | null; atLeast: number; atMost: number; maxPoints: number }): string {
  const words = planningWords.value.quality;
  if (one.points !== null) return words.points(points(one.points), one.maxPoints);
  return words.points(words.between(points(one.atLeast), points(one.atMost)), one.maxPoints);
}

function PartLine({ part }: { part: QualityPart }) {
  const words = planningWords.value.quality;
  const isEnglish = lang.value === "en";
  return (
    <li class="quality-part">
      <p>
        <span class="score-points">{pointsOf(part)}</span> {isEnglish ? part.textEn : part.textZh}
      </p>
      <ul>
        {part.measures.map((measure) => (
          <MeasureLine key={measure.id} measure={measure} part={part.id} />
        ))}
      </ul>
      {part.next ? (
        <p class="score-next">
          {words.next} +{points(part.next.points)}: {isEnglish ? part.next.textEn : part.next.text}
        </p>
      ) : null}
    </li>
  );
}

export function Quality({ of }: { of: CircleAssessment }) {
  const words = planningWords.value;
  const { quality } = of;
  if (!quality) return <p class="muted">{words.quality.none}</p>;
  return (
    <>
      <div class="total">
        <span class="total-points">{points(quality.points)}</span>
        <span>
          {quality.grade ? <span class="type-tag">{localName(quality.grade)}</span> : null}
          <span class="muted"> {words.presence.outOf(quality.maxPoints)}</span>
          {quality.unknownPoints > 0 ? (
            <span class="muted total-range">{words.quality.open(points(quality.unknownPoints))}</span>
          ) : null}
        </span>
      </div>
      {may("planner") ? null : <p class="muted">{words.quality.loginNeeded}</p>}
      <ul class="quality-list">
        {quality.indicators.map((indicator) => (
          <li key={indicator.id}>
            <details class="fold">
              <summary>
                <span>{localName(indicator)}</span> <span class="score-points">{pointsOf(indicator)}</span>
              </summary>
              <ul>
                {indicator.parts.map((part) => (
                  <PartLine key={part.id} part={part} />
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
