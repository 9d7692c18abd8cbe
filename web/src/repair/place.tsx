/** Where the person is: their own position, a compound found by name, or a tap on the map. */
import type { Position, SearchHit } from "../api/types.ts";
import { Icon } from "../icons/icon.tsx";
import { t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { lastPlace } from "./last-place.ts";
import { isPhone } from "../state/device.ts";
import { urlState } from "../state/location.ts";
import { MyLocation } from "../ui/my-location-button.tsx";
import { rest } from "../ui/sheet.tsx";
import { SearchBox } from "../ui/search-box.tsx";

interface PlaceProps {
  onPlace(position: Position, name: string | null): void;
  onTapMap(): void;
}

function placeWords(): string {
  const { place } = urlState.value;
  const words = t.value.repair;
  if (place === "me") return words.fromPlace(t.value.location.mine);
  return place ? words.fromPlace(place) : words.fromPin;
}

export function PlaceChooser({ onPlace, onTapMap }: PlaceProps) {
  const words = t.value.repair;
  const last = city.value && lastPlace(city.value);
  return (
    <section
      class="place-chooser"
      aria-labelledby="place-question"
      // The keyboard and the suggestions need the room.
      onFocusIn={(event) => {
        if (isPhone.peek() && (event.target as HTMLElement).tagName === "INPUT") rest.value = "full";
      }}
    >
      <h2 id="place-question">{words.choosePlace}</h2>
      <p class="muted">{words.choosePlaceHint}</p>
      <MyLocation onFound={(position) => onPlace(position, "me")} />
      <SearchBox
        onChoose={(hit: SearchHit) => {
          rest.value = "half";
          onPlace(hit.location, hit.name);
        }}
      />
      {last ? (
        <button
          type="button"
          class="button button-quiet button-large"
          onClick={() => onPlace(last.position, last.name)}
        >
          <Icon name="clock" /> {last.name && last.name !== "me" ? words.lastPlaceNamed(last.name) : words.lastPlace}
        </button>
      ) : null}
      <button type="button" class="button button-quiet button-large" onClick={onTapMap}>
        <Icon name="map" /> {words.tapMap}
      </button>
    </section>
  );
}

export function PlaceLine({ onChange }: { onChange(): void }) {
  return (
    <p class="place-line">
      <Icon name="pin" />
      <span>{placeWords()}</span>
      <button type="button" class="text-button" onClick={onChange}>
        {t.value.repair.change}
      </button>
    </p>
  );
}
