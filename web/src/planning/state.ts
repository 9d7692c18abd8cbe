/** The circles, the one on screen, and the boundary that is being drawn. */
import { computed, effect, signal } from "@preact/signals";
import type { Polygon } from "geojson";
import type { IsochroneAnswer, Position } from "../api/types.ts";
import { getIsochrones } from "../api/client.ts";
import { isAbort } from "../api/request.ts";
import { city } from "../state/catalogue.ts";
import { createLatestAsker } from "../state/latest.ts";
import { createResource } from "../state/loadable.ts";
import { goOwn, urlState } from "../state/location.ts";
import {
  addCircle,
  changeCircle,
  getAssessment,
  listCircles,
  measureBoundary,
  proposeCircle,
  removeCircle,
} from "./api.ts";
import type { Boundary, CircleAssessment, CircleChange, ListedCircle } from "./api.ts";
import { joinParts, partsOf } from "./geometry.ts";

export const tools = ["circles", "scenario", "siting", "projects"] as const;
export type Tool = (typeof tools)[number];
export const sorts = ["points", "reach", "name", "households"] as const;
export type Sort = (typeof sorts)[number];

export const tool = computed<Tool>(() => tools.find((one) => one === urlState.value.own["tool"]) ?? "circles");
export const sort = computed<Sort>(() => sorts.find((one) => one === urlState.value.own["sort"]) ?? "points");
export const circleId = computed(() => urlState.value.own["circle"] ?? null);

export const circles = createResource<ListedCircle[]>();
export const assessment = createResource<CircleAssessment>();
export const trouble = signal<unknown>(null);

export const sorted = computed<ListedCircle[]>(() => {
  const all = [...(circles.state.value.value ?? [])];
  const by: Record<Sort, (a: ListedCircle, b: ListedCircle) => number> = {
    points: (a, b) => a.summary.presence.points - b.summary.presence.points,
    reach: (a, b) => (a.summary.reachShare ?? 2) - (b.summary.reachShare ?? 2),
    name: (a, b) => a.name.localeCompare(b.name, "zh-CN"),
    households: (a, b) => b.summary.households - a.summary.households,
  };
  return all.sort(by[sort.value]);
});

export const circle = computed<ListedCircle | null>(
  () => (circles.state.value.value ?? []).find(({ id }) => id === circleId.value) ?? null,
);

function cityId(): string {
  const own = city.peek();
  if (!own) throw new Error("no city is chosen");
  return own.id;
}

export function loadCircles(): Promise<void> {
  return circles.load((aborted) => listCircles(cityId(), aborted), { keep: true });
}

export function openCircle(id: string | null): void {
  trouble.value = null;
  draft.value = null;
  goOwn({ circle: id });
}

/* ---- drawing ---- */

export interface Draft {
  /** The circle whose boundary is edited; null for a new one. */
  circle: string | null;
  version: number | null;
  name: string;
  parts: Polygon[];
  /** Earlier and later states of the boundary. */
  past: Polygon[][];
  future: Polygon[][];
}

export const draft = signal<Draft | null>(null);
/** Corners of the boundary under the hand; null while the means to draw are on their way. */
export const cornersSet = signal<number | null>(null);
/** What the boundary as it stands now would be worth. */
const measured = signal<CircleAssessment | null>(null);
export const measureFault = signal<unknown>(null);
/** The next click grows a circle there. */
export const isProposing = signal(false);

const measurer = createLatestAsker<Boundary>(async (boundary, aborted) => {
  try {
    const required = circle.peek()?.requiredBasic ?? null;
    measured.value = await measureBoundary(cityId(), boundary, required, aborted);
    measureFault.value = null;
  } catch (error) {
    if (!isAbort(error)) measureFault.value = error;
  }
});

function measure(parts: readonly Polygon[], isMoving: boolean): void {
  // A polygon under way has too few corners to enclose anything.
  const boundary = joinParts(parts.filter(({ coordinates }) => coordinates[0].length >= 4));
  if (boundary) measurer.ask(boundary, isMoving);
}

export function startDrawing(): void {
  trouble.value = null;
  measured.value = null;
  measureFault.value = null;
  draft.value = { circle: null, version: null, name: "", parts: [], past: [], future: [] };
}

export function startEditing(): void {
  const own = circle.peek();
  if (!own?.boundary) return;
  trouble.value = null;
  measured.value = null;
  measureFault.value = null;
  const parts = partsOf(own.boundary);
  draft.value = { circle: own.id, version: own.version, name: own.name, parts, past: [], future: [] };
}

/** The person moved a corner: the figures follow; a step done can be undone. */
export function boundaryChanged(parts: Polygon[], phase: "moving" | "done", isSound: boolean): void {
  const own = draft.peek();
  if (!own) return;
  if (isSound || phase === "done") measure(parts, phase === "moving");
  if (phase === "done") draft.value = { ...own, parts, past: [...own.past, own.parts], future: [] };
}

export function undoStep(): void {
  const own = draft.peek();
  const before = own?.past.at(-1);
  if (!own || !before) return;
  draft.value = { ...own, parts: before, past: own.past.slice(0, -1), future: [own.parts, ...own.future] };
  measure(before, false);
}

export function redoStep(): void {
  const own = draft.peek();
  const next = own?.future[0];
  if (!own || !next) return;
  draft.value = { ...own, parts: next, past: [...own.past, own.parts], future: own.future.slice(1) };
  measure(next, false);
}

export function stopDrawing(): void {
  measurer.stop();
  draft.value = null;
  measured.value = null;
  measureFault.value = null;
}

export async function saveDraft(): Promise<boolean> {
  const own = draft.peek();
  const boundary = own && joinParts(own.parts);
  if (!own || !boundary) return false;
  trouble.value = null;
  try {
    const saved =
      own.circle === null
        ? await addCircle(cityId(), own.name.trim(), boundary)
        : await changeCircle(cityId(), own.circle, own.version!, { name: own.name.trim(), boundary });
    stopDrawing();
    await loadCircles();
    openCircle(saved.id);
    reassess();
    return true;
  } catch (error) {
    trouble.value = error;
    return false;
  }
}

/** Changes something about the circle on screen. */
export async function change(what: CircleChange): Promise<boolean> {
  const own = circle.peek();
  if (!own) return false;
  trouble.value = null;
  try {
    await changeCircle(cityId(), own.id, own.version, what);
    await loadCircles();
    reassess();
    return true;
  } catch (error) {
    trouble.value = error;
    return false;
  }
}

export async function remove(): Promise<void> {
  const own = circle.peek();
  if (!own) return;
  trouble.value = null;
  try {
    await removeCircle(cityId(), own.id, own.version);
    openCircle(null);
    await loadCircles();
  } catch (error) {
    trouble.value = error;
  }
}

export async function growFrom(start: { center: Position } | { community: string }): Promise<void> {
  isProposing.value = false;
  trouble.value = null;
  try {
    const grown = await proposeCircle(cityId(), start);
    startDrawing();
    draft.value = { ...draft.peek()!, parts: partsOf(grown.boundary), past: [[]] };
    measure(draft.peek()!.parts, false);
  } catch (error) {
    trouble.value = error;
  }
}

export function reassess(): void {
  const id = circleId.peek();
  if (id) void assessment.load((aborted) => getAssessment(cityId(), id, aborted), { keep: true });
}

/* ---- any point explained ---- */

export const probe = signal<Position | null>(null);
export const probed = createResource<IsochroneAnswer>();

export function probeAt(position: Position | null): void {
  probe.value = position;
  if (position) void probed.load((aborted) => getIsochrones(cityId(), position, aborted), { keep: true });
  else probed.clear();
}

/** What is shown: the boundary under the hand, else the circle as it is kept. */
export const shown = computed<CircleAssessment | null>(() =>
  draft.value ? measured.value : assessment.state.value.value,
);

/** Loads what the address names, as long as the page is open. */
export function followPlanning(): () => void {
  const stopList = effect(() => {
    if (city.value) void loadCircles();
  });
  const stopOne = effect(() => {
    const id = circleId.value;
    const own = city.value?.id;
    if (id && own) void assessment.load((aborted) => getAssessment(own, id, aborted));
    else assessment.clear();
  });
  return () => {
    stopList();
    stopOne();
    stopDrawing();
    probeAt(null);
  };
}
