/** The list of changes with undo, and what may be changed. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { dateText } from "../../i18n/format.ts";
import { Icon } from "../../icons/icon.tsx";
import { goOwn } from "../../state/location.ts";
import { may } from "../../state/session.ts";
import { CategoryOptions } from "../../ui/form-parts.tsx";
import { LoginNeeded } from "../../ui/login-needed.tsx";
import { Notice } from "../../ui/messages.tsx";
import { categoryName } from "../category-name.ts";
import { Compare, compared, isComparing } from "./compare.tsx";
import type { Change } from "./edits.ts";
import {
  canRedo,
  canUndo,
  changes,
  clearChanges,
  dropChange,
  followScenario,
  forget,
  pick,
  redo,
  save,
  saved,
  scenarioId,
  undo,
} from "./state.ts";
import type { Pick } from "./state.ts";
import { scenarioWords } from "./words.ts";

/** As many as the server takes side by side. */
const mostCompared = 6;

function changeText(change: Change): string {
  const { names } = scenarioWords.value;
  switch (change.type) {
    case "add":
      return names.add(categoryName(change.category));
    case "move":
      return names.move(change.outlet.name);
    case "remove":
      return names.remove(change.outlet.name);
    case "service":
      return names.service(change.outlet.name, categoryName(change.category));
    case "link":
      return names[change.kind];
    default:
      return names[change.type];
  }
}

function hintOf(of: Pick): string {
  const words = scenarioWords.value;
  switch (of.type) {
    case "add":
      return words.addHint;
    case "move":
      return words.moveHint;
    case "remove":
      return words.removeHint;
    case "service":
      return words.serviceHint;
    case "open-gate":
      return words.openGateHint;
    case "close-gate":
      return words.closeGateHint;
    case "link":
      return of.start ? words.linkEnd : words.linkStart;
  }
}

function CategoryChoice({
  label,
  onChoose,
}: {
  label: string;
  onChoose(category: CategoryId, kind?: RepairKindId): void;
}) {
  return (
    <select
      class="button button-small choice-button"
      aria-label={label}
      value=""
      onChange={(event) => {
        const [category, kind] = event.currentTarget.value.split("/");
        event.currentTarget.value = "";
        if (category) onChoose(category as CategoryId, kind as RepairKindId | undefined);
      }}
    >
      <option value="">{label}…</option>
      <CategoryOptions kinds />
    </select>
  );
}

function Tools() {
  const words = scenarioWords.value;
  const plain = [
    ["move", words.move],
    ["remove", words.remove],
    ["open-gate", words.openGate],
    ["close-gate", words.closeGate],
  ] as const;
  return (
    <div class="button-row">
      <CategoryChoice
        label={words.add}
        onChoose={(category, kind) => (pick.value = { type: "add", category, ...(kind ? { kind } : {}) })}
      />
      <CategoryChoice label={words.service} onChoose={(category) => (pick.value = { type: "service", category })} />
      {plain.map(([type, text]) => (
        <button
          type="button"
          key={type}
          class="button button-small"
          aria-pressed={pick.value?.type === type}
          onClick={() => (pick.value = { type })}
        >
          {text}
        </button>
      ))}
      {(["footbridge", "path"] as const).map((kind) => (
        <button
          type="button"
          key={kind}
          class="button button-small"
          aria-pressed={pick.value?.type === "link" && pick.value.kind === kind}
          onClick={() => (pick.value = { type: "link", kind, start: null })}
        >
          {words[kind]}
        </button>
      ))}
    </div>
  );
}

function Saved() {
  const words = scenarioWords.value;
  const list = saved.state.value.value;
  if (!list?.length) return <p class="muted">{words.savedNone}</p>;
  return (
    <ul class="queue">
      {list.map((one) => (
        <li key={one.id} class="saved-line">
          <input
            type="checkbox"
            aria-label={`${words.compareThis}: ${one.name}`}
            checked={compared.value.includes(one.id)}
            onChange={(event) =>
              (compared.value = event.currentTarget.checked
                ? [...compared.value, one.id]
                : compared.value.filter((id) => id !== one.id))
            }
          />
          <button
            type="button"
            class="queue-line"
            aria-current={one.id === scenarioId.value}
            onClick={() => goOwn({ scenario: one.id })}
          >
            <span class="queue-name">{one.name}</span>
            <span class="muted">{dateText(one.at)}</span>
          </button>
          {may("planner") ? (
            <button
              type="button"
              class="icon-button"
              aria-label={`${words.remove2}: ${one.name}`}
              onClick={() => void forget(one)}
            >
              <Icon name="close" size={1} />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

export function ScenarioPanel() {
  const words = scenarioWords.value;
  const name = useSignal("");
  useEffect(followScenario, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).matches("input, textarea")) return;
      if (event.key === "Escape" && pick.peek()) {
        event.preventDefault();
        pick.value = null;
      }
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
        event.preventDefault();
        if (event.shiftKey) redo();
        else undo();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  if (!may("planner")) return <LoginNeeded title={words.loginNeeded} hint={words.lead} />;
  return (
    <div class="tool-panel">
      <p class="muted">{words.lead}</p>
      <Tools />
      {pick.value ? (
        <Notice icon="pin" title={hintOf(pick.value)}>
          <button type="button" class="text-button" onClick={() => (pick.value = null)}>
            {words.stop}
          </button>
        </Notice>
      ) : null}
      <h3>{words.changes}</h3>
      {changes.value.length ? (
        <ol class="change-list">
          {changes.value.map((change) => (
            <li key={change.key}>
              <span>{changeText(change)}</span>
              <button
                type="button"
                class="icon-button"
                aria-label={`${words.drop}: ${changeText(change)}`}
                onClick={() => dropChange(change.key)}
              >
                <Icon name="close" size={1} />
              </button>
            </li>
          ))}
        </ol>
      ) : (
        <p class="muted">{words.none}</p>
      )}
      <div class="button-row">
        <button type="button" class="button button-small button-quiet" disabled={!canUndo.value} onClick={undo}>
          {words.undo}
        </button>
        <button type="button" class="button button-small button-quiet" disabled={!canRedo.value} onClick={redo}>
          {words.redo}
        </button>
        <button
          type="button"
          class="button button-small button-quiet"
          disabled={!changes.value.length}
          onClick={clearChanges}
        >
          {words.clear}
        </button>
      </div>
      <form
        class="save-line"
        onSubmit={(event) => {
          event.preventDefault();
          void save(name.value.trim());
        }}
      >
        <input
          class="select-quiet"
          aria-label={words.name}
          placeholder={words.name}
          maxLength={100}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <button
          type="submit"
          class="button button-small button-primary"
          disabled={!name.value.trim() || !changes.value.length}
        >
          {words.save}
        </button>
      </form>
      <h3>{words.saved}</h3>
      <Saved />
      <button
        type="button"
        class="button button-small button-quiet"
        disabled={compared.value.length < 2 || compared.value.length > mostCompared}
        onClick={() => (isComparing.value = true)}
      >
        {words.compare}
      </button>
      <Compare />
    </div>
  );
}
