/** Where a shop is: on the map, here, or at the pin that is there already. */
import { useState } from "preact/hooks";
import { Icon } from "../icons/icon.tsx";
import { city } from "../state/catalogue.ts";
import { urlState } from "../state/location.ts";
import type { Position } from "../api/types.ts";
import { locateMe } from "../ui/my-location.ts";
import { t } from "../i18n/index.ts";
import { isPlacing } from "./open.ts";
import { words } from "./words.ts";

interface PlaceChoiceProps {
  title: string;
  place: Position | null;
  onPlace(place: Position | null): void;
  /** Offered where somebody may not know it. */
  onUnknown?(): void;
}

export function PlaceChoice({ title, place, onPlace, onUnknown }: PlaceChoiceProps) {
  const said = words.value;
  const [problem, setProblem] = useState(false);
  const [isFinding, setFinding] = useState(false);
  const here = async () => {
    const own = city.peek();
    if (!own || isFinding) return;
    setFinding(true);
    setProblem(false);
    try {
      onPlace(await locateMe(own));
    } catch {
      setProblem(true);
    } finally {
      setFinding(false);
    }
  };
  if (place) {
    return (
      <p class="place-set">
        <Icon name="pin" /> <span>{said.placeSet}</span>
        <button type="button" class="text-button" onClick={() => onPlace(null)}>
          {said.changePlace}
        </button>
      </p>
    );
  }
  const { pin } = urlState.value;
  return (
    <fieldset class="choice-set">
      <legend>{title}</legend>
      <div class="choices">
        <button type="button" class="choice" onClick={() => (isPlacing.value = true)}>
          <Icon name="map" /> {said.onMap}
        </button>
        <button type="button" class="choice" aria-busy={isFinding} onClick={here}>
          <Icon name="locate" /> {isFinding ? t.value.location.finding : said.useMine}
        </button>
        {pin ? (
          <button type="button" class="choice" onClick={() => onPlace(pin)}>
            <Icon name="pin" /> {said.usePin}
          </button>
        ) : null}
        {onUnknown ? (
          <button type="button" class="choice" onClick={onUnknown}>
            <Icon name="info" /> {said.unknownPlace}
          </button>
        ) : null}
      </div>
      {problem ? (
        <p role="alert">
          {t.value.location.unavailable}。{t.value.location.unavailableHint}
        </p>
      ) : null}
    </fieldset>
  );
}
