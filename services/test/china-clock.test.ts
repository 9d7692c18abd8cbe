import { describe, expect, it } from "vitest";
import { dayInChina, localTime, todayInChina } from "../src/china-clock.ts";

describe("the clock of China", () => {
  it("is eight hours ahead, summer and winter", () => {
    expect(localTime(new Date("2026-01-31T15:59:59Z"))).toBe("2026-01-31T23:59");
    expect(localTime(new Date("2026-07-01T00:30:00+02:00"))).toBe("2026-07-01T06:30");
  });

  it("begins the day at 16:00 UTC", () => {
    expect(dayInChina("2026-02-28T15:59:59.999Z")).toBe("2026-02-28");
    expect(dayInChina(new Date("2026-02-28T16:00:00Z"))).toBe("2026-03-01");
    expect(todayInChina()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it("leaves a day as it is", () => {
    expect(dayInChina("2026-02-28")).toBe("2026-02-28");
  });
});
