/** Tags of a way in, what it means to a walker out. */
import { describe, expect, test } from "vitest";
import { barrierKinds } from "../../src/foot/rules.ts";
import { classifyWay, legBarrierOf, type WayClass } from "../../src/foot/ways.ts";

const tagsOf = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(" ").map((tag) => [tag.slice(0, tag.indexOf("=")), tag.slice(tag.indexOf("=") + 1)]));
const classOf = (text: string): WayClass | null => classifyWay(tagsOf(text), () => Number.NaN);

/** `<>` both ways, `>` and `<` one way, `p` out of home and into the destination only, `-` not at all. */
function meaning(text: string): string {
  const row = classOf(text);
  if (!row) return "-";
  return (row.private ? "p" : "") + (row.backward ? "<" : "") + (row.forward ? ">" : "");
}

describe("who may walk where", () => {
  test.each([
    ["highway=motorway", "-"],
    ["highway=motorway access=yes", "-"],
    ["highway=motorway foot=yes", "<>"],
    ["highway=trunk", "-"],
    ["highway=trunk foot=yes", "<>"],
    ["highway=trunk foot=designated", "<>"],
    ["highway=trunk access=private", "-"],
    ["highway=trunk sidewalk=both", "<>"],
    ["highway=trunk sidewalk:right=yes", "<>"],
    ["highway=trunk sidewalk=no", "-"],
    ["highway=trunk sidewalk=both foot=no", "-"],
    ["highway=trunk_link", "-"],
    ["highway=primary", "<>"],
    ["highway=primary sidewalk=no", "<>"],
    ["highway=primary sidewalk=none", "<>"],
    ["highway=primary sidewalk=separate", "-"],
    ["highway=primary sidewalk:left=separate", "-"],
    ["highway=primary sidewalk=separate foot=yes", "<>"],
    ["highway=primary foot=use_sidepath", "-"],
    ["highway=primary motorroad=yes", "-"],
    ["highway=primary motorroad=no", "<>"],
    ["highway=primary oneway=yes", "<>"],
    ["highway=residential", "<>"],
    ["highway=residential access=no", "-"],
    ["highway=residential access=no foot=yes", "<>"],
    ["highway=residential access=private", "p<>"],
    ["highway=residential access=private foot=permissive", "<>"],
    ["highway=residential access=destination", "<>"],
    ["highway=residential foot=destination", "p<>"],
    ["highway=residential access=customers", "p<>"],
    ["highway=residential access=delivery", "p<>"],
    ["highway=residential access=residents", "p<>"],
    ["highway=residential access=military", "-"],
    ["highway=residential access=bus", "<>"],
    ["highway=residential foot=yes;private", "<>"],
    ["highway=service service=parking_aisle", "<>"],
    ["highway=service service=driveway", "<>"],
    ["highway=service service=emergency_access", "<>"],
    ["highway=cycleway", "-"],
    ["highway=cycleway foot=yes", "<>"],
    ["highway=cycleway foot=designated segregated=yes", "<>"],
    ["highway=cycleway sidewalk=right", "<>"],
    ["highway=bridleway", "-"],
    ["highway=footway", "<>"],
    ["highway=footway foot=no", "-"],
    ["highway=footway oneway:foot=yes", ">"],
    ["highway=footway oneway:foot=-1", "<"],
    ["highway=footway foot:backward=no", ">"],
    ["highway=footway oneway=yes", "<>"],
    ["highway=steps conveying=forward", ">"],
    ["highway=steps conveying=backward", "<"],
    ["highway=steps conveying=reversible", "<>"],
    ["highway=steps conveying=forward oneway=no", "<>"],
    ["highway=construction", "-"],
    ["highway=construction foot=yes", "<>"],
    ["highway=construction access=yes", "-"],
    ["highway=proposed foot=yes", "-"],
    ["highway=raceway", "-"],
    ["highway=corridor", "<>"],
    ["indoor=corridor", "<>"],
    ["highway=elevator", "<>"],
    ["railway=platform", "<>"],
    ["public_transport=platform", "<>"],
    ["railway=rail", "-"],
    ["man_made=pier", "<>"],
    ["route=ferry", "<>"],
    ["route=ferry foot=no", "-"],
    ["highway=path smoothness=impassable", "-"],
    ["building=yes", "-"],
    ["highway=foot_way", "-"],
  ])("%s → %s", (text, expected) => expect(meaning(text)).toBe(expected));
});

test.each([
  ["highway=footway", true],
  ["highway=footway tunnel=yes layer=-1", false],
  ["highway=footway tunnel=building_passage", true],
  ["highway=footway tunnel=no", true],
  ["highway=footway bridge=yes layer=1", false],
  ["highway=primary bridge=viaduct layer=2", false],
  ["highway=pedestrian bridge=yes layer=1", true],
  ["highway=footway bridge=yes", true],
  ["highway=steps conveying=yes", false],
  ["highway=elevator", false],
  ["route=ferry", false],
])("may a door join %s: %s", (text, expected) => expect(classOf(text)?.attachable).toBe(expected));

test.each([
  ["highway=path surface=gravel", 1 / 0.75, "rough"],
  ["highway=path surface=sand", 2, "soft"],
  ["highway=path surface=sett", 1, "uneven"],
  ["highway=path surface=grass", 1, "soft"],
  ["highway=path surface=asphalt smoothness=bad", 1, "rough"],
  ["highway=path surface=ground smoothness=good", 1, "firm"],
  ["highway=path surface=asphalt;gravel", 1, "firm"],
  ["highway=path surface=something", 1, "firm"],
  ["highway=track", 1, "firm"],
  ["highway=track tracktype=grade3", 1, "rough"],
  ["highway=track tracktype=grade5 surface=asphalt", 1, "firm"],
  ["highway=path surface=gravel wheelchair=yes", 1 / 0.75, "uneven"],
])("%s: feet × %d, wheels on %s ground", (text, feet, ground) => {
  expect(classOf(text)).toMatchObject({ surfaceFactor: feet, ground });
});

test.each([
  ["highway=footway", false, false],
  ["highway=footway wheelchair=no", true, false],
  ["highway=footway width=0.7", true, false],
  ["highway=footway width=60 wheelchair=yes", false, false],
  ["highway=footway est_width=50cm", true, true],
  ["highway=footway stroller=no", false, true],
  ["highway=steps", true, true],
  ["highway=steps wheelchair=yes", true, true],
  ["highway=steps ramp:wheelchair=yes", false, false],
  ["highway=steps ramp:stroller=yes", true, false],
  ["highway=steps ramp:bicycle=yes", true, true],
  ["highway=steps conveying=yes ramp:wheelchair=yes", true, true],
])("%s bars a wheelchair: %s, a pram: %s", (text, noWheelchair, noPram) => {
  expect(classOf(text)).toMatchObject({ noWheelchair, noPram });
});

test.each([
  ["incline=10%", 10],
  ["incline=-10%", 10],
  ["incline=45°", 100],
  ["incline=up", null],
  ["incline=0", 0],
  ["incline=10%;12%", null],
])("%s is %s percent", (tag, percent) => expect(classOf(`highway=footway ${tag}`)?.inclinePercent).toBe(percent));

test("a ferry keeps its timetable, else OSRM's 5 km/h", () => {
  const speed = (duration?: string) =>
    classifyWay({ route: "ferry", ...(duration ? { duration } : {}) }, () => 1000)?.fixedSpeedKmh;
  expect(speed()).toBe(5);
  for (const duration of ["6", "00:06", "00:06:00", "PT6M"]) expect(speed(duration)).toBeCloseTo(10, 9);
  for (const duration of ["soon", "0", "PT"]) expect(speed(duration)).toBe(5);
});

test.each([
  ["barrier=wall", "wall"],
  ["barrier=city_wall", "city wall"],
  ["barrier=retaining_wall", "retaining wall"],
  ["barrier=fence", "fence"],
  ["barrier=hedge", null],
  ["barrier=guard_rail", null],
  ["barrier=constructor", null],
  ["natural=water", "water"],
  ["waterway=river", "water"],
  ["waterway=river tunnel=culvert", null],
  ["waterway=stream", null],
  ["railway=rail", "railway"],
  ["railway=rail bridge=yes", null],
  ["railway=rail layer=-1", null],
  ["railway=subway", null],
  ["highway=motorway", "motorway"],
  ["highway=motorway bridge=viaduct", null],
  ["highway=trunk", null],
])("an access leg is stopped by %s: %s", (text, expected) => {
  expect(barrierKinds[legBarrierOf(tagsOf(text))] ?? null).toBe(expected);
});
