/** What if: edits of outlets and ways, and what the server says they change. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { ask, cityPath } from "../../api/request.ts";
import type { Position, WalkSettings } from "../../api/types.ts";
import { followJob } from "../../state/job.ts";
import type { Job } from "../../state/job.ts";
import { send } from "../../state/session.ts";

export type LinkKind = "footbridge" | "path" | "crossing";

export interface Service {
  category: CategoryId;
  kind?: RepairKindId | null;
}

/** As the server takes them. */
export interface Edits {
  outlets?: {
    add?: { location: Position; services: Service[]; name?: string | null; openingHours?: string | null }[];
    move?: { id: string; location: Position }[];
    remove?: string[];
    change?: { id: string; services?: Service[]; openingHours?: string | null }[];
  };
  network?: {
    openGates?: { location: Position }[];
    closeGates?: { location: Position }[];
    addLinks?: { path: Position[]; kind: LinkKind }[];
  };
}

interface Counts {
  covered: number;
  gap: number;
  unknown: number;
}

export interface ChangedResidence {
  id: string;
  name: string | null;
  location: Position;
  households: number;
  categories: {
    category: CategoryId;
    change: "gained" | "lost" | "newlyKnown" | "noLongerKnown";
    beforeSeconds: number | null;
    afterSeconds: number | null;
  }[];
}

export interface ScenarioAnswer {
  id: string | null;
  name: string | null;
  version: number | null;
  link: string | null;
  edits: Edits;
  areas: {
    level: string;
    area: { id: string; name: string; nameEn: string | null; level: string };
    categories: { category: CategoryId; before: Counts; after: Counts }[];
  }[];
  households: { gain: number; lose: number; newlyKnown: number; noLongerKnown: number };
  people: { gain: number; lose: number } | null;
  residences: { gain: ChangedResidence[]; lose: ChangedResidence[]; total: { gain: number; lose: number } };
  circles: {
    id: string;
    name: string;
    presence: { before: { points: number }; after: { points: number } } | null;
    reach: { before: number | null; after: number | null };
  }[];
  notes: string[];
  settings: WalkSettings;
  networkVersion: string;
  computeMs: number;
}

export interface SavedScenario {
  id: string;
  name: string;
  note: string | null;
  version: number;
  at: string;
}

const path = (city: string) => `${cityPath(city)}/scenarios`;

/** The answer at once, or once the job that works it out has ended. */
async function settled(answer: ScenarioAnswer | { job: Job<ScenarioAnswer> }): Promise<ScenarioAnswer> {
  if (!("job" in answer)) return answer;
  const ended = await followJob(answer.job).ended;
  if (ended.state !== "done" || !ended.result) throw new Error(ended.error ?? ended.state);
  return ended.result;
}

export async function tryOut(city: string, edits: Edits, signal?: AbortSignal): Promise<ScenarioAnswer> {
  return settled(await send("POST", path(city), edits, { signal }));
}

export async function saveScenario(city: string, name: string, edits: Edits): Promise<ScenarioAnswer> {
  return settled(await send("POST", path(city), { ...edits, name, save: true }));
}

export async function listScenarios(city: string, signal?: AbortSignal): Promise<SavedScenario[]> {
  return (await ask<{ items: SavedScenario[] }>(path(city), { signal })).items;
}

export function getScenario(city: string, id: string, signal?: AbortSignal): Promise<{ edits: Edits; name: string }> {
  return ask(`${path(city)}/${encodeURIComponent(id)}`, { signal });
}

export function removeScenario(city: string, { id, version }: SavedScenario): Promise<void> {
  return send("DELETE", `${path(city)}/${encodeURIComponent(id)}?version=${version}`);
}
