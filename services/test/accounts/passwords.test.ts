import { expect, test } from "vitest";
import {
  hashPassword,
  isPassword,
  newToken,
  passwordProblem,
  randomPassword,
  tokenHash,
} from "../../src/accounts/passwords.ts";

test("a password is known again, another is not, and the hash differs each time", async () => {
  const hash = await hashPassword("four quiet words here");
  expect(hash).toMatch(/^scrypt\$/);
  expect(hash).not.toContain("quiet");
  expect(await hashPassword("four quiet words here")).not.toBe(hash);
  expect(await isPassword("four quiet words here", hash)).toBe(true);
  expect(await isPassword("four quiet words Here", hash)).toBe(false);
  expect(await isPassword("", hash)).toBe(false);
  expect(await isPassword("anything", null)).toBe(false);
});

test("characters typed in full width are the same password", async () => {
  expect(await isPassword("ａｂｃ１２３ｄｅｆ４", await hashPassword("abc123def4"))).toBe(true);
});

test.each([
  ["short", /at least 10/],
  ["aaaaaaaaaaaaaa", /repeats/],
  ["my-login-lin-lin", /contains the login/],
  ["x1".repeat(101), /more than 200/],
])("%s is refused", (password, message) => expect(passwordProblem(password, "lin")).toMatch(message));

test("passwords and tokens made here can be used and are not given twice", () => {
  expect(passwordProblem(randomPassword(), "admin")).toBeNull();
  expect(new Set(Array.from({ length: 100 }, randomPassword)).size).toBe(100);
  const { token, hash } = newToken();
  expect(tokenHash(token)).toBe(hash);
  expect(hash).not.toContain(token);
});
