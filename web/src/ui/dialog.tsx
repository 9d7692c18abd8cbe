/** A window over the page; Escape and a click beside it close it, and the browser keeps the keyboard inside. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  /** Room for a table or a form of several columns. */
  wide?: boolean;
  /** What stands in it stays while it is shut, such as a form half filled in. */
  keepsContent?: boolean;
  children: ComponentChildren;
}

const strayMilliseconds = 700;

export function Dialog({ title, isOpen, onClose, wide = false, keepsContent = false, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const openedAt = useRef(0);
  useEffect(() => {
    if (isOpen && !box.current?.open) {
      box.current?.showModal();
      openedAt.current = performance.now();
    }
    if (!isOpen && box.current?.open) box.current.close();
  }, [isOpen]);
  return (
    <dialog
      ref={box}
      class={wide ? "dialog dialog-wide" : "dialog"}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        // A click on the backdrop lands on the dialog itself.
        // The second of two quick taps was meant for what lay there before.
        const isStray = performance.now() - openedAt.current < strayMilliseconds;
        if (event.target === box.current && !isStray) box.current?.close();
      }}
    >
      {isOpen || keepsContent ? (
        <div class="dialog-inner">
          <header class="dialog-head">
            <h2>{title}</h2>
            <button type="button" class="icon-button" aria-label={t.value.close} onClick={() => box.current?.close()}>
              <Icon name="close" />
            </button>
          </header>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
