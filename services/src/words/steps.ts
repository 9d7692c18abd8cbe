/** Steps of long work as they are told while it goes on, in Chinese. */
import type { Language } from "./say.ts";

const steps: [en: string, zh: string][] = [
  ["reading {1}", "正在读取 {1}"],
  ["keeping the rows", "正在保存各行"],
  ["judging the rows again", "正在重新核对各行"],
  ["getting ready to look for addresses", "正在准备查找地址"],
  ["looking for addresses", "正在查找地址"],
  ["asking map services", "正在询问地图服务"],
  ["taking the best places", "正在采用最可靠的位置"],
  ["looking for shops listed twice", "正在查找重复的网点"],
  ["collecting the rows", "正在汇总各行"],
  ["writing", "正在写入"],
  ["storing", "正在保存"],
  ["comparing", "正在比对"],
  ["merging", "正在合并"],
  ["putting back, {1} rows so far", "正在恢复，已恢复 {1} 行"],
];

const patterns = steps.map(([en, zh]) => ({ pattern: new RegExp(`^${en.replace("{1}", "(.*)")}$`, "s"), zh }));

/** A step that nobody has translated stays as it is. */
export function stepIn(step: string, language: Language): string {
  if (language === "en") return step;
  for (const { pattern, zh } of patterns) {
    const found = pattern.exec(step);
    if (found !== null) return zh.replace("{1}", () => found[1] ?? "");
  }
  return step;
}
