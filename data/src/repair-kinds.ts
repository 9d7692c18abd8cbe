import file from "../repair-kinds.json" with { type: "json" };

/** Id of a kind of small repair (小修小补). */
export type RepairKindId =
  | "shoe"
  | "watch"
  | "appliance"
  | "bicycle"
  | "key"
  | "clothes"
  | "electronics"
  | "furniture"
  | "bag"
  | "zipper";

/** A kind of small repair; only the category `small-repair` has kinds. */
export interface RepairKind {
  id: RepairKindId;
  /** As the repair page shows it. */
  nameZh: string;
  nameEn: string;
  /** Exact words of the document. */
  official: string;
  /** True for the nine that have a large picture on the repair page. */
  large: boolean;
  /** Place on the repair page, from 1. */
  order: number;
  /** Document and place the kind is from. */
  source: string;
}

/** The kinds of small repair in the order of the repair page. */
export const repairKinds: readonly RepairKind[] = file.repairKinds as RepairKind[];

const ids: ReadonlySet<string> = new Set(repairKinds.map((kind) => kind.id));

/** True when the text is the id of a kind of small repair. */
export function isRepairKindId(text: string): text is RepairKindId {
  return ids.has(text);
}
