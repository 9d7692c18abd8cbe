/** What each role may do. Routes say what they need; the table in services/README.md is this one in words. */
import type { Account, Role } from "../store/index.ts";

/** What a route may ask for. `read` is everybody's. */
export type Need = "steward" | "planner" | "bureau" | "admin" | "account";

/** Who else may do what a role may: an admin everything, a planner and a bureau each their own. */
const fulfilledBy: Record<Need, readonly Role[]> = {
  /** Outlets, residences, boundaries, imports, review queues. */
  steward: ["steward", "admin"],
  /** Circles, scenarios, siting, surveys. */
  planner: ["planner", "admin"],
  /** Projects, ledgers, indicators. */
  bureau: ["bureau", "planner", "admin"],
  /** Accounts, audit log, cities. */
  admin: ["admin"],
  /** Anybody who is logged in. */
  account: ["steward", "planner", "bureau", "admin"],
};

export const roles: readonly Role[] = ["steward", "planner", "bureau", "admin"];

/** Whether an account may do what `need` stands for, in a city or (null) beyond any. */
export function may(account: Pick<Account, "roles" | "cities">, need: Need, city: string | null): boolean {
  if (city !== null && account.cities !== null && !account.cities.includes(city)) return false;
  // whoever is confined to some cities administers nobody
  if (need === "admin" && account.cities !== null && city === null) return false;
  return fulfilledBy[need].some((role) => account.roles.includes(role));
}
