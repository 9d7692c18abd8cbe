import { expect, test } from "vitest";
import type { Outlet } from "../src/api/types.ts";
import { arrange, inListOrder } from "../src/repair/arrange.ts";

function shop(
  id: string,
  walkSeconds: number | null,
  openNow: boolean | null,
  status: Outlet["status"] = "open",
): Outlet {
  return {
    id,
    name: id,
    services: [{ category: "small-repair", kind: "shoe" }],
    location: [118, 38],
    address: null,
    phone: null,
    openingHours: null,
    openingHoursText: null,
    status,
    openedOn: null,
    closedOn: null,
    attributes: {},
    source: "osm",
    updatedAt: "2025-06-01",
    walkSeconds,
    openNow,
    links: { amap: "", baidu: "", tencent: "" },
  };
}

test("open ones on top, then unknown hours, then shut, then those beyond 15 minutes; nearest first in each", () => {
  const shops = [
    shop("far", 901, true),
    shop("shut", 60, false),
    shop("unknown", 50, null),
    shop("open later", 800, true),
    shop("open near", 300, true),
    shop("edge", 900, true),
  ];
  const groups = arrange(shops);
  expect(inListOrder(groups).map(({ id }) => id)).toEqual([
    "open near",
    "open later",
    "edge",
    "unknown",
    "shut",
    "far",
  ]);
  expect(groups.beyond.map(({ id }) => id)).toEqual(["far"]);
});

test("what cannot be walked to, and what is not in business, is not listed", () => {
  const shops = [
    shop("no way", null, true),
    shop("gone", 100, false, "closed"),
    shop("to come", 100, false, "planned"),
  ];
  expect(inListOrder(arrange(shops))).toEqual([]);
});
