/** Tags of a node on a way in, what it means to a walker out. */
import { expect, test } from "vitest";
import { classifyNode } from "../../src/foot/nodes.ts";
import { draw } from "../map.ts";

const tagsOf = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(" ").map((tag) => [tag.slice(0, tag.indexOf("=")), tag.slice(tag.indexOf("=") + 1)]));

test.each([
  ["amenity=bench", null],
  ["barrier=bollard", null],
  ["barrier=gate", "free gate"],
  ["barrier=gate access=private", "private gate"],
  ["barrier=gate access=no", "closed gate"],
  ["barrier=gate access=no foot=yes", "free gate"],
  ["barrier=gate locked=yes", "closed gate"],
  ["barrier=gate locked=yes access=residents", "private gate"],
  ["barrier=gate locked=no", "free gate"],
  ["barrier=lift_gate", "free gate"],
  ["barrier=lift_gate foot=no", "closed gate"],
  ["barrier=lift_gate motor_vehicle=private", "free gate"],
  ["barrier=entrance", "free gate"],
  ["barrier=yes", "closed no-wheelchair no-pram"],
  ["barrier=fence", "closed no-wheelchair no-pram"],
  ["barrier=wall foot=yes", "free no-wheelchair no-pram"],
  ["barrier=bollard bollard=rising access=no", "closed"],
  ["barrier=bollard maxwidth:physical=0.7", "free no-wheelchair"],
  ["barrier=bollard maxwidth:physical=1.5", null],
  ["barrier=cycle_barrier", "free no-wheelchair"],
  ["barrier=cycle_barrier wheelchair=yes", null],
  ["barrier=stile", "free no-wheelchair no-pram"],
  ["barrier=turnstile", "free gate no-wheelchair no-pram"],
  ["barrier=full-height_turnstile access=private", "private gate no-wheelchair no-pram"],
  ["barrier=kissing_gate", "free gate no-wheelchair no-pram"],
  ["barrier=step", "free no-wheelchair"],
  ["barrier=kerb", "free no-wheelchair"],
  ["barrier=kerb kerb=lowered", null],
  ["barrier=kerb height=0.02", null],
  ["highway=crossing", "free crossing"],
  ["highway=crossing kerb=raised", "free crossing no-wheelchair"],
  ["highway=crossing wheelchair=no", "free crossing no-wheelchair"],
  ["highway=crossing crossing=traffic_signals", "free crossing"],
  ["kerb=flush", null],
  ["highway=traffic_signals", "free signals"],
  ["highway=elevator", "free elevator"],
  ["highway=elevator access=no", "closed elevator"],
  ["entrance=main access=private", null],
  ["shop=kiosk opening_hours=08:00-10:00", null],
])("%s → %s", (text, expected) => {
  const row = classifyNode(tagsOf(text));
  const words = row && [
    row.passage,
    row.signals && "signals",
    row.crossing && "crossing",
    row.gate && "gate",
    row.elevator && "elevator",
    row.noWheelchair && "no-wheelchair",
    row.noPram && "no-pram",
  ];
  expect(words && words.filter(Boolean).join(" ")).toBe(expected);
});

test("a node that bars wheels bars nobody else", async () => {
  const map = await draw({
    picture: `
      a--s--b
      |     |
      c-----d
    `,
    meters: 10,
    ways: { asb: "highway=footway", acdb: "highway=footway" },
    nodes: { s: "barrier=stile" },
  });
  const meters = (profile: "adult" | "pram" | "wheelchair") =>
    map.engine.matrixSync([map.at("a")], [map.at("b")], { profile }).meters[0][0];
  expect(meters("adult")).toBeCloseTo(60, 0);
  expect(meters("pram")).toBeCloseTo(100, 0);
  expect(meters("wheelchair")).toBeCloseTo(100, 0);
});

test("lights cost what the settings say, lifts what the profile says", async () => {
  const map = await draw({
    picture: "a--s--b--e--d",
    meters: 10,
    ways: { asb: "highway=footway", bed: "highway=footway" },
    nodes: { s: "highway=traffic_signals", e: "highway=elevator" },
  });
  const seconds = (to: string, signalSeconds?: number) =>
    map.engine.matrixSync([map.at("a")], [map.at(to)], { signalSeconds }).seconds[0][0];
  expect(seconds("b")).toBeCloseTo(60 * 0.72 + 2, 1);
  expect(seconds("b", 0)).toBeCloseTo(60 * 0.72, 1);
  expect(seconds("b", 30)).toBeCloseTo(60 * 0.72 + 30, 1);
  expect(seconds("d")).toBeCloseTo(120 * 0.72 + 2 + 40, 1);
  expect(() => seconds("b", -1)).toThrow(/signalSeconds/);
});
