/** Switches between our own ground and another map; nothing where none is offered. */
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { backdrop, chooseBackdrop, offeredBackdrops } from "../state/backdrop.ts";

export function BackdropButtons() {
  return (
    <>
      {offeredBackdrops.value.map((one) => {
        const isOn = backdrop.value?.id === one.id;
        const label = t.value.map.otherGround(localName(one));
        return (
          <button
            key={one.id}
            type="button"
            class="tool"
            aria-pressed={isOn}
            aria-label={label}
            title={label}
            onClick={() => chooseBackdrop(isOn ? null : one.id)}
          >
            <Icon name="layers" />
          </button>
        );
      })}
    </>
  );
}
