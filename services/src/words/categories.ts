/** Names of the fifty categories, from the policy. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";

type CategoryWord = `name.${CategoryId}`;

export const categoryWords = Object.fromEntries(
  categories.map(({ id, nameEn, nameZh }) => [`name.${id}`, { en: nameEn, zh: nameZh }]),
) as Record<CategoryWord, Readonly<{ en: string; zh: string }>>;
