/** The circles of the city, sorted. */
import { goOwn } from "../state/location.ts";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { percent, points } from "./figures.ts";
import { OverlapList } from "./overlaps.tsx";
import { circleId, circles, isProposing, openCircle, sort, sorted, sorts, startDrawing } from "./state.ts";
import { planningWords } from "./words.ts";

export function CircleList() {
  const words = planningWords.value;
  const { status, value, error } = circles.state.value;
  return (
    <div class="circle-list">
      <div class="button-row">
        <button type="button" class="button button-primary" onClick={startDrawing}>
          {words.list.draw}
        </button>
        <button
          type="button"
          class="button"
          aria-pressed={isProposing.value}
          onClick={() => (isProposing.value = !isProposing.peek())}
        >
          {words.list.propose}
        </button>
      </div>
      {isProposing.value ? <Notice icon="pin" title={words.list.proposeHint} /> : null}
      {status === "failed" ? <Failure error={error} retry={circles.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={5} /> : null}
      {value?.length === 0 ? <Notice title={words.list.none} hint={words.list.noneHint} /> : null}
      {value && value.length > 1 ? (
        <label class="choice">
          <span>{words.list.sort}</span>
          <select
            class="select-quiet"
            value={sort.value}
            onChange={(event) => goOwn({ sort: event.currentTarget.value }, "replace")}
          >
            {sorts.map((one) => (
              <option key={one} value={one}>
                {words.list.sorts[one]}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {value?.length ? <OverlapList /> : null}
      <ul>
        {sorted.value.map(({ id, name, summary }) => (
          <li key={id}>
            <button
              type="button"
              class="circle-line"
              aria-current={id === circleId.value}
              onClick={() => openCircle(id === circleId.value ? null : id)}
            >
              <span class="circle-line-name">{name}</span>
              <span class={`type-tag type-${summary.presence.type ?? "none"}`}>
                {words.types[summary.presence.type ?? "none"]}
              </span>
              <span class="circle-line-points">{words.list.points(points(summary.presence.points))}</span>
              <span class="muted">
                {words.list.households(Math.round(summary.households))}
                {summary.reachShare === null ? "" : ` · ${words.list.reach(percent(summary.reachShare))}`}
                {summary.gapsBasic.length ? ` · ${words.list.gaps(summary.gapsBasic.length)}` : ""}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
