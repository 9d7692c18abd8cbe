import file from "../categories.json" with { type: "json" };

/** The 50 categories in the order of the policy: 20 basic, then 30 quality. The same ids as in categories.json (a test compares them). */
const categoryIds = [
  "convenience-store",
  "supermarket",
  "food-market",
  "fresh-supermarket",
  "breakfast",
  "restaurant",
  "staple-food-kitchen",
  "hairdresser",
  "laundry",
  "pharmacy",
  "photo-print",
  "hardware",
  "housekeeping",
  "small-repair",
  "property-service",
  "recycling",
  "parcel",
  "mobile-stall",
  "water-vending",
  "bank",
  "elderly-care",
  "childcare",
  "children-play",
  "neighborhood-center",
  "art-training",
  "specialty-restaurant",
  "tea-coffee",
  "bakery",
  "bookstore",
  "florist",
  "optician",
  "stationery",
  "sports-goods",
  "brand-store",
  "lifestyle-store",
  "fitness",
  "cinema",
  "performance-venue",
  "chess-cards",
  "massage-wellness",
  "beauty",
  "bathhouse",
  "hotel",
  "car-wash",
  "car-repair",
  "pet-service",
  "community-canteen",
  "smart-store",
  "locker-storage",
  "vending-machine",
] as const;

/** Id of one of the 50 categories (业态). */
export type CategoryId = (typeof categoryIds)[number];

/** 基本保障类 or 品质提升类. */
export type Tier = "basic" | "quality";

/** One of the 50 categories (业态) of the official list. */
export interface Category {
  id: CategoryId;
  /** Short enough for a screen. */
  nameZh: string;
  nameEn: string;
  tier: Tier;
  /** Minutes of walking within which the policy wants it: 10 for basic (家门口), 15 for quality (家周边). */
  ringMinutes: 10 | 15;
  /** Place in the official list, from 1. */
  order: number;
  /** Exact words of attachment 2, brackets included. */
  official: string;
  /** Document and attachment the row is from. */
  source: string;
}

/** The 50 categories in policy order. */
export const categories: readonly Category[] = file.categories.map((row) => ({
  ...(row as Omit<Category, "source">),
  source: file.source,
}));

const byId: ReadonlyMap<string, Category> = new Map(categories.map((category) => [category.id, category]));

/** True when the text is the id of a category. */
export function isCategoryId(text: string): text is CategoryId {
  return byId.has(text);
}

/** The category with this id. Throws RangeError when there is none, naming the id. */
export function categoryOf(id: CategoryId): Category {
  const category = byId.get(id);
  if (!category) throw new RangeError(`No category has the id "${id}"; the 50 ids are in data/categories.json`);
  return category;
}
