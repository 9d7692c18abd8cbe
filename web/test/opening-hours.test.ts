import { describe, expect, test } from "vitest";
import { en } from "../src/i18n/en.ts";
import { hoursInWords } from "../src/i18n/opening-hours.ts";
import { zh } from "../src/i18n/zh.ts";

describe("opening hours in words", () => {
  test.each([
    ["24/7", "全天 24 小时", "Open 24 hours"],
    ["00:00-24:00", "全天 24 小时", "Open 24 hours"],
    ["09:00-17:00", "每天 9:00–17:00", "Every day 9:00–17:00"],
    ["Mo-Su 07:30-20:00", "每天 7:30–20:00", "Every day 7:30–20:00"],
    [
      "Mo-Fr 08:00-18:00; Sa 09:00-12:00",
      "周一至周五 8:00–18:00；周六 9:00–12:00",
      "Mon to Fri 8:00–18:00; Sat 9:00–12:00",
    ],
    ["09:00-17:30; Mo off", "周二至周日 9:00–17:30；周一 休息", "Tue to Sun 9:00–17:30; Mon closed"],
    [
      "Mo,We,Fr 09:00-11:00,14:00-16:30",
      "周一、周三、周五 9:00–11:00、14:00–16:30",
      "Mon, Wed, Fri 9:00–11:00, 14:00–16:30",
    ],
    ["Sa-Mo 10:00-12:00", "周一、周六、周日 10:00–12:00", "Mon, Sat, Sun 10:00–12:00"],
    ["Mo-Su 17:00-02:00", "每天 17:00–次日2:00", "Every day 17:00–next day 2:00"],
    ["Mo-Su 17:00-26:00", "每天 17:00–次日2:00", "Every day 17:00–next day 2:00"],
    [
      "Mo-Sa 09:00-21:00; PH off",
      "周一至周六 9:00–21:00；法定节假日 休息",
      "Mon to Sat 9:00–21:00; Public holidays closed",
    ],
  ])("%s", (written, chinese, english) => {
    expect(hoursInWords(written, zh)).toBe(chinese);
    expect(hoursInWords(written, en)).toBe(english);
  });

  test.each([
    "sunrise-sunset",
    "Mo-Fr 08:00+",
    "week 1-20 Mo 09:00-10:00",
    "Dec 25 off",
    "",
    "早九晚五",
    "Mo-Xx 09:00-10:00",
  ])("%s is not half understood", (written) => {
    expect(hoursInWords(written, zh)).toBeNull();
  });
});
