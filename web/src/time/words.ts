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
  outletThen: (day: string) => `${day} 登记的样子，不是今天的`,
  outletOpen: "这一天开着",
  outletShut: (on: string | null) => (on ? `这一天已经关了（${on} 关闭）` : "这一天已经关了"),
  outletPlanned: (on: string | null) => (on ? `这一天还没开业（${on} 开业）` : "这一天还没开业"),
  outletNone: (day: string) => `${day} 没有这家店的登记`,
  outletNoneHint: "可能那天还没开，也可能那天还没登记到。",
  outletToday: "看今天的样子",
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
  outletThen: (day) => `As recorded for ${day}, not as it is today`,
  outletOpen: "In business on that day",
  outletShut: (on) => (on ? `Closed by that day (since ${on})` : "Closed by that day"),
  outletPlanned: (on) => (on ? `Not open yet on that day (opened ${on})` : "Not open yet on that day"),
  outletNone: (day) => `No record of this outlet on ${day}`,
  outletNoneHint: "It may not have been open yet, or nobody had recorded it.",
  outletToday: "See it as it is today",
  months: (opened, closed) => `${opened} opened and ${closed} closed in two years`,
};

export const words = computed(() => (lang.value === "en" ? en : zh));
