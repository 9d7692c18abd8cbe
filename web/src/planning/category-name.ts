import { localName } from "../i18n/index.ts";
import { categoriesById, repairKindsById } from "../state/catalogue.ts";

/** Name of a category or a kind of small repair in the page's language; its id where nobody knows it. */
export function categoryName(id: string): string {
  const own = categoriesById.value.get(id as never) ?? repairKindsById.value.get(id as never);
  return own ? localName(own) : id;
}
