/** Asks before something that cannot be taken back: says what goes, and names the deed on the button. */
import { t } from "../i18n/index.ts";
import { Dialog } from "./dialog.tsx";

interface AskDialogProps {
  title: string;
  /** What is lost, and what stays. */
  text: string;
  /** The deed in a word, such as "delete". */
  yes: string;
  isOpen: boolean;
  onYes(): void;
  onClose(): void;
}

export function AskDialog({ title, text, yes, isOpen, onYes, onClose }: AskDialogProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p>{text}</p>
      <div class="button-row">
        <button
          type="button"
          class="button button-primary"
          onClick={() => {
            onClose();
            onYes();
          }}
        >
          {yes}
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          {t.value.cancel}
        </button>
      </div>
    </Dialog>
  );
}
