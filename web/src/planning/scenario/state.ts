/** The changes tried out, what they would do, and what the next click on the map means. */
import { computed, effect, signal } from "@preact/signals";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { getOutlet } from "../../api/client.ts";
import { ApiError, isAbort } from "../../api/request.ts";
import type { Position } from "../../api/types.ts";
import { city } from "../../state/catalogue.ts";
import { createLatestAsker } from "../../state/latest.ts";
import { createResource } from "../../state/loadable.ts";
import { goOwn, urlState } from "../../state/location.ts";
import { account } from "../../state/session.ts";
import { getScenario, listScenarios, removeScenario, saveScenario, tryOut } from "./api.ts";
import type { LinkKind, SavedScenario, ScenarioAnswer } from "./api.ts";
import { changesOf, editsOf, newKey } from "./edits.ts";
import type { Change, KnownOutlet } from "./edits.ts";

/** What the next click on the map does. */
export type Pick =
  | { type: "add"; category: CategoryId; kind?: RepairKindId }
  | { type: "move" | "remove" }
  | { type: "open-gate" | "close-gate" }
  | { type: "service"; category: CategoryId }
  | { type: "link"; kind: LinkKind; start: Position | null };

export const changes = signal<Change[]>([]);
const past = signal<Change[][]>([]);
const future = signal<Change[][]>([]);
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
export const pick = signal<Pick | null>(null);
export const answer = signal<ScenarioAnswer | null>(null);
export const isWorking = signal(false);
export const fault = signal<unknown>(null);
export const saved = createResource<SavedScenario[]>();
export const scenarioId = computed(() => urlState.value.own["scenario"] ?? null);

const asker = createLatestAsker<Change[]>(async (list, aborted) => {
  const edits = editsOf(list);
  if (!Object.keys(edits).length) {
    answer.value = null;
    fault.value = null;
    return;
  }
  isWorking.value = true;
  try {
    answer.value = await tryOut(city.peek()!.id, edits, aborted);
    fault.value = null;
  } catch (error) {
    if (!isAbort(error)) fault.value = error;
  } finally {
    isWorking.value = false;
  }
});

function put(list: Change[]): void {
  past.value = [...past.peek(), changes.peek()];
  future.value = [];
  changes.value = list;
  asker.ask(list, false);
}

function addChange(change: Change): void {
  put([...changes.peek(), change]);
}

export function dropChange(key: string): void {
  put(changes.peek().filter((one) => one.key !== key));
}

export function clearChanges(): void {
  put([]);
  goOwn({ scenario: null }, "replace");
}

export function undo(): void {
  const before = past.peek().at(-1);
  if (!before) return;
  future.value = [changes.peek(), ...future.peek()];
  past.value = past.peek().slice(0, -1);
  changes.value = before;
  asker.ask(before, false);
}

export function redo(): void {
  const next = future.peek()[0];
  if (!next) return;
  past.value = [...past.peek(), changes.peek()];
  future.value = future.peek().slice(1);
  changes.value = next;
  asker.ask(next, false);
}

let beforeDrag: Change[] | null = null;

/** While a shop is dragged the figures follow; the whole drag is one step to undo. */
export function dragTo(key: string, location: Position, phase: "moving" | "dropped"): void {
  beforeDrag ??= changes.peek();
  const list = changes
    .peek()
    .map((one) => (one.key === key && (one.type === "add" || one.type === "move") ? { ...one, location } : one));
  changes.value = list;
  asker.ask(list, phase === "moving");
  if (phase === "moving") return;
  past.value = [...past.peek(), beforeDrag];
  future.value = [];
  beforeDrag = null;
}

async function outletOf(id: string): Promise<KnownOutlet> {
  const { name, location, services } = await getOutlet(city.peek()!.id, id);
  return { id, name, location, services };
}

/** A click on the map, with the outlet that lies there, if any. */
export async function clickAt(position: Position, outletId: string | null): Promise<void> {
  const wanted = pick.peek();
  if (!wanted) return;
  fault.value = null;
  try {
    switch (wanted.type) {
      case "add":
        pick.value = null;
        addChange({
          type: "add",
          key: newKey(),
          category: wanted.category,
          location: position,
          ...(wanted.kind ? { kind: wanted.kind } : {}),
        });
        return;
      case "open-gate":
      case "close-gate":
        pick.value = null;
        addChange({ type: wanted.type, key: newKey(), location: position });
        return;
      case "link":
        if (!wanted.start) {
          pick.value = { ...wanted, start: position };
          return;
        }
        pick.value = null;
        addChange({ type: "link", key: newKey(), kind: wanted.kind, path: [wanted.start, position] });
        return;
      default: {
        // These are about a shop that is there.
        if (!outletId) return;
        pick.value = null;
        const outlet = await outletOf(outletId);
        if (wanted.type === "move") addChange({ type: "move", key: newKey(), outlet, location: outlet.location });
        else if (wanted.type === "remove") addChange({ type: "remove", key: newKey(), outlet });
        else if (wanted.type === "service") {
          addChange({ type: "service", key: newKey(), outlet, category: wanted.category });
        }
      }
    }
  } catch (error) {
    fault.value = error;
  }
}

function loadSaved(): void {
  const id = city.peek()?.id;
  if (id) void saved.load((aborted) => listScenarios(id, aborted), { keep: true });
}

export async function save(name: string): Promise<void> {
  fault.value = null;
  try {
    const kept = await saveScenario(city.peek()!.id, name, editsOf(changes.peek()));
    answer.value = kept;
    goOwn({ scenario: kept.id });
    loadSaved();
  } catch (error) {
    fault.value = error;
  }
}

export async function forget(one: SavedScenario): Promise<void> {
  fault.value = null;
  try {
    await removeScenario(city.peek()!.id, one);
    if (scenarioId.peek() === one.id) goOwn({ scenario: null });
    loadSaved();
  } catch (error) {
    fault.value = error;
  }
}

/** Takes these sites over as shops to be tried out. */
export function adopt(sites: readonly { location: Position; category: CategoryId; kind: RepairKindId | null }[]): void {
  put(
    sites.map(({ location, category, kind }) => ({
      type: "add" as const,
      key: newKey(),
      category,
      location,
      ...(kind ? { kind } : {}),
    })),
  );
}

/** null where the outlet is gone by now; the server then says which edit does not fit any more. */
async function outletIfThere(id: string): Promise<KnownOutlet | null> {
  try {
    return await outletOf(id);
  } catch (error) {
    if (error instanceof ApiError && error.kind === "missing") return null;
    throw error;
  }
}

let opened: string | null = null;

async function open(id: string): Promise<void> {
  const cityId = city.peek()!.id;
  fault.value = null;
  try {
    const { edits } = await getScenario(cityId, id);
    const ids = [
      ...(edits.outlets?.move ?? []).map((one) => one.id),
      ...(edits.outlets?.remove ?? []),
      ...(edits.outlets?.change ?? []).map((one) => one.id),
    ];
    const outlets = await Promise.all(ids.map(outletIfThere));
    const known = new Map(outlets.filter((one) => one !== null).map((one) => [one.id, one]));
    past.value = [];
    future.value = [];
    changes.value = changesOf(edits, known);
    asker.ask(changes.peek(), false);
  } catch (error) {
    fault.value = error;
  }
}

/** Opens what the address names, as long as the tool is. */
export function followScenario(): () => void {
  const stopOpening = effect(() => {
    const id = scenarioId.value;
    if (!city.value || !account.value || id === opened) return;
    opened = id;
    if (id && answer.peek()?.id !== id) void open(id);
  });
  const stopList = effect(() => {
    if (city.value) loadSaved();
  });
  return () => {
    stopOpening();
    stopList();
    opened = null;
    asker.stop();
    pick.value = null;
  };
}
