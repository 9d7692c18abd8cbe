/** Parts that the forms of residents share. */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../icons/icon.tsx";
import { words } from "./words.ts";

/** A field that people do not see and programs fill in. */
export function Trap({ onValue }: { onValue(text: string): void }) {
  return (
    <div class="trap" aria-hidden="true">
      <label>
        Website
        <input
          name="website"
          type="text"
          tabIndex={-1}
          autocomplete="off"
          onInput={(event) => onValue((event.target as HTMLInputElement).value)}
        />
      </label>
    </div>
  );
}

const mostBytes = 10 * 1024 * 1024;

export function PhotoField({ photo, onPhoto }: { photo: File | null; onPhoto(photo: File | null): void }) {
  const said = words.value;
  const [isTooLarge, setTooLarge] = useState(false);
  const [preview, setPreview] = useState<string | null>(null);
  useEffect(() => {
    if (!photo) {
      setPreview(null);
      return;
    }
    const address = URL.createObjectURL(photo);
    setPreview(address);
    return () => URL.revokeObjectURL(address);
  }, [photo]);
  return (
    <div class="photo-field">
      <label class="button button-quiet photo-button">
        <Icon name="camera" /> {said.photo}
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp"
          class="visually-hidden"
          onChange={(event) => {
            const file = (event.target as HTMLInputElement).files?.[0] ?? null;
            setTooLarge(Boolean(file && file.size > mostBytes));
            onPhoto(file && file.size <= mostBytes ? file : null);
          }}
        />
      </label>
      {preview ? (
        <div class="photo-chosen">
          <img src={preview} alt="" />
          <button type="button" class="text-button" onClick={() => onPhoto(null)}>
            {said.photoRemove}
          </button>
        </div>
      ) : null}
      {isTooLarge ? <p role="alert">{said.photoTooLarge}</p> : null}
      {photo ? <p class="muted">{said.photoHint}</p> : null}
    </div>
  );
}

export function Stars({ stars }: { stars: number }) {
  return (
    <span class="stars" role="img" aria-label={words.value.starsOf(Math.round(stars * 10) / 10)}>
      {[1, 2, 3, 4, 5].map((one) => (
        <span key={one} class={stars >= one - 0.25 ? "star star-on" : "star"}>
          <Icon name="star" size={1.1} />
        </span>
      ))}
    </span>
  );
}
