import { categories, repairKinds } from "@quarterhour/data";
import { describe, expect, test } from "vitest";
import { categoryIcons } from "../src/icons/categories.ts";
import { repairIcons } from "../src/icons/repair.ts";
import { symbols } from "../src/icons/symbols.ts";

const argumentCounts: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, A: 7, S: 4, Z: 0 };

/** Every command of an SVG path has the numbers it needs; returns how many commands there are. */
function commandCount(path: string): number {
  const commands = path.match(/[a-z][^a-z]*/gi) ?? [];
  expect(commands.join("")).toBe(path);
  for (const command of commands) {
    const needed = argumentCounts[command[0].toUpperCase()];
    expect(needed, `command ${command[0]} in ${path}`).toBeDefined();
    const numbers = command.slice(1).match(/-?(?:\d+\.\d+|\d+|\.\d+)/g) ?? [];
    if (needed === 0) expect(numbers).toHaveLength(0);
    else expect(numbers.length % needed, `${command} in ${path}`).toBe(0);
    expect(numbers.length >= needed).toBe(true);
  }
  return commands.length;
}

describe("every category has a picture of its own", () => {
  test.each(categories.map(({ id }) => id))("%s", (id) => {
    expect(commandCount(categoryIcons[id])).toBeGreaterThan(1);
  });
  test("no two are alike", () => {
    expect(new Set(Object.values(categoryIcons)).size).toBe(categories.length);
  });
});

describe("every kind of repair has a picture of its own", () => {
  test.each(repairKinds.map(({ id }) => id))("%s", (id) => {
    expect(commandCount(repairIcons[id].line)).toBeGreaterThan(1);
  });
  test("nine of them are large, with the words people use", () => {
    const large = repairKinds.filter((kind) => kind.large).map(({ nameZh }) => nameZh);
    expect(large).toEqual(
      ["修鞋", "修表", "修家电", "修自行车", "配钥匙", "改衣服", "修手机电脑", "修家具", "修箱包"].toSorted(
        (a, b) => large.indexOf(a) - large.indexOf(b),
      ),
    );
    expect(large).toHaveLength(9);
  });
});

test("symbols are drawable", () => {
  for (const path of Object.values(symbols)) expect(commandCount(path)).toBeGreaterThan(0);
});
