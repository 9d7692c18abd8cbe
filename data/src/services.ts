import { categories, type CategoryId } from "./categories.ts";
import { repairKinds, type RepairKindId } from "./repair-kinds.ts";

/** One thing that an outlet does; a shop may do several (一店多能). */
export interface Service {
  category: CategoryId;
  /** Only for small repair, and null there too when the kind is not known. */
  kind: RepairKindId | null;
}

const categoryOrder = new Map(categories.map((category) => [category.id, category.order]));
const kindOrder = new Map(repairKinds.map((kind) => [kind.id, kind.order]));

/** Gathers services without repeats and gives them back in policy order. */
export class ServiceSet {
  readonly #categories = new Set<CategoryId>();
  readonly #kinds = new Set<RepairKindId>();

  add(category: CategoryId, kind: RepairKindId | null = null): void {
    this.#categories.add(category);
    if (kind !== null) this.#kinds.add(kind);
  }

  get empty(): boolean {
    return this.#categories.size === 0;
  }

  /** Small repair appears once per known kind, or once with kind null when no kind is known. */
  list(): Service[] {
    const services: Service[] = [];
    for (const category of [...this.#categories].sort((a, b) => categoryOrder.get(a)! - categoryOrder.get(b)!)) {
      if (category !== "small-repair" || this.#kinds.size === 0) {
        services.push({ category, kind: null });
        continue;
      }
      for (const kind of [...this.#kinds].sort((a, b) => kindOrder.get(a)! - kindOrder.get(b)!)) {
        services.push({ category, kind });
      }
    }
    return services;
  }
}
