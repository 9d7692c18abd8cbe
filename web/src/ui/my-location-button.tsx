/** "我的位置", and in words why it did not work. */
import { useSignal } from "@preact/signals";
import type { Position } from "../api/types.ts";
import { Icon } from "../icons/icon.tsx";
import { localName, t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { LocationError, locateMe } from "./my-location.ts";
import type { LocationProblem } from "./my-location.ts";
import { Notice } from "./messages.tsx";

function problemWords(problem: LocationProblem): { title: string; hint: string } {
  const words = t.value.location;
  switch (problem) {
    case "denied":
      return { title: words.denied, hint: words.deniedHint };
    case "outside":
      return { title: words.outside(city.value ? localName(city.value) : ""), hint: words.outsideHint };
    case "unsupported":
      return { title: words.unsupported, hint: words.unavailableHint };
    default:
      return { title: words.unavailable, hint: words.unavailableHint };
  }
}

/** @param compact a square button with only the picture */
export function MyLocation({ compact = false, onFound }: { compact?: boolean; onFound(position: Position): void }) {
  const finding = useSignal(false);
  const problem = useSignal<LocationProblem | null>(null);
  const words = t.value.location;
  const find = async () => {
    const own = city.peek();
    if (!own || finding.peek()) return;
    finding.value = true;
    problem.value = null;
    try {
      onFound(await locateMe(own));
    } catch (error) {
      problem.value = error instanceof LocationError ? error.problem : "unavailable";
    } finally {
      finding.value = false;
    }
  };
  const label = finding.value ? words.finding : words.mine;
  return (
    <>
      <button
        type="button"
        class={compact ? "tool locate" : "button button-large"}
        aria-label={compact ? label : undefined}
        title={compact ? words.mine : undefined}
        aria-busy={finding.value}
        onClick={find}
      >
        <Icon name="locate" />
        {compact ? null : ` ${label}`}
      </button>
      {problem.value ? (
        <div class="location-problem" role="alert">
          <Notice icon="alert" tone="warn" {...problemWords(problem.value)}>
            <button type="button" class="text-button" onClick={() => (problem.value = null)}>
              {t.value.close}
            </button>
          </Notice>
        </div>
      ) : null}
    </>
  );
}
