/** What is done to a circle as a whole: cut in two, joined with another, and which 15 categories it must have. */
import { signal, useSignal } from "@preact/signals";
import type { CategoryId } from "@quarterhour/data";
import { cityPath } from "../api/request.ts";
import type { Position } from "../api/types.ts";
import { localName } from "../i18n/index.ts";
import { catalogue, city } from "../state/catalogue.ts";
import { send } from "../state/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Notice } from "../ui/messages.tsx";
import type { Circle, ListedCircle } from "./api.ts";
import { circlePath } from "./api.ts";
import { change, circle, circles, loadCircles, openCircle, reassess, trouble } from "./state.ts";
import { planningWords } from "./words.ts";

const requiredCount = 15;

/** The next two clicks draw the line along which the circle is cut. */
export const cutting = signal<{ start: Position | null } | null>(null);

export async function cutAt(position: Position): Promise<void> {
  const now = cutting.peek();
  const own = circle.peek();
  if (!now || !own) return;
  if (!now.start) {
    cutting.value = { start: position };
    return;
  }
  cutting.value = null;
  trouble.value = null;
  try {
    const line = [now.start, position];
    await send("POST", `${circlePath(city.peek()!.id, own.id)}/split`, { line, version: own.version });
    await loadCircles();
    reassess();
  } catch (error) {
    trouble.value = error;
  }
}

async function join(own: ListedCircle, other: ListedCircle): Promise<void> {
  trouble.value = null;
  try {
    const both = [own, other].map(({ id, version }) => ({ id, version }));
    const joined = await send<Circle>("POST", `${cityPath(city.peek()!.id)}/circles/merge`, { circles: both });
    await loadCircles();
    openCircle(joined.id);
    reassess();
  } catch (error) {
    trouble.value = error;
  }
}

function Required({ of, onDone }: { of: ListedCircle; onDone(): void }) {
  const words = planningWords.value.reshape;
  const chosen = useSignal<CategoryId[]>(of.requiredBasic ?? []);
  const basic = (catalogue.state.value.value?.categories ?? []).filter(({ tier }) => tier === "basic");
  const save = async (requiredBasic: CategoryId[] | null) => {
    if (await change({ requiredBasic })) onDone();
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(chosen.value);
      }}
    >
      <p class="muted">{words.requiredHint}</p>
      <div class="ticks">
        {basic.map((category) => (
          <label key={category.id}>
            <input
              type="checkbox"
              checked={chosen.value.includes(category.id)}
              onChange={(event) =>
                (chosen.value = event.currentTarget.checked
                  ? [...chosen.value, category.id]
                  : chosen.value.filter((one) => one !== category.id))
              }
            />
            {localName(category)}
          </label>
        ))}
      </div>
      <p role="status">{words.chosen(chosen.value.length, requiredCount)}</p>
      <div class="button-row">
        <button type="submit" class="button button-primary" disabled={chosen.value.length !== requiredCount}>
          {words.save}
        </button>
        <button type="button" class="button button-quiet" onClick={() => void save(null)}>
          {words.any}
        </button>
      </div>
    </form>
  );
}

export function Reshape({ of }: { of: ListedCircle }) {
  const words = planningWords.value.reshape;
  const isOpen = useSignal(false);
  const others = (circles.state.value.value ?? []).filter(({ id }) => id !== of.id);
  return (
    <>
      <div class="button-row">
        <button
          type="button"
          class="button button-small button-quiet"
          aria-pressed={cutting.value !== null}
          onClick={() => (cutting.value = cutting.peek() ? null : { start: null })}
        >
          {words.cut}
        </button>
        <select
          class="button button-small button-quiet choice-button"
          aria-label={words.join}
          value=""
          onChange={(event) => {
            const other = others.find(({ id }) => id === event.currentTarget.value);
            event.currentTarget.value = "";
            if (other) void join(of, other);
          }}
        >
          <option value="">{words.join}…</option>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {other.name}
            </option>
          ))}
        </select>
        <button type="button" class="button button-small button-quiet" onClick={() => (isOpen.value = true)}>
          {words.required}
        </button>
      </div>
      {cutting.value ? <Notice icon="pin" title={cutting.value.start ? words.cutEnd : words.cutStart} /> : null}
      <Dialog title={words.required} isOpen={isOpen.value} onClose={() => (isOpen.value = false)}>
        <Required of={of} onDone={() => (isOpen.value = false)} />
      </Dialog>
    </>
  );
}
