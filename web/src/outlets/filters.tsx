/** Chips that say what they do, and the picker of categories. */
import type { CategoryId } from "@quarterhour/data";
import type { Tier } from "../api/types.ts";
import { categoryIcons } from "../icons/categories.ts";
import { Icon } from "../icons/icon.tsx";
import { localName, t } from "../i18n/index.ts";
import { categoriesById, catalogue } from "../state/catalogue.ts";
import { go, urlState } from "../state/location.ts";
import { Skeleton } from "../ui/messages.tsx";
import { chosenFeatures, chosenStatuses, featureIds, statusIds, toggleFeature, toggleStatus } from "./features.ts";
import type { FeatureId } from "./features.ts";
import { chosenCategories } from "./state.ts";

function Chip({
  pressed,
  onClick,
  children,
}: {
  pressed: boolean;
  onClick(): void;
  children: preact.ComponentChildren;
}) {
  return (
    <button type="button" class="chip" aria-pressed={pressed} onClick={onClick}>
      {children}
    </button>
  );
}

const directFeatures = ["24h", "several"] as const;

interface FilterChipsProps {
  pickerOpen: boolean;
  onPicker(): void;
  timeOpen: boolean;
  onTime(): void;
}

export function FilterChips({ pickerOpen, onPicker, timeOpen, onTime }: FilterChipsProps) {
  const words = t.value;
  const features = chosenFeatures.value;
  const statuses = chosenStatuses.value;
  // The other features get a chip once they are chosen, so that whatever is filtered by is in sight.
  const shownFeatures = featureIds.filter((id) => isDirect(id) || features.includes(id));
  const { tier, openNow } = urlState.value;
  const chosen = chosenCategories.value;
  const single = chosen.length === 1 ? categoriesById.value.get(chosen[0]) : undefined;
  const toggleTier = (one: Tier) => go({ tier: tier === one ? null : one });
  return (
    <div class="chips" role="group" aria-label={words.filters.label}>
      <button type="button" class="chip" aria-expanded={pickerOpen} data-on={chosen.length > 0} onClick={onPicker}>
        {single ? <Icon path={categoryIcons[single.id]} /> : <Icon name="layers" />}
        {single ? localName(single) : chosen.length ? words.filters.chosen(chosen.length) : words.filters.categories}
      </button>
      <Chip pressed={openNow} onClick={() => go({ openNow: !openNow })}>
        <Icon name="clock" />
        {words.filters.openNow}
      </Chip>
      <Chip pressed={tier === "basic"} onClick={() => toggleTier("basic")}>
        <span class="dot dot-basic" />
        {words.tiersShort.basic}
      </Chip>
      <Chip pressed={tier === "quality"} onClick={() => toggleTier("quality")}>
        <span class="dot dot-quality" />
        {words.tiersShort.quality}
      </Chip>
      {shownFeatures.map((id) => (
        <Chip key={id} pressed={features.includes(id)} onClick={() => toggleFeature(id)}>
          {words.filters.features[id]}
        </Chip>
      ))}
      {statuses.map((id) => (
        <Chip key={id} pressed onClick={() => toggleStatus(id)}>
          {words.filters.statuses[id]}
        </Chip>
      ))}
      <Chip pressed={timeOpen} onClick={onTime}>
        <Icon name="calendar" />
        {words.filters.time}
      </Chip>
      {chosen.length || tier || openNow || features.length || statuses.length ? (
        <button type="button" class="chip chip-clear" onClick={clearFilters}>
          <Icon name="close" size={1} />
          {words.filters.clear}
        </button>
      ) : null}
    </div>
  );
}

function isDirect(id: FeatureId): boolean {
  return (directFeatures as readonly string[]).includes(id);
}

function clearFilters(): void {
  const { has: _has, status: _status, ...own } = urlState.peek().own;
  go({ categories: [], tier: null, openNow: false, own });
}

/** What else one may look for, above the categories. */
function MoreFilters() {
  const words = t.value.filters;
  return (
    <section class="more-filters" aria-label={words.more}>
      <h3>{words.more}</h3>
      <div class="chips">
        {featureIds.map((id) => (
          <Chip key={id} pressed={chosenFeatures.value.includes(id)} onClick={() => toggleFeature(id)}>
            {words.features[id]}
          </Chip>
        ))}
      </div>
      <h3>{words.statusTitle}</h3>
      <div class="chips">
        {statusIds.map((id) => (
          <Chip key={id} pressed={chosenStatuses.value.includes(id)} onClick={() => toggleStatus(id)}>
            {words.statuses[id]}
          </Chip>
        ))}
      </div>
    </section>
  );
}

function toggle(id: CategoryId): void {
  const chosen = chosenCategories.peek();
  go({ categories: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id] }, "replace");
}

export function CategoryPicker({ onClose }: { onClose(): void }) {
  const words = t.value;
  const { status, value } = catalogue.state.value;
  const chosen = chosenCategories.value;
  return (
    <div
      class="picker"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header class="panel-head">
        <button type="button" class="icon-button" aria-label={words.back} onClick={onClose}>
          <Icon name="back" />
        </button>
        <h2>{words.filters.pickerTitle}</h2>
        {chosen.length ? (
          <button type="button" class="text-button" onClick={() => go({ categories: [] }, "replace")}>
            {words.filters.clear}
          </button>
        ) : null}
        <button type="button" class="button button-small" onClick={onClose}>
          {words.filters.show}
        </button>
      </header>
      <MoreFilters />
      {status === "loading" ? <Skeleton lines={8} /> : null}
      {(["basic", "quality"] as const).map((tier) => (
        <section key={tier} aria-label={words.tiers[tier]}>
          <h3>{words.tiers[tier]}</h3>
          <ul class="picker-grid">
            {(value?.categories ?? [])
              .filter((one) => one.tier === tier)
              .map((one) => (
                <li key={one.id}>
                  <button type="button" aria-pressed={chosen.includes(one.id)} onClick={() => toggle(one.id)}>
                    <span class={`mark mark-${tier}`}>
                      <Icon path={categoryIcons[one.id]} size={1.15} strokeWidth={2.1} />
                    </span>
                    <span>{localName(one)}</span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
