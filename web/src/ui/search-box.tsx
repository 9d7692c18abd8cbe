/** Search with suggestions: a combobox as screen readers know it. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { search } from "../api/client.ts";
import type { SearchHit } from "../api/types.ts";
import { Icon } from "../icons/icon.tsx";
import type { SymbolName } from "../icons/symbols.ts";
import { t } from "../i18n/index.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { Failure } from "./messages.tsx";

const pauseMilliseconds = 180;

const hitIcons: Record<SearchHit["type"], SymbolName> = {
  outlet: "pin",
  residence: "place",
  compound: "place",
  area: "map",
  place: "map",
};

export function SearchBox({ onChoose }: { onChoose(hit: SearchHit): void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal("");
  const isOpen = useSignal(false);
  const active = useSignal(-1);
  const found = useMemo(() => createResource<SearchHit[]>(), []);
  const words = t.value;
  const cityId = city.value?.id;
  const state = found.state.value;
  const hits = state.value ?? [];
  const wanted = text.value.trim();

  useEffect(() => {
    if (!wanted || !cityId) {
      found.clear();
      return;
    }
    const timer = setTimeout(
      () => void found.load((signal) => search(cityId, wanted, signal), { keep: true }),
      pauseMilliseconds,
    );
    return () => clearTimeout(timer);
  }, [wanted, cityId, found]);

  const close = () => {
    isOpen.value = false;
    active.value = -1;
  };
  const choose = (hit: SearchHit) => {
    text.value = hit.name;
    close();
    input.current?.blur();
    onChoose(hit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      if (isOpen.value) close();
      else text.value = "";
      event.stopPropagation();
      return;
    }
    if (event.key === "Enter") {
      // Chinese input methods end a composition with Enter too.
      if (event.isComposing) return;
      const hit = hits[Math.max(0, active.value)];
      if (hit && state.status === "ready") choose(hit);
      event.preventDefault();
      return;
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
      isOpen.value = true;
      const step = event.key === "ArrowDown" ? 1 : -1;
      active.value = (active.value + step + hits.length) % hits.length;
      event.preventDefault();
    }
  };

  const showList = isOpen.value && wanted !== "" && state.status !== "idle";
  return (
    <div
      class="search"
      role="search"
      onFocusOut={(event) => {
        if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) close();
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
        role="combobox"
        aria-label={words.search.label}
        aria-expanded={showList}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={showList && active.value >= 0 ? `${id}-${active.value}` : undefined}
        placeholder={words.search.placeholder}
        value={text.value}
        onInput={(event) => {
          text.value = (event.target as HTMLInputElement).value;
          isOpen.value = true;
          active.value = -1;
        }}
        onFocus={() => (isOpen.value = true)}
        onKeyDown={onKeyDown}
      />
      {text.value ? (
        <button
          type="button"
          class="icon-button"
          aria-label={words.search.clear}
          onClick={() => {
            text.value = "";
            input.current?.focus();
          }}
        >
          <Icon name="close" />
        </button>
      ) : null}
      <div class="visually-hidden" role="status">
        {showList && state.status === "ready"
          ? hits.length
            ? words.search.results(hits.length)
            : words.search.none(wanted)
          : ""}
      </div>
      <div class="search-results" hidden={!showList}>
        <ul id={`${id}-list`} role="listbox" aria-label={words.search.label}>
          {hits.map((hit, index) => (
            <li
              key={`${hit.type}/${hit.id}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active.value}
              // Pressing must not take the focus away before the click arrives.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(hit)}
            >
              <Icon name={hitIcons[hit.type]} />
              <span class="search-hit-text">
                <span class="search-hit-name">{hit.name}</span>
                {hit.address ? <span class="search-hit-address">{hit.address}</span> : null}
              </span>
              <span class="search-hit-type">{words.search.types[hit.type]}</span>
            </li>
          ))}
        </ul>
        {state.status === "loading" && !hits.length ? <p class="search-note">{words.loading}</p> : null}
        {state.status === "ready" && !hits.length ? (
          <p class="search-note">
            <strong>{words.search.none(wanted)}</strong>
            <br />
            {words.search.noneHint}
          </p>
        ) : null}
        {state.status === "failed" ? <Failure error={state.error} retry={found.retry} /> : null}
      </div>
    </div>
  );
}
