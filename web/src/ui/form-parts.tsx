/** Fields of forms, and trying what a form asks for. */
import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { localName } from "../i18n/index.ts";
import { catalogue } from "../state/catalogue.ts";
import { Failure } from "./messages.tsx";

interface FieldProps<Value> {
  label: string;
  value: Value;
  onChange(value: Value): void;
}

/** A line of text; null where nothing stands in it. */
export function TextField({
  label,
  value,
  onChange,
  required = false,
  maxLength,
}: FieldProps<string | null> & {
  required?: boolean;
  maxLength?: number;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        required={required}
        maxLength={maxLength}
        value={value ?? ""}
        onInput={(event) => onChange(event.currentTarget.value || null)}
      />
    </label>
  );
}

/** A day, ISO 8601; null for none. */
export function DayField({ label, value, onChange }: FieldProps<string | null>) {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="date" value={value ?? ""} onInput={(event) => onChange(event.currentTarget.value || null)} />
    </label>
  );
}

/** A number; null where none is given. */
export function NumberField({
  label,
  value,
  onChange,
  least = 0,
  most,
}: FieldProps<number | null> & {
  least?: number;
  most?: number;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={least}
        max={most}
        value={value ?? ""}
        onInput={(event) => {
          const number = event.currentTarget.valueAsNumber;
          onChange(Number.isNaN(number) ? null : number);
        }}
      />
    </label>
  );
}

/** Options of a select: the fifty categories, and with `kinds` the kinds of small repair as `small-repair/…`. */
export function CategoryOptions({ kinds = false }: { kinds?: boolean }) {
  const known = catalogue.state.value.value;
  return (
    <>
      {known?.categories.map((category) => (
        <option key={category.id} value={category.id}>
          {localName(category)}
        </option>
      ))}
      {kinds
        ? known?.repairKinds.map((kind) => (
            <option key={kind.id} value={`small-repair/${kind.id}`}>
              {localName(kind)}
            </option>
          ))
        : null}
    </>
  );
}

/** Runs what a form asks for; what went wrong stands in `fault` until the next try. Returns whether it went well. */
export function useAttempt(): { fault: Signal<unknown>; attempt(work: () => Promise<unknown>): Promise<boolean> } {
  const fault = useSignal<unknown>(null);
  return {
    fault,
    async attempt(work) {
      fault.value = null;
      try {
        await work();
        return true;
      } catch (error) {
        fault.value = error;
        return false;
      }
    },
  };
}

interface FormEndProps {
  words: { save: string; cancel: string; remove: string };
  fault: unknown;
  canSave: boolean;
  onCancel(): void;
  /** null where there is nothing to remove yet. */
  onRemove: (() => void) | null;
}

/** What went wrong, and the ways out of a form. */
export function FormEnd({ words, fault, canSave, onCancel, onRemove }: FormEndProps) {
  return (
    <>
      {fault ? <Failure error={fault} /> : null}
      <div class="button-row">
        <button type="submit" class="button button-primary" disabled={!canSave}>
          {words.save}
        </button>
        <button type="button" class="button button-quiet" onClick={onCancel}>
          {words.cancel}
        </button>
        {onRemove ? (
          <button type="button" class="button button-quiet" onClick={onRemove}>
            {words.remove}
          </button>
        ) : null}
      </div>
    </>
  );
}
