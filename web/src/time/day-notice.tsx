/** Says that a past day is looked at, and leads back. */
import { Icon } from "../icons/icon.tsx";
import { day, goToDay } from "./day.ts";
import { words } from "./words.ts";

export function DayNotice() {
  if (!day.value) return null;
  const said = words.value;
  return (
    <div class="day-notice" role="status">
      <Icon name="calendar" />
      <p>
        <strong>{said.looking(day.value)}</strong> {said.hint}
      </p>
      <button type="button" class="button button-small" onClick={() => goToDay(null, "push")}>
        {said.backToToday}
      </button>
    </div>
  );
}
