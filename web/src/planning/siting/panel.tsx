/** What is asked: categories, how many, where, and what counts. */
import { useEffect } from "preact/hooks";
import { localName } from "../../i18n/index.ts";
import { Icon } from "../../icons/icon.tsx";
import { catalogue } from "../../state/catalogue.ts";
import { may } from "../../state/session.ts";
import { NumberField } from "../../ui/form-parts.tsx";
import { LoginNeeded } from "../../ui/login-needed.tsx";
import { Failure } from "../../ui/messages.tsx";
import { JobProgress } from "../../ui/job-progress.tsx";
import { categoryName } from "../category-name.ts";
import { circles } from "../state.ts";
import { candidateKinds, weights } from "./api.ts";
import {
  area,
  candidates,
  categories,
  count,
  distance,
  fault,
  find,
  findClosures,
  followSiting,
  least,
  ring,
  running,
  weight,
} from "./state.ts";
import { sitingWords } from "./words.ts";

function Categories() {
  const words = sitingWords.value;
  const all = catalogue.state.value.value?.categories ?? [];
  return (
    <fieldset class="roles siting-categories">
      <legend>{words.categories}</legend>
      {categories.value.map((id) => (
        <span class="tag" key={id}>
          {categoryName(id)}
          <button
            type="button"
            class="icon-button tag-drop"
            aria-label={`${words.drop}: ${categoryName(id)}`}
            onClick={() => (categories.value = categories.value.filter((one) => one !== id))}
          >
            <Icon name="close" size={0.9} />
          </button>
        </span>
      ))}
      <select
        class="select-quiet"
        aria-label={words.addCategory}
        value=""
        onChange={(event) => {
          const chosen = all.find(({ id }) => id === event.currentTarget.value);
          event.currentTarget.value = "";
          if (chosen) categories.value = [...categories.value, chosen.id];
        }}
      >
        <option value="">{words.addCategory}…</option>
        {all
          .filter(({ id }) => !categories.value.includes(id))
          .map((category) => (
            <option key={category.id} value={category.id}>
              {localName(category)}
            </option>
          ))}
      </select>
    </fieldset>
  );
}

export function SitingPanel() {
  const words = sitingWords.value;
  useEffect(followSiting, []);
  if (!may("planner")) return <LoginNeeded title={words.loginNeeded} hint={words.lead} />;
  const isReady = categories.value.length > 0 && count.value > 0 && candidates.value.length > 0 && !running.value;
  return (
    <form
      class="tool-panel form"
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <p class="muted">{words.lead}</p>
      <Categories />
      <NumberField
        label={words.count}
        value={count.value}
        least={1}
        most={200}
        onChange={(value) => (count.value = value ?? 0)}
      />
      <label class="field">
        <span>{words.area}</span>
        <select value={area.value ?? ""} onChange={(event) => (area.value = event.currentTarget.value || null)}>
          <option value="">{words.wholeCity}</option>
          {(circles.state.value.value ?? []).map((circle) => (
            <option key={circle.id} value={circle.id}>
              {words.circleChosen(circle.name)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{words.ring}</span>
        <select value={ring.value ?? ""} onChange={(event) => (ring.value = Number(event.currentTarget.value) || null)}>
          <option value="">{words.ringOwn}</option>
          {[5, 10, 15].map((minutes) => (
            <option key={minutes} value={minutes}>
              {words.ringMinutes(minutes)}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="roles">
        <legend>{words.candidates}</legend>
        {candidateKinds.map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={candidates.value.includes(kind)}
              onChange={(event) =>
                (candidates.value = event.currentTarget.checked
                  ? [...candidates.value, kind]
                  : candidates.value.filter((one) => one !== kind))
              }
            />
            {words.candidateKinds[kind]}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{words.weights}</span>
        <select
          value={weight.value}
          onChange={(event) =>
            (weight.value = weights.find((one) => one === event.currentTarget.value) ?? "households")
          }
        >
          {weights.map((one) => (
            <option key={one} value={one}>
              {words.weightKinds[one]}
            </option>
          ))}
        </select>
      </label>
      <NumberField label={words.distance} value={distance.value} onChange={(value) => (distance.value = value)} />
      <NumberField label={words.least} value={least.value} onChange={(value) => (least.value = value)} />
      <div class="button-row">
        <button type="submit" class="button button-primary" disabled={!isReady}>
          {words.start}
        </button>
        <button type="button" class="button button-small" disabled={!isReady} onClick={() => void findClosures()}>
          {words.closures}
        </button>
      </div>
      {running.value ? <JobProgress job={running.value} title={words.working} /> : null}
      {fault.value ? <Failure error={fault.value} /> : null}
    </form>
  );
}
