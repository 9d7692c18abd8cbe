/** What is asked of the search for sites, and what it found. */
import { computed, effect, signal } from "@preact/signals";
import type { CategoryId } from "@quarterhour/data";
import { account, send } from "../../state/session.ts";
import { cityPath } from "../../api/request.ts";
import { city } from "../../state/catalogue.ts";
import { followJob } from "../../state/job.ts";
import type { FollowedJob, Job } from "../../state/job.ts";
import { goOwn, urlState } from "../../state/location.ts";
import { getSiting, startClosures, startSiting } from "./api.ts";
import type { CandidateKind, ClosuresResult, SitingQuestion, SitingResult, Weight } from "./api.ts";

export const categories = signal<CategoryId[]>([]);
export const count = signal(3);
export const area = signal<string | null>(null);
export const ring = signal<number | null>(null);
export const candidates = signal<CandidateKind[]>(["sites", "frontage"]);
export const weight = signal<Weight>("households");
export const distance = signal<number | null>(null);
export const least = signal<number | null>(null);

export const running = signal<FollowedJob<unknown> | null>(null);
export const fault = signal<unknown>(null);
export const result = signal<SitingResult | null>(null);
export const closures = signal<ClosuresResult | null>(null);
/** The job whose result is shown; it stands in the address. */
export const jobId = computed(() => urlState.value.own["siting"] ?? null);

function questionNow(): SitingQuestion {
  return {
    categories: categories.peek(),
    count: count.peek(),
    ...(area.peek() ? { area: area.peek()! } : {}),
    ...(ring.peek() ? { ring: ring.peek()! } : {}),
    candidates: candidates.peek(),
    weights: weight.peek(),
    ...(distance.peek() ? { minimumDistanceMeters: distance.peek()! } : {}),
    ...(least.peek() ? { minimumHouseholds: least.peek()! } : {}),
  };
}

function show(kind: SitingResult | ClosuresResult | null): void {
  result.value = kind && "sites" in kind ? kind : null;
  closures.value = kind && "closures" in kind ? kind : null;
}

async function run<Result extends SitingResult | ClosuresResult>(begin: () => Promise<Job<Result>>): Promise<void> {
  fault.value = null;
  show(null);
  try {
    const job = await begin();
    const followed = followJob(job);
    running.value = followed;
    const ended = await followed.ended;
    if (ended.state === "done" && ended.result) {
      show(ended.result);
      shown = ended.id;
      goOwn({ siting: ended.id });
    } else if (ended.state !== "cancelled") fault.value = new Error(ended.error ?? ended.state);
  } catch (error) {
    fault.value = error;
  } finally {
    running.value = null;
  }
}

export function find(): Promise<void> {
  return run(() => startSiting(city.peek()!.id, questionNow()));
}

export function findClosures(): Promise<void> {
  const { categories: wanted, count: most, area: where, ring: minutes } = questionNow();
  return run(() =>
    startClosures(city.peek()!.id, {
      categories: wanted,
      count: most,
      ...(where ? { area: where } : {}),
      ...(minutes ? { ring: minutes } : {}),
    }),
  );
}

/** Puts the sites found on the project list; returns how many. */
export async function acceptAll(): Promise<number> {
  const own = result.peek();
  if (!own || !jobId.peek()) return 0;
  const orders = own.sites.map(({ order }) => order);
  await send("POST", `${cityPath(city.peek()!.id)}/projects/from-siting`, { job: jobId.peek(), orders });
  return orders.length;
}

let shown: string | null = null;

/** Shows the result that the address names. */
export function followSiting(): () => void {
  return effect(() => {
    const id = jobId.value;
    const own = city.value?.id;
    if (!id || !own || !account.value || id === shown) return;
    shown = id;
    getSiting(own, id).then(
      ({ result: found }) => show(found),
      (error: unknown) => (fault.value = error),
    );
  });
}
