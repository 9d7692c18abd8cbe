import { describe, expect, test } from "vitest";
import { mayKeep, ruleFor, shelfOf } from "../src/offline/rules.ts";

const origin = "https://map.example";
const rule = (path: string, method = "GET", mode = "cors") => ruleFor({ method, mode, url: origin + path }, origin);

describe("what the service worker does", () => {
  test.each([
    ["/", "page"],
    ["/repair?kind=shoe", "page"],
    ["/coverage", "page"],
    ["/embed", "pass"],
    ["/api/openapi.json", "pass"],
  ])("opening %s: %s", (path, expected) => {
    expect(rule(path, "GET", "navigate")).toBe(expected);
  });

  test.each([
    ["/assets/index-1a2b.js", "asset"],
    ["/tiles/sample/basemap/14/1/2.mvt?v=4-a", "tile"],
    ["/tiles/sample/basemap/14/1/2.mvt", "pass"],
    ["/tiles/sample/outlets.json", "reading"],
    ["/api/cities", "reading"],
    ["/api/cities/sample/outlets?kind=shoe", "reading"],
    ["/api/cities/sample/outlets/o_1", "reading"],
    ["/api/cities/sample/outlets/o_1/history", "pass"],
    ["/api/cities/sample/reports/form", "pass"],
    ["/api/cities/sample/reports/status/abcd", "pass"],
    ["/api/session", "pass"],
    ["/api/accounts", "pass"],
    ["/api/jobs/j_1", "pass"],
  ])("fetching %s: %s", (path, expected) => {
    expect(rule(path)).toBe(expected);
  });

  test("keeps no answer to what changes something, and nothing of other hosts", () => {
    expect(rule("/api/cities/sample/reports", "POST")).toBe("pass");
    expect(rule("/api/cities/sample/isochrones", "POST")).toBe("question");
    expect(ruleFor({ method: "GET", mode: "cors", url: "https://else.example/api/cities" }, origin)).toBe("pass");
  });

  test("keeps lists that a place needs apart from what was looked at", () => {
    expect(shelfOf(`${origin}/api/cities/sample/outlets?category=small-repair&limit=1000`)).toBe("lists");
    expect(shelfOf(`${origin}/api/cities/sample/outlets?category=small-repair&near=1,2`)).toBe("lists");
    expect(shelfOf(`${origin}/api/cities/sample/outlets?category=bank&bbox=1,2,3,4`)).toBe("answers");
    expect(shelfOf(`${origin}/api/cities/sample/outlets?kind=shoe&near=1,2`)).toBe("answers");
  });

  test("keeps no error, and nothing that is not to be kept", () => {
    const answer = (status: number, cacheControl = "") => ({
      status,
      type: "basic",
      headers: new Headers(cacheControl ? { "cache-control": cacheControl } : {}),
    });
    expect(mayKeep(answer(200, "no-cache"))).toBe(true);
    expect(mayKeep(answer(404))).toBe(false);
    expect(mayKeep(answer(503))).toBe(false);
    expect(mayKeep(answer(206))).toBe(false);
    expect(mayKeep(answer(200, "no-store"))).toBe(false);
    expect(mayKeep(answer(200, "private, no-store"))).toBe(false);
  });
});
