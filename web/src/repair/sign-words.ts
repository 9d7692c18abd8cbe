/** What a notice for a notice-board says. */
import { computed } from "@preact/signals";
import { lang } from "../i18n/index.ts";

const zh = {
  title: "修东西，找附近的师傅",
  around: (place: string) => `${place}附近`,
  aroundHere: "附近",
  scan: "手机扫一扫，看怎么走、能不能打电话",
  kind: "修什么",
  shop: "最近的一家",
  walk: "步行",
  phone: "电话",
  minutes: (minutes: number) => `${minutes} 分钟`,
  none: "一小时内没找到",
  asOf: (date: string) => `${date} 打印，以手机上看到的为准`,
  print: "打印",
  back: "返回",
  hint: "A4 竖版。打印出来贴在公告栏、门厅都行。",
  needsPlace: "先在小修小补地图里选好地方，再来打印。",
};

const en: typeof zh = {
  title: "Something to mend? Ask nearby",
  around: (place) => `Near ${place}`,
  aroundHere: "Nearby",
  scan: "Scan to see the way and the phone number",
  kind: "To mend",
  shop: "Nearest",
  walk: "On foot",
  phone: "Phone",
  minutes: (minutes) => `${minutes} min`,
  none: "none within an hour",
  asOf: (date) => `Printed ${date}; the map on the phone is newer`,
  print: "Print",
  back: "Back",
  hint: "A4, upright. For a notice-board or an entrance hall.",
  needsPlace: "Choose a place on the small-repair map first.",
};

export const words = computed(() => (lang.value === "en" ? en : zh));
