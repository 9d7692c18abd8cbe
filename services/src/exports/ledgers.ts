/** Which bureau keeps the list of which outlets. */
import type { CategoryId } from "@quarterhour/data";
import file from "./ledgers.json" with { type: "json" };

export interface Ledger {
  id: string;
  nameZh: string;
  nameEn: string;
  bureauZh: string;
  bureauEn: string;
  /** Empty: all categories. */
  categories: CategoryId[];
}

export const ledgers = file.ledgers as Ledger[];
