/** What the map in other sites' pages says. */
import { computed } from "@preact/signals";
import { lang } from "../i18n/index.ts";

const zh = {
  all: "全部",
  open: "打开完整地图",
  close: "关闭",
  circleMissing: "没有这个生活圈",
  circleMissingHint: "网址里的 circle 可能写错了，或者它已被删除。",
  wantsCircle: "请在网址里写明是哪个生活圈（circle=…）。",
  outlets: "网点",
};

const en: typeof zh = {
  all: "All",
  open: "Open the full map",
  close: "Close",
  circleMissing: "There is no such circle",
  circleMissingHint: "The address may name a wrong circle, or one that was removed.",
  wantsCircle: "The address should name a circle (circle=…).",
  outlets: "Outlets",
};

export const words = computed(() => (lang.value === "en" ? en : zh));
