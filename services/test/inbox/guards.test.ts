import { describe, expect, test } from "vitest";
import { issueForm, openForm, readCode } from "../../src/inbox/form-token.ts";
import { networkOf, senderOf } from "../../src/inbox/sender.ts";
import { cleanText, flagsOf } from "../../src/inbox/text.ts";
import type { Store } from "../../src/store/index.ts";

const second = 1000;

describe("a form", () => {
  const now = Date.UTC(2026, 5, 1);
  const form = issueForm("secret", "town", now);

  test("is good after a moment and for a while, and gives one code", () => {
    const code = openForm("secret", "town", form, now + 5 * second);
    expect(code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    expect(openForm("secret", "town", form, now + 7000 * second)).toBe(code);
    expect(openForm("secret", "town", issueForm("secret", "town", now), now + 5 * second)).not.toBe(code);
    expect(readCode(` ${code.toUpperCase().replaceAll("-", " ")} `)).toBe(code);
    expect(readCode("no code")).toBeNull();
  });

  test.each([
    ["too young", form, "secret", "town", 2, /sooner/],
    ["too old", form, "secret", "town", 7201, /too old/],
    ["from the future", form, "secret", "town", -100, /sooner/],
    ["another city's", form, "secret", "other", 5, /not one/],
    ["another server's", form, "else", "town", 5, /not one/],
    ["made younger", form.replace(/^./, "0"), "secret", "town", 5, /not one/],
    ["empty", "", "secret", "town", 5, /not one/],
    ["no form at all", `${"x".repeat(99)}.😀`, "secret", "town", 5, /not one/],
  ])("%s is refused", (_what, text, secret, city, seconds, message) => {
    expect(() => openForm(secret, city, text, now + seconds * second)).toThrow(message);
  });
});

describe("a sender", () => {
  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:0:1:aaaa:bbbb:cccc:dddd", "2001:db8:0:1"],
    ["2001:DB8:0:1::9", "2001:db8:0:1"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["::1", "0:0:0:0"],
  ])("%s is counted as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test("is a hash that another day or another secret makes another", async () => {
    const store = (salt: number) => ({ saltOfDay: async () => new Uint8Array(32).fill(salt) }) as unknown as Store;
    const one = await senderOf(store(1), "s", "192.0.2.7");
    expect(await senderOf(store(1), "s", "::ffff:192.0.2.7")).toBe(one);
    const others = [
      await senderOf(store(2), "s", "192.0.2.7"),
      await senderOf(store(1), "t", "192.0.2.7"),
      await senderOf(store(1), null, "192.0.2.7"),
      await senderOf(store(1), "s", "192.0.2.8"),
    ];
    expect(new Set([one, ...others]).size).toBe(5);
    expect(one).toMatch(/^[\w-]{43}$/);
  });
});

describe("a text", () => {
  test("loses what cannot be seen, and nothing else", () => {
    expect(cleanText("  老王\u200b修鞋\t 铺\r\n\r\n  \u202e下午\u0007来 😀👨‍👩‍👧  ", "note", 100)).toBe(
      "老王修鞋 铺\n下午 来 😀👨‍👩‍👧",
    );
    expect(cleanText(" \u2066\n ", "note", 100)).toBeNull();
    expect(cleanText(undefined, "note", 100)).toBeNull();
    expect(cleanText("e\u0301", "note", 1)).toBe("é");
    expect(() => cleanText("a\0b", "note", 100)).toThrow(/NUL/);
    expect(() => cleanText("\ud800", "note", 100)).toThrow(/surrogate/);
    expect(() => cleanText("😀".repeat(11), "note", 10)).toThrow("has 11 characters; it may have 10");
  });

  test.each([
    ["看 https://spam.example/x", ["link"]],
    ["www.spam", ["link"]],
    ["ｓｐａｍ．ｃｏｍ", ["link"]],
    ["加微信 abc123", ["contact"]],
    ["+V 送礼", ["contact"]],
    ["QQ 群 shop.top", ["link", "contact"]],
    ["电话 022-5550100，周一至周六 8:30-17:00，1.5元起", []],
    ["No.3 shop, ver. 2.0", []],
  ])("%s is flagged as %j", (text, flags) => {
    expect(flagsOf(null, text)).toEqual(flags);
  });
});
