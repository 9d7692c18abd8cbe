/** Small parts of this page. */
import type { ComponentChildren } from "preact";

/** Flashes once when what it shows has changed. */
export function Flash({ value, children }: { value: string | number | null; children: ComponentChildren }) {
  // A new key is a new element, and a new element plays its animation; the first one is told not to.
  return (
    <span class="flash" key={String(value)}>
      {children}
    </span>
  );
}

export function Tabs<Name extends string>({
  names,
  labels,
  chosen,
  onChoose,
  label,
}: {
  names: readonly Name[];
  labels: Record<Name, string>;
  chosen: Name;
  onChoose(name: Name): void;
  label: string;
}) {
  return (
    <div class="tabs" role="group" aria-label={label}>
      {names.map((name) => (
        <button type="button" key={name} aria-pressed={name === chosen} onClick={() => onChoose(name)}>
          {labels[name]}
        </button>
      ))}
    </div>
  );
}
