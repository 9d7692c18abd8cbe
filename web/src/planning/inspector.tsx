/** What is selected: the circle with its scores, or the boundary that is being drawn with what it would be worth. */
import { computed } from "@preact/signals";
import { lang } from "../i18n/index.ts";
import { goOwn, urlState } from "../state/location.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { Why } from "../ui/why.tsx";
import type { CircleAssessment } from "./api.ts";
import { DraftPanel } from "./draft-panel.tsx";
import { Files } from "./files.tsx";
import { Bounds, CircleHead, Members } from "./head.tsx";
import { Tabs } from "./parts.tsx";
import { Presence } from "./presence.tsx";
import { Quality } from "./quality.tsx";
import { assessment, circle, draft, shown, trouble } from "./state.ts";
import { Survey } from "./survey.tsx";
import { planningWords } from "./words.ts";

const tabs = ["score", "quality", "survey", "indicators", "files"] as const;
const tab = computed(() => tabs.find((one) => one === urlState.value.own["tab"]) ?? "score");

function Indicators({ of }: { of: CircleAssessment }) {
  const words = planningWords.value.indicators;
  if (!of.indicators.length) return <p class="muted">{words.none}</p>;
  return (
    <table class="data-table">
      <tbody>
        {of.indicators.map((one) => (
          <tr key={one.id} title={one.formula}>
            <th scope="row">{lang.value === "en" ? one.nameEn : one.nameZh}</th>
            <td class="number">
              {one.value === null ? (
                <span class="state-unknown" title={one.reason ?? undefined}>
                  {words.unknown}
                </span>
              ) : (
                <>
                  {one.colour ? <span class="dot" style={{ background: one.colour, borderColor: one.colour }} /> : null}{" "}
                  {Math.round(one.value * 100) / 100} {one.unit}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figures({ of }: { of: CircleAssessment }) {
  return (
    <Why
      facts={{
        counted: planningWords.value.why.counted,
        settings: { ...of.basis, direction: "outbound" },
        dataDate: of.basis.dataDate,
        networkVersion: of.basis.networkVersion,
      }}
    />
  );
}

export function Inspector() {
  const words = planningWords.value;
  const own = circle.value;
  const of = shown.value;
  const { status, error } = assessment.state.value;
  if (draft.value) {
    return (
      <div class="planning-inspector">
        <DraftPanel />
        {trouble.value ? <Failure error={trouble.value} /> : null}
        {of ? (
          <>
            <Members of={of} areaSquareMeters={null} />
            <Presence of={of} />
            <Figures of={of} />
          </>
        ) : null}
      </div>
    );
  }
  if (!own) return null;
  return (
    <div class="planning-inspector">
      <CircleHead circle={own} />
      {trouble.value ? <Failure error={trouble.value} /> : null}
      {of ? <Members of={of} areaSquareMeters={own.areaSquareMeters} /> : null}
      <Bounds circle={own} />
      <Tabs
        names={tabs}
        labels={words.tabs}
        chosen={tab.value}
        label={own.name}
        onChoose={(name) => goOwn({ tab: name === "score" ? null : name }, "replace")}
      />
      {status === "failed" ? <Failure error={error} retry={assessment.retry} /> : null}
      {!of && status === "loading" ? <Skeleton lines={6} /> : null}
      {of && tab.value === "score" ? <Presence of={of} /> : null}
      {of && tab.value === "quality" ? <Quality of={of} /> : null}
      {tab.value === "survey" ? <Survey /> : null}
      {of && tab.value === "indicators" ? <Indicators of={of} /> : null}
      {tab.value === "files" ? <Files /> : null}
      {of ? <Figures of={of} /> : null}
    </div>
  );
}
