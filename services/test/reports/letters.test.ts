import { create } from "fontkit";
import type { Font } from "fontkit";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { outlineData } from "../../src/reports/draw/scene.ts";
import { brokenLines, fitted } from "../../src/reports/draw/text.ts";
import { Letters } from "../../src/reports/fonts/letters.ts";

const none = () => [];
const cjk = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

describe("letters", () => {
  it("writes a font with the characters asked for and no others, as wide as they are measured", async () => {
    const letters = new Letters(none);
    const text = "便民生活圈 Quarter-hour 12:30，鹮鑫";
    const file = await letters.typeset(() => letters.fontFile([text], 700));
    const font = create(Buffer.from(file)) as Font;
    expect(font.familyName).toBe("Noto Sans SC");
    expect([...new Set(font.characterSet)].sort((a, b) => a - b)).toEqual(
      [...new Set([...text].map((char) => char.codePointAt(0)!))].sort((a, b) => a - b),
    );
    const width = [...text].reduce((sum, char) => sum + font.glyphForCodePoint(char.codePointAt(0)!).advanceWidth, 0);
    expect(letters.width(text, 700)).toBeCloseTo(width / 1000, 6);
    for (const char of text.replaceAll(" ", "")) {
      expect(font.glyphForCodePoint(char.codePointAt(0)!).path.commands.length, char).toBeGreaterThan(3);
    }
    // The same letters give the same bytes.
    expect(letters.fontFile([text], 700)).toEqual(file);
  });

  it("draws bold bolder, and both of the same outline as the font it writes", async () => {
    const letters = new Letters(none);
    const area = (weight: 400 | 700): number => {
      const font = create(Buffer.from(letters.fontFile(["圈"], weight))) as Font;
      const { bbox } = font.glyphForCodePoint("圈".codePointAt(0)!).path;
      return bbox.width * bbox.height;
    };
    await letters.typeset(() => [letters.width("圈", 400), letters.width("圈", 700)]);
    expect(area(700)).not.toBe(area(400));
    const item = { type: "text", x: 0, y: 0, text: "圈", size: 1000, fill: "#000", anchor: "start" } as const;
    expect(outlineData(letters, { ...item, weight: 700 })).not.toBe(outlineData(letters, { ...item, weight: 400 }));
  });

  it("names a character that no font has, and draws 〓 in its place", async () => {
    const letters = new Letters(none);
    const rare = "\u{2CB4E}";
    await letters.typeset(() => [letters.width(`${rare}〓`, 400), letters.width(`${rare}〓`, 700)]);
    expect(letters.missingIn([`镇${rare}村`])).toEqual([rare]);
    expect(letters.glyph(rare.codePointAt(0)!, 400)).toEqual(letters.glyph("〓".codePointAt(0)!, 400));
    expect(letters.missingIn(["\u200b\u3000 "])).toEqual([]);
  });

  it.skipIf(!existsSync(cjk))(
    "takes a character that it lacks from a font of the system, cubic curves and all",
    async () => {
      const letters = new Letters(() => [cjk, "/no/such/font.ttf"]);
      const rare = "\u{2CB4E}㙍";
      const file = await letters.typeset(() => letters.fontFile([rare], 400));
      expect(letters.missingIn([rare])).toEqual([]);
      expect(letters.borrowedIn([rare]).map(({ font }) => font)).toEqual(["Noto Sans CJK SC", "Noto Sans CJK SC"]);
      const font = create(Buffer.from(file)) as Font;
      const { bbox } = font.glyphForCodePoint("㙍".codePointAt(0)!).path;
      expect(bbox.width).toBeGreaterThan(700);
      expect(bbox.width).toBeLessThanOrEqual(1000);
    },
  );
});

describe("lines of text", () => {
  const letters = new Letters(none);

  it("break between Chinese characters, not before a comma, not inside a word or number", async () => {
    const lines = await letters.typeset(() => brokenLines(letters, "走路十分钟，quarterhour 能到 1,284 户", 60, 10));
    expect(lines).toEqual(["走路十分钟，", "quarterhour", "能到 1,284 户"]);
    for (const line of lines) expect(letters.width(line, 400) * 10).toBeLessThanOrEqual(62);
  });

  it("are cut with … where they do not fit", async () => {
    const text = await letters.typeset(() => fitted(letters, "七汐便利店和乐道店", 60, 10));
    expect(text).toBe("七汐便利店…");
  });
});
