/** What was just taken away, and the way to have it back, until it is dismissed or the section is left. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../../icons/icon.tsx";
import { t } from "../../i18n/index.ts";
import { useAttempt } from "../../ui/form-parts.tsx";
import { Failure } from "../../ui/messages.tsx";
import { placeWords } from "./words.ts";

interface Removal {
  name: string;
  /** Brings it back on the server. */
  undo(): Promise<unknown>;
}

const removal = signal<Removal | null>(null);

export function offerUndo(of: Removal): void {
  removal.value = of;
}

export function UndoRemoval({ onUndone }: { onUndone(): void }) {
  const words = placeWords.value;
  const { fault, attempt } = useAttempt();
  useEffect(
    () => () => {
      removal.value = null;
    },
    [],
  );
  const of = removal.value;
  const undo = async () => {
    if (!of || !(await attempt(of.undo))) return;
    removal.value = null;
    onUndone();
  };
  return (
    <div role="status">
      {of ? (
        <div class="undo-line">
          <span>{words.removed(of.name)}</span>
          <button type="button" class="button button-small" onClick={() => void undo()}>
            <Icon name="undo" /> {words.undo}
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={t.value.close}
            onClick={() => {
              fault.value = null;
              removal.value = null;
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      ) : null}
      {of && fault.value ? <Failure error={fault.value} /> : null}
    </div>
  );
}
