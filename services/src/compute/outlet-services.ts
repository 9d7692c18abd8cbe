import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Outlet } from "../store/store.ts";

/** Each category of an outlet once. */
export function categoriesOf(outlet: Pick<Outlet, "services">): CategoryId[] {
  return [...new Set(outlet.services.map(({ category }) => category))];
}

/** The kinds of small repair that an outlet does. */
export function kindsOf(outlet: Pick<Outlet, "services">): RepairKindId[] {
  return outlet.services.flatMap(({ kind }) => (kind === null ? [] : [kind]));
}
