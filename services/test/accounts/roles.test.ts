import { expect, test } from "vitest";
import { may, roles } from "../../src/accounts/roles.ts";
import type { Need } from "../../src/accounts/roles.ts";

/** Rows are roles, columns what is needed; the table of services/README.md. */
const table: Record<string, Record<Need, boolean>> = {
  steward: { steward: true, planner: false, bureau: false, admin: false, account: true },
  planner: { steward: false, planner: true, bureau: true, admin: false, account: true },
  bureau: { steward: false, planner: false, bureau: true, admin: false, account: true },
  admin: { steward: true, planner: true, bureau: true, admin: true, account: true },
};

test.each(roles.flatMap((role) => Object.entries(table[role]).map(([need, allowed]) => ({ role, need, allowed }))))(
  "$role, where $need is needed: $allowed",
  ({ role, need, allowed }) => {
    expect(may({ roles: [role], cities: null }, need as Need, "sample")).toBe(allowed);
    expect(may({ roles: [role], cities: ["other"] }, need as Need, "sample")).toBe(false);
    expect(may({ roles: [role], cities: ["sample"] }, need as Need, "sample")).toBe(allowed);
  },
);

test("whoever is confined to some cities administers no accounts", () => {
  expect(may({ roles: ["admin"], cities: ["sample"] }, "admin", null)).toBe(false);
  expect(may({ roles: ["admin"], cities: ["sample"] }, "admin", "sample")).toBe(true);
  expect(may({ roles: ["steward"], cities: ["sample"] }, "account", null)).toBe(true);
});
