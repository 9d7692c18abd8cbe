/** Opening hours and conditions of gates and ways, and the clock they are held against. */
import { describe, expect, test } from "vitest";
import { minuteOfWeek, readOpeningHours } from "../../src/foot/hours.ts";
import { accessAt, weekTimes } from "../../src/foot/times.ts";
import { draw } from "../map.ts";

/** `Mo 22:30` as minute of the week. */
const minuteAt = (text: string): number => {
  const [day, time] = text.split(" ");
  const [hours, minutes] = time.split(":").map(Number);
  return ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].indexOf(day) * 1440 + hours * 60 + minutes;
};

describe("opening hours", () => {
  test.each([
    ["24/7", "Mo 00:00, Su 23:59", ""],
    ["06:00-22:00", "Mo 06:00, Su 21:59", "Mo 05:59, Su 22:00"],
    ["Mo-Fr 06:00-22:00", "Fr 21:59", "Sa 12:00"],
    ["Mo-Fr 06:00-22:00; Sa off", "Mo 12:00", "Sa 12:00, Su 12:00"],
    ["Mo-Su 08:00-18:00; We off", "Tu 12:00, Th 12:00", "We 12:00"],
    ["Mo,We,Fr 08:00-12:00,14:00-18:00", "Mo 08:00, We 17:59", "Mo 13:00, Tu 09:00"],
    ["Sa-Mo 10:00-11:00", "Sa 10:30, Su 10:30, Mo 10:30", "Tu 10:30, Fr 10:30"],
    ["22:00-06:00", "Mo 23:00, Tu 05:59, Mo 00:30", "Tu 06:00, Tu 21:59"],
    ["Fr 22:00-06:00", "Fr 23:00, Sa 05:59", "Fr 05:00, Sa 06:00"],
    ["Su 22:00-02:00", "Su 23:00, Mo 01:59", "Mo 02:00"],
    ["Fr 20:00-26:00", "Sa 01:59", "Sa 02:00"],
    ["06:00-24:00", "Mo 23:59", "Mo 05:59"],
    ["06:00-22:00; Sa 08:00-12:00", "Fr 21:00, Sa 08:00", "Sa 07:00, Sa 13:00"],
    ["Mo-Fr 08:00-12:00, Fr 14:00-16:00", "Fr 09:00, Fr 15:00", "Mo 15:00"],
    ["06:00-22:00; We 12:00-13:00 off", "We 11:59, We 13:00", "We 12:30"],
    ["Mo-Fr", "Mo 00:00, Fr 23:59", "Sa 00:00"],
    ["off", "", "Mo 12:00"],
    ["Mo-Fr 06:00-22:00; PH off", "Mo 12:00", "Sa 12:00"],
    ['06:00-22:00 "门卫在时"', "Mo 12:00", "Mo 23:00"],
    ["Mo-Fr 06：00－22：00；Sa,Su 07:00-21:00", "Mo 06:00, Sa 20:59", "Sa 06:30"],
    ["6:00-22:00;", "Mo 06:00", "Mo 05:59"],
  ])("%s", (value, open, shut) => {
    const week = readOpeningHours(value);
    const words = (text: string): string[] => text.split(", ").filter(Boolean);
    expect(words(open).filter((word) => week![minuteAt(word)] === 0)).toEqual([]);
    expect(words(shut).filter((word) => week![minuteAt(word)] === 1)).toEqual([]);
    expect(words(open).length + words(shut).length).toBeGreaterThan(0);
  });

  test.each([
    "",
    "sunrise-sunset",
    "Apr-Oct 06:00-22:00",
    "06:00+",
    "week 1-10 08:00-12:00",
    "25:70-26:00",
    "06:00",
    "Mo-",
    "早上六点到晚上十点",
    "06:00-22:00 ||",
    "Mo-Fr 06:00-22:00,",
  ])("not understood: %s", (value) => expect(readOpeningHours(value)).toBeNull());
});

describe("who passes when", () => {
  const access = (tags: Record<string, string>, at: string | null, otherwise: "allowed" | "forbidden" = "allowed") => {
    const unread: string[] = [];
    const times = weekTimes(tags, otherwise, (value) => unread.push(value));
    return times ? accessAt(times, at === null ? null : minuteAt(at)) : `always (${unread.length} unread)`;
  };

  test.each([
    [{ opening_hours: "06:00-22:00" }, null, "allowed"],
    [{ opening_hours: "06:00-22:00" }, "Mo 23:00", "forbidden"],
    [{ opening_hours: "06:00-22:00", access: "private" }, "Mo 12:00", "private"],
    [{ access: "yes", "access:conditional": "no @ (22:00-06:00)" }, "Mo 23:00", "forbidden"],
    [{ access: "yes", "access:conditional": "no @ (22:00-06:00)" }, null, "allowed"],
    [{ access: "yes", "access:conditional": "no @ 22:00-06:00" }, "Mo 23:00", "forbidden"],
    [{ access: "no", "foot:conditional": "yes @ (06:00-22:00)" }, "Mo 12:00", "allowed"],
    [{ access: "no", "foot:conditional": "yes @ (06:00-22:00)" }, "Mo 23:00", "forbidden"],
    [{ access: "no", "foot:conditional": "yes @ (06:00-22:00)" }, null, "allowed"],
    [{ access: "private", "access:conditional": "yes @ (Mo-Fr 07:00-09:00)" }, "Mo 08:00", "allowed"],
    [{ access: "private", "access:conditional": "yes @ (Mo-Fr 07:00-09:00)" }, "Sa 08:00", "private"],
    // the word on feet beats the word on all
    [{ foot: "yes", "access:conditional": "no @ (22:00-06:00)" }, "Mo 23:00", "allowed"],
    // the last that holds decides
    [{ "access:conditional": "no @ (22:00-06:00); private @ (23:00-24:00)" }, "Mo 23:30", "private"],
    [{ "access:conditional": "no @ (Mo-Fr AND 22:00-24:00)" }, "Sa 23:00", "allowed"],
    [{ "access:conditional": "no @ (Mo-Fr AND 22:00-24:00)" }, "Mo 23:00", "forbidden"],
    // open at night only: shut by day
    [{ access: "no", "access:conditional": "yes @ (22:00-06:00)" }, null, "forbidden"],
    // rush hours do not shut a way for the whole day
    [{ "access:conditional": "no @ (07:00-09:00)" }, null, "allowed"],
    // neither times nor understood
    [{ "access:conditional": "no @ (weight>3.5)" }, null, "always (0 unread)"],
    [{ opening_hours: "sunrise-sunset" }, null, "always (1 unread)"],
    [{ "access:conditional": "no @ (sunset-sunrise)" }, "Mo 23:00", "always (1 unread)"],
    [{ access: "no", "access:conditional": "yes @ (sunrise-sunset)" }, "Mo 23:00", "allowed"],
    [{ access: "no" }, null, "always (0 unread)"],
  ])("%o at %s: %s", (tags, at, expected) => expect(access(tags as Record<string, string>, at)).toBe(expected));
});

describe("the clock", () => {
  test.each([
    ["2026-06-01T00:00", "Mo 00:00"],
    ["2026-06-07T23:59:59", "Su 23:59"],
    ["2026-06-01 22:30", "Mo 22:30"],
    ["2026-06-01T22:30+08:00", "Mo 22:30"],
    ["2026-06-01T18:30Z", "Tu 02:30"],
    ["2026-06-01T00:30+09:00", "Su 23:30"],
    ["2024-02-29T12:00", "Th 12:00"],
  ])("%s is %s", (at, expected) => expect(minuteOfWeek(at)?.minute).toBe(minuteAt(expected)));

  test.each(["", "2026-06-01", "22:30", "2026-02-30T12:00", "2026-06-01T24:00", "2026-06-01T12:60", "tomorrow"])(
    'no time: "%s"',
    (at) => expect(minuteOfWeek(at)).toBeNull(),
  );
});

describe("on the way", () => {
  const street = {
    picture: `
      a--g--b
      |     |
      c-----d
    `,
    meters: 10,
    ways: { agb: "highway=footway", acdb: "highway=footway" },
  };
  const meters = async (nodes: Record<string, string>, settings: { at?: string; privateWays?: "exclude" }) => {
    const map = await draw({ ...street, nodes });
    return Math.round(map.engine.matrixSync([map.at("a")], [map.at("b")], settings).meters[0][0]!);
  };

  test("a gate is shut at night", async () => {
    const gate = { g: "barrier=gate opening_hours=06:00-22:00" };
    expect(await meters(gate, {})).toBe(60);
    expect(await meters(gate, { at: "2026-06-01T12:00" })).toBe(60);
    expect(await meters(gate, { at: "2026-06-01T23:00" })).toBe(100);
  });

  test("a way is shut at night, both ways about, and what is not understood is listed", async () => {
    const map = await draw({
      ...street,
      ways: { agb: "highway=footway opening_hours=06:00-22:00", acdb: "highway=footway opening_hours=dusk-dawn" },
    });
    for (const [from, to] of ["ab", "ba"]) {
      const walk = (at: string, direction: "outbound" | "inbound") =>
        Math.round(map.engine.matrixSync([map.at(from, 0, 0)], [map.at(to)], { at, direction }).meters[0][0]!);
      expect(walk("2026-06-01T12:00", "outbound")).toBe(60);
      expect(walk("2026-06-01T23:00", "inbound")).toBe(100);
    }
    expect(map.network.unreadTimes).toEqual(["dusk-dawn"]);
  });

  test("the answer says for when it is; an impossible time is refused", async () => {
    const map = await draw(street);
    const route = (at?: string) => map.engine.routeSync(map.at("a"), map.at("b"), { at })?.settings;
    expect(route()).toMatchObject({ at: null });
    expect(route("2026-06-01T15:00Z")).toMatchObject({ at: "2026-06-01T23:00" });
    expect(() => route("tonight")).toThrow(/at: "tonight".*2026-06-01T22:30/);
  });
});
