import { Type } from "typebox";
import { roles } from "../../accounts/roles.ts";
import type { Account } from "../../store/index.ts";
import { nullable, oneOf } from "./common.ts";

export const roleSchema = oneOf(roles, {
  title: "Role",
  description: "What the account may do",
  examples: ["steward"],
});

export const citiesSchema = nullable(
  Type.Array(Type.String({ maxLength: 63 }), {
    description: "Where it may do it; null: in all cities",
    maxItems: 1000,
  }),
);

export const accountSchema = Type.Object(
  {
    id: Type.String(),
    login: Type.String(),
    name: Type.String(),
    roles: Type.Array(roleSchema),
    cities: citiesSchema,
    disabled: Type.Boolean(),
    isInvited: Type.Boolean({ description: "Has no password yet" }),
    lockedUntil: nullable(Type.String({ description: "After too many wrong passwords" })),
    createdAt: Type.String(),
  },
  { title: "Account" },
);

export const accountExample = {
  id: "u_Zm9vYmFyYmF6",
  login: "lin",
  name: "林工",
  roles: ["planner"],
  cities: null,
  disabled: false,
  isInvited: false,
  lockedUntil: null,
  createdAt: "2026-06-01T08:00:00.000Z",
};

/** What may be seen of an account: never its password. */
export function accountView({
  id,
  login,
  name,
  roles: own,
  cities,
  disabled,
  password,
  lockedUntil,
  createdAt,
}: Account) {
  return { id, login, name, roles: own, cities, disabled, isInvited: password === null, lockedUntil, createdAt };
}
