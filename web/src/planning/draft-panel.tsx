/** A boundary under the hand: its name, undo and redo, save; its figures stand below and follow. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { may, wantsLogin } from "../state/session.ts";
import { Failure } from "../ui/messages.tsx";
import { cornersSet, draft, measureFault, redoStep, saveDraft, stopDrawing, undoStep } from "./state.ts";
import { planningWords } from "./words.ts";

export function DraftPanel() {
  const words = planningWords.value.draft;
  const own = draft.value;
  const isSaving = useSignal(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      if ((event.target as HTMLElement).matches("input, textarea")) return;
      event.preventDefault();
      if (event.shiftKey) redoStep();
      else undoStep();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  if (!own) return null;
  const hasShape = own.parts.length > 0;
  const save = async () => {
    if (!may("planner")) {
      wantsLogin.value = true;
      return;
    }
    isSaving.value = true;
    await saveDraft();
    isSaving.value = false;
  };
  return (
    <section class="draft">
      <h2>{own.circle ? own.name : words.title}</h2>
      <p class="muted">{hasShape ? words.editHint : words.hint}</p>
      <p class="muted">{words.keyHint}</p>
      <p role="status">{cornersSet.value === null ? t.value.loading : words.corners(cornersSet.value)}</p>
      {own.circle ? null : (
        <label class="field">
          <span>{words.name}</span>
          <input
            value={own.name}
            maxLength={80}
            placeholder={words.namePlaceholder}
            onInput={(event) => (draft.value = { ...draft.peek()!, name: event.currentTarget.value })}
          />
        </label>
      )}
      <div class="button-row">
        <button type="button" class="button button-small button-quiet" disabled={!own.past.length} onClick={undoStep}>
          {words.undo}
        </button>
        <button type="button" class="button button-small button-quiet" disabled={!own.future.length} onClick={redoStep}>
          {words.redo}
        </button>
        <button
          type="button"
          class="button button-small button-primary"
          disabled={!hasShape || isSaving.value || !own.name.trim()}
          title={own.name.trim() ? undefined : words.nameNeeded}
          onClick={() => void save()}
        >
          {isSaving.value ? words.saving : may("planner") ? words.save : words.loginToSave}
        </button>
        <button type="button" class="button button-small button-quiet" onClick={stopDrawing}>
          {words.cancel}
        </button>
      </div>
      {measureFault.value ? <Failure error={measureFault.value} /> : null}
    </section>
  );
}
