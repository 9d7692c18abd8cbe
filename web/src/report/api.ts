/** What residents send, and what became of it. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { ask, cityPath } from "../api/request.ts";
import type { Position } from "../api/types.ts";
import type { ReportKind } from "./open.ts";

interface NewForm {
  form: string;
  notBeforeSeconds: number;
  expiresSeconds: number;
}

export interface OpenForm {
  /** The form's token, once the server takes it: nobody fills a form in sooner. */
  ready(): Promise<string>;
}

/** Begins a form. It is asked for anew where the first attempt failed or it is too old. */
export function openForm(city: string): OpenForm {
  let held: { form: Promise<NewForm>; askedAt: number } | null = null;
  const begin = () => {
    const form = ask<NewForm>(`${cityPath(city)}/reports/form`);
    form.catch(() => (held = null));
    return (held = { form, askedAt: Date.now() });
  };
  begin();
  return {
    async ready() {
      let { form, askedAt } = held ?? begin();
      const { expiresSeconds } = await form;
      if (Date.now() - askedAt > (expiresSeconds - 60) * 1000) ({ form, askedAt } = begin());
      const { form: token, notBeforeSeconds } = await form;
      const wait = askedAt + (notBeforeSeconds + 0.5) * 1000 - Date.now();
      if (wait > 0) await new Promise((wake) => setTimeout(wake, wait));
      return token;
    },
  };
}

export interface SentReport {
  kind: ReportKind;
  outlet?: string;
  location?: Position;
  category?: CategoryId;
  repairKind?: RepairKindId;
  name?: string;
  note?: string;
}

export interface Received {
  /** With it one can look what became of the report. */
  code: string;
  joined: boolean;
  said: number;
}

/** @throws ApiError */
export function sendReport(
  city: string,
  report: SentReport & { form: string; website: string },
  photo: Blob | null,
): Promise<Received> {
  const path = `${cityPath(city)}/reports`;
  if (!photo) return ask<Received>(path, json(report));
  const body = new FormData();
  body.set("report", JSON.stringify(report));
  body.set("photo", photo, "photo.jpg");
  return ask<Received>(path, { method: "POST", body });
}

function json(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

export interface Tracked {
  kind: ReportKind;
  state: "open" | "accepted" | "rejected";
  said: number;
  firstOn: string;
  decidedOn: string | null;
  answer: string | null;
  outlet: string | null;
}

export function trackReport(city: string, code: string): Promise<Tracked> {
  return ask<Tracked>(`${cityPath(city)}/reports/status/${encodeURIComponent(code.trim())}`);
}

export interface Ratings {
  count: number;
  /** null below three ratings. */
  average: number | null;
  stars: number[] | null;
  items: { stars: number; comment: string; on: string }[];
}

export function getRatings(city: string, outlet: string, signal?: AbortSignal): Promise<Ratings> {
  return ask<Ratings>(`${cityPath(city)}/outlets/${encodeURIComponent(outlet)}/ratings`, { signal });
}

/** @throws ApiError */
export function sendRating(
  city: string,
  outlet: string,
  rating: { form: string; website: string; stars: number; comment?: string },
): Promise<{ pending: boolean }> {
  return ask(`${cityPath(city)}/outlets/${encodeURIComponent(outlet)}/ratings`, json(rating));
}

export interface TimelineStep {
  on: string | null;
  writtenOn: string;
  change: "added" | "changed" | "moved" | "reclassified" | "opened" | "closed" | "removed" | "corrected" | "restored";
  fields: ("name" | "services" | "location" | "address" | "phone" | "openingHours" | "status")[];
  formerName: string | null;
}

export async function getTimeline(city: string, outlet: string, signal?: AbortSignal): Promise<TimelineStep[]> {
  const path = `${cityPath(city)}/outlets/${encodeURIComponent(outlet)}/timeline`;
  return (await ask<{ items: TimelineStep[] }>(path, { signal })).items;
}
