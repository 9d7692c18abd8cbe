/** Which report a person is making. Small: the form itself is brought when it is first opened. */
import { signal } from "@preact/signals";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Position } from "../api/types.ts";

export type ReportKind = "new" | "closed" | "moved" | "wrong";

export interface ReportSubject {
  /** What it is about; null for a new shop. */
  outlet: { id: string; name: string } | null;
  kind: ReportKind | null;
  /** Of a new shop, or where an old one moved to. */
  location: Position | null;
  category: CategoryId | null;
  repairKind: RepairKindId | null;
}

export const reporting = signal<ReportSubject | null>(null);

/** The next tap on the map says where the shop is. */
export const isPlacing = signal(false);

export function reportOutlet(outlet: { id: string; name: string }): void {
  isPlacing.value = false;
  reporting.value = { outlet, kind: null, location: null, category: null, repairKind: null };
}

/** @param known what need not be asked any more */
export function reportNew(known: Partial<Pick<ReportSubject, "location" | "category" | "repairKind">> = {}): void {
  isPlacing.value = false;
  reporting.value = { outlet: null, kind: "new", location: null, category: null, repairKind: null, ...known };
}

/** Takes a tap on the map where one was asked for. @returns whether it was */
export function takePlace(location: Position): boolean {
  const subject = reporting.peek();
  if (!isPlacing.peek() || !subject) return false;
  isPlacing.value = false;
  reporting.value = { ...subject, location };
  return true;
}
