// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, RepairKindId } from "./shared.ts";

export const catalogue = {
  /** The 50 categories and the kinds of small repair, in both languages */
  listCategories: call<
    object,
    never,
    { categories: ListCategoriesCategory[]; repairKinds: ListCategoriesRepairKind[] }
  >("GET /api/categories"),
};

export interface ListCategoriesCategory {
  id: CategoryId;
  nameZh: string;
  nameEn: string;
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  /** Minutes' walk within which the policy wants it */ ringMinutes: number;
  /** Place in the official list */ order: number;
}

export interface ListCategoriesRepairKind {
  id: RepairKindId;
  nameZh: string;
  nameEn: string;
  /** One of the nine large pictures */ large: boolean;
}
