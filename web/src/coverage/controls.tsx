/** What is asked: level, tier, ring, who walks, when, which day, compared with which; and what is taken away. */
import { useSignal } from "@preact/signals";
import { cityPath } from "../api/request.ts";
import { t } from "../i18n/index.ts";
import type { DeskMap } from "../map/desk-map.ts";
import { city } from "../state/catalogue.ts";
import { go, goOwn } from "../state/location.ts";
import { saveAs } from "../ui/save-as.ts";
import { exportQuery, untilReady } from "./api.ts";
import {
  category,
  chooseLevel,
  date,
  from,
  hour,
  level,
  levels,
  profile,
  question,
  ring,
  tier,
  worst,
  worstCounts,
} from "./state.ts";
import { coverageWords } from "./words.ts";

const hours = ["06:30", "12:00", "18:00", "22:00"] as const;

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange(value: string): void;
}) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select class="select-quiet" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function DayChoice({
  label,
  value,
  latest,
  onChange,
}: {
  label: string;
  value: string | null;
  latest: string;
  onChange(value: string | null): void;
}) {
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        class="select-quiet"
        type="date"
        max={latest}
        value={value ?? ""}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      />
    </label>
  );
}

/** Downloads exactly what is shown. */
function Exports({ map }: { map: DeskMap | null }) {
  const words = coverageWords.value;
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const download = async (format: string) => {
    const id = city.peek()?.id;
    if (!id) return;
    problem.value = null;
    isBusy.value = true;
    const name = `${id}-coverage-${level.peek()}-${date.peek() ?? new Date().toISOString().slice(0, 10)}`;
    try {
      if (format === "png") {
        if (map) saveAs(await map.toPng(), `${name}.png`);
        return;
      }
      const query = exportQuery(question.peek(), category.peek()?.id ?? null, worst.peek());
      query.set("format", format);
      const response = await untilReady(`${cityPath(id)}/coverage?${query}`, () => {});
      saveAs(await response.blob(), `${name}.${format}`);
    } catch {
      problem.value = words.exportFailed;
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <label class="choice">
      <span>{problem.value ? <span class="field-problem">{problem.value}</span> : words.export}</span>
      <select
        class="select-quiet"
        value=""
        disabled={isBusy.value}
        onChange={(event) => {
          const format = event.currentTarget.value;
          event.currentTarget.value = "";
          if (format === "print") print();
          else if (format) void download(format);
        }}
      >
        <option value="">{isBusy.value ? words.exporting : `${words.export}…`}</option>
        <option value="xlsx">{words.exportXlsx}</option>
        <option value="csv">{words.exportCsv}</option>
        <option value="geojson">{words.exportGeojson}</option>
        <option value="png">{words.exportPng}</option>
        <option value="print">{words.print}</option>
      </select>
    </label>
  );
}

export function Controls({ map }: { map: DeskMap | null }) {
  const words = coverageWords.value;
  const today = new Date().toISOString().slice(0, 10);
  const hourWords = [words.hourBreakfast, words.hourNoon, words.hourEvening, words.hourNight];
  const known = hours.map((one, index) => [one, hourWords[index]] as const);
  const others = hour.value && !hours.some((one) => one === hour.value) ? [[hour.value, hour.value] as const] : [];
  return (
    <div class="coverage-controls">
      <Choice
        label={words.level}
        value={level.value}
        options={levels.map((one) => [one, words.levels[one]] as const)}
        onChange={(next) => chooseLevel(levels.find((one) => one === next) ?? "community")}
      />
      <Choice
        label={words.tierLabel}
        value={tier.value}
        options={[
          ["basic", words.tier.basic],
          ["quality", words.tier.quality],
        ]}
        onChange={(next) => go({ tier: next === "quality" ? "quality" : null, categories: [] })}
      />
      <Choice
        label={words.ring}
        value={String(ring.value ?? "")}
        options={[["", words.ringOwn], ...[5, 10, 15].map((one) => [String(one), words.ringMinutes(one)] as const)]}
        onChange={(next) => goOwn({ ring: next })}
      />
      <Choice
        label={words.profile}
        value={profile.value ?? "adult"}
        options={Object.entries(t.value.profiles)}
        onChange={(next) => goOwn({ profile: next === "adult" ? null : next })}
      />
      <Choice
        label={words.show}
        value={String(worst.value ?? "")}
        options={[["", words.showAll], ...worstCounts.map((count) => [String(count), words.showWorst(count)] as const)]}
        onChange={(next) => goOwn({ worst: next })}
      />
      <Choice
        label={words.hour}
        value={hour.value ?? ""}
        options={[["", words.hourAny], ...known, ...others]}
        onChange={(next) => goOwn({ hour: next })}
      />
      <DayChoice label={words.date} value={date.value} latest={today} onChange={(next) => goOwn({ date: next })} />
      {level.value === "cell" ? null : (
        <DayChoice
          label={words.compare}
          value={from.value}
          latest={date.value ?? today}
          onChange={(next) => goOwn({ from: next })}
        />
      )}
      <Exports map={map} />
    </div>
  );
}
