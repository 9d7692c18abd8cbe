/** What the answers of surveys.csv come to, counted by the words that stand in it. */
import { circles, inRectangle } from "./areas.ts";
import type { Residence } from "./compounds.ts";

/** Columns of the two shares of attachment 3, and the words of whoever is not satisfied. */
const categoryColumns = ["基本保障类业态", "品质提升类业态"];
const serviceColumns = ["消费便利", "服务满意", "智慧服务", "规范有序", "商居和谐"];
const notSatisfied = new Set(["不能满足", "不便利", "不满意", "少部分做到", "没有实现"]);

/** @param csv surveys.csv, in which no cell has a comma */
export function surveyTruths(csv: string, residences: readonly Residence[]) {
  const [header, ...rows] = csv
    .replace("\uFEFF", "")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  if (csv.includes('"') || rows.some((row) => row.length !== header.length)) {
    throw new Error("surveys.csv has a cell with a comma; count it with care");
  }
  return {
    zh: "满意度",
    why: "答卷数、满意份数按表中文字数出；服务人口是门口在圈内的住户人口之和。样本都不到 10%，所以“业态满意”“服务满意”按规则都是 0 分。",
    circles: circles.map(({ id, name, area }) => {
      const own = rows.filter(([circle]) => circle === name);
      const count = (columns: readonly string[]) => {
        const cells = own.flatMap((row) => columns.map((column) => row[header.indexOf(column)]));
        const satisfied = cells.filter((cell) => !notSatisfied.has(cell)).length;
        return { satisfied, answers: cells.length };
      };
      const people = residences
        .filter((home) => inRectangle(home.door, area))
        .reduce((sum, home) => sum + home.people, 0);
      return {
        id,
        name,
        answers: own.length,
        people,
        sufficient: own.length >= 0.1 * people,
        category: count(categoryColumns),
        service: count(serviceColumns),
        wantsRepair: own.filter((row) => row.at(-1) === "希望有修鞋的").length,
        wantsMarket: own.filter((row) => row.at(-1) === "缺个菜市场").length,
      };
    }),
  };
}
