/** What a circle holds, and its boundary in words. */
import { useSignal } from "@preact/signals";
import { Icon } from "../icons/icon.tsx";
import { may } from "../state/session.ts";
import { AskDialog } from "../ui/ask-dialog.tsx";
import type { CircleAssessment, ListedCircle, Side } from "./api.ts";
import { sides } from "./api.ts";
import { percent } from "./figures.ts";
import { Flash } from "./parts.tsx";
import { Reshape } from "./reshape.tsx";
import { change, openCircle, remove, startEditing } from "./state.ts";
import { planningWords } from "./words.ts";

export function Members({ of, areaSquareMeters }: { of: CircleAssessment; areaSquareMeters: number | null }) {
  const words = planningWords.value.head;
  const { members } = of;
  const people =
    members.people !== null
      ? words.people(Math.round(members.people))
      : members.peopleCounted > 0
        ? words.peoplePartly(Math.round(members.peopleCounted))
        : words.peopleUnknown;
  return (
    <>
      <p class="members">
        <Flash value={members.households}>
          <strong>{words.households(Math.round(members.households))}</strong>
        </Flash>{" "}
        · <Flash value={people}>{people}</Flash> · {words.residences(members.residences)}
        {areaSquareMeters === null ? "" : ` · ${words.area((areaSquareMeters / 10_000).toFixed(0))}`}
      </p>
      {members.householdsEstimated ? <p class="muted">{words.estimated}</p> : null}
      <details class="fold">
        <summary>
          <Flash value={members.communities.length}>{words.communities(members.communities.length)}</Flash>
        </summary>
        <ul class="plain-list">
          {members.communities.map(({ id, name, shareInside }) => (
            <li key={id}>
              {name} {shareInside < 0.995 ? <span class="muted">{words.share(percent(shareInside))}</span> : null}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function SideLine({ circle, side }: { circle: ListedCircle; side: Side }) {
  const words = planningWords.value.bounds;
  const own = circle.bounds[side];
  const editing = useSignal<string | null>(null);
  return (
    <li class="side">
      <span class="side-name">{words.sides[side]}</span>
      {editing.value === null ? (
        <span class="side-text">
          {own.text}
          {own.edited ? <span class="muted"> {own.outdated ? words.outdated : words.edited}</span> : null}
          {own.edited && own.derived !== own.text ? <span class="muted"> {words.derived(own.derived)}</span> : null}
        </span>
      ) : (
        <input
          class="select-quiet"
          aria-label={words.sides[side]}
          value={editing.value}
          maxLength={100}
          onInput={(event) => (editing.value = event.currentTarget.value)}
        />
      )}
      {may("planner") ? (
        editing.value === null ? (
          <>
            <button type="button" class="text-button" onClick={() => (editing.value = own.text)}>
              {words.edit}
            </button>
            {own.edited ? (
              <button type="button" class="text-button" onClick={() => void change({ bounds: { [side]: null } })}>
                {words.reset}
              </button>
            ) : null}
          </>
        ) : (
          <button
            type="button"
            class="text-button"
            onClick={async () => {
              const text = editing.value?.trim();
              if (!text || (await change({ bounds: { [side]: text } }))) editing.value = null;
            }}
          >
            {words.save}
          </button>
        )
      ) : null}
    </li>
  );
}

export function Bounds({ circle }: { circle: ListedCircle }) {
  const words = planningWords.value.bounds;
  return (
    <details class="fold">
      <summary>{circle.bounds.text}</summary>
      <ul class="sides" aria-label={words.title}>
        {sides.map((side) => (
          <SideLine key={side} circle={circle} side={side} />
        ))}
      </ul>
    </details>
  );
}

export function CircleHead({ circle }: { circle: ListedCircle }) {
  const words = planningWords.value;
  const renaming = useSignal<string | null>(null);
  const isRemoving = useSignal(false);
  return (
    <header>
      <div class="panel-head">
        <button type="button" class="icon-button" aria-label={words.list.back} onClick={() => openCircle(null)}>
          <Icon name="back" />
        </button>
        {renaming.value === null ? (
          <h2>{circle.name}</h2>
        ) : (
          <input
            class="select-quiet rename"
            aria-label={words.draft.name}
            value={renaming.value}
            maxLength={80}
            onInput={(event) => (renaming.value = event.currentTarget.value)}
          />
        )}
      </div>
      {may("planner") ? (
        <div class="button-row">
          <button type="button" class="button button-small" onClick={startEditing}>
            {words.draft.edit}
          </button>
          <button
            type="button"
            class="button button-small button-quiet"
            onClick={async () => {
              if (renaming.value === null) renaming.value = circle.name;
              else if (renaming.value.trim() && (await change({ name: renaming.value.trim() }))) renaming.value = null;
            }}
          >
            {renaming.value === null ? words.draft.rename : words.draft.save}
          </button>
          <button type="button" class="button button-small button-quiet" onClick={() => (isRemoving.value = true)}>
            {words.draft.remove}
          </button>
        </div>
      ) : null}
      {may("planner") ? <Reshape of={circle} /> : null}
      <AskDialog
        title={words.draft.remove}
        text={words.draft.removeAsk(circle.name)}
        yes={words.draft.removeYes}
        isOpen={isRemoving.value}
        onYes={() => void remove()}
        onClose={() => (isRemoving.value = false)}
      />
    </header>
  );
}
