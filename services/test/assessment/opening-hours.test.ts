import { describe, expect, it } from "vitest";
import { openAt } from "../../src/assessment/opening-hours.ts";

const at = (iso: string) => new Date(iso);

describe("open at a moment", () => {
  it("goes by the clock of Asia/Shanghai, wherever the process runs", () => {
    // 2025-06-04 is a Wednesday. 07:29 and 07:31 in Shanghai.
    expect(openAt("07:30-20:00", at("2025-06-03T23:29:00Z"))).toBe(false);
    expect(openAt("07:30-20:00", at("2025-06-03T23:31:00Z"))).toBe(true);
    expect(openAt("07:30-20:00", at("2025-06-04T07:31:00+08:00"))).toBe(true);
  });

  it("knows the day of the week there", () => {
    // Saturday 23:00 UTC is Sunday morning in Shanghai.
    expect(openAt("Mo-Sa 06:00-22:00", at("2025-06-07T23:00:00Z"))).toBe(false);
    expect(openAt("Su 06:00-22:00", at("2025-06-07T23:00:00Z"))).toBe(true);
  });

  it("runs past midnight", () => {
    expect(openAt("18:00-02:00", at("2025-06-05T01:30:00+08:00"))).toBe(true);
    expect(openAt("18:00-02:00", at("2025-06-05T02:30:00+08:00"))).toBe(false);
    expect(openAt("24/7", at("2025-06-05T03:00:00+08:00"))).toBe(true);
  });

  it("says unknown, not closed, for missing, unreadable or vague hours", () => {
    const moment = at("2025-06-04T12:00:00+08:00");
    expect(openAt(null, moment)).toBeNull();
    expect(openAt("", moment)).toBeNull();
    expect(openAt("每天八点到晚上", moment)).toBeNull();
    expect(openAt('Mo-Su unknown "by appointment"', moment)).toBeNull();
  });
});
