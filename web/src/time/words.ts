/** What the bar of time says. */
import { computed } from "@preact/signals";
import { lang } from "../i18n/index.ts";

const zh = {
  title: "看过去",
  open: "看过去两年的变化",
  close: "收起时间轴",
  slider: "哪一天",
  day: "选一天",
  play: "从头播放",
  stop: "停下",
  today: "今天",
  backToToday: "回到今天",
  changes: (days: number, opened: number, closed: number) => `前 ${days} 天：新开 ${opened} 家，关了 ${closed} 家`,
  loading: "正在取两年来的变化…",
  failed: "变化没取到",
  looking: (day: string) => `看的是 ${day}`,
  hint: "网点、步行范围内有什么缺什么都是那天的；路网和住户是现在的。",
  months: (opened: number, closed: number) => `两年里新开 ${opened} 家，关了 ${closed} 家`,
};

const en: typeof zh = {
  title: "The past",
  open: "Changes over the last two years",
  close: "Close the time line",
  slider: "Which day",
  day: "Choose a day",
  play: "Play from the start",
  stop: "Stop",
  today: "Today",
  backToToday: "Back to today",
  changes: (days, opened, closed) => `${days} days before: ${opened} opened, ${closed} closed`,
  loading: "Fetching two years of changes…",
  failed: "The changes could not be fetched",
  looking: (day) => `You are looking at ${day}`,
  hint: "Outlets, and what is within a walk or missing, are of that day; ways and homes are today's.",
  months: (opened, closed) => `${opened} opened and ${closed} closed in two years`,
};

export const words = computed(() => (lang.value === "en" ? en : zh));
