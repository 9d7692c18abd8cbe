export { categories, categoryOf, isCategoryId, type Category, type CategoryId, type Tier } from "./categories.ts";
export { isRepairKindId, repairKinds, type RepairKind, type RepairKindId } from "./repair-kinds.ts";
export { type Service } from "./services.ts";
export { explainTags, servicesOfTags, type TagReading } from "./osm-tags.ts";
