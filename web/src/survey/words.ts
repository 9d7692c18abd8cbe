import { computed } from "@preact/signals";
import { lang } from "../i18n/index.ts";

const zh = {
  title: "满意度调查",
  noIdentity: "不记名：不登记您是谁、从哪里来、用什么手机。",
  about: "关于您（可以不答）",
  other: "其他（请写明）",
  send: "交卷",
  sending: "正在交…",
  thanks: "谢谢，已经收到您的答卷",
  thanksHint: "您的意见会算进这个生活圈的评价里。",
  refused: {
    used: "这个链接已经用过了",
    unknown: "这个链接不对",
    ended: "这个链接已经停用",
    closed: "调查已经结束",
    "token-needed": "要用发给您的链接才能答",
  } as Record<string, string>,
  refusedHint: "每个链接只能答一次。需要新的链接，请问社区工作人员。",
  missing: "网址不完整",
  missingHint: "请用完整的链接或扫码打开。",
  map: "去看网点地图",
  nothing: "请至少回答一题",
};

const en: typeof zh = {
  title: "Survey",
  noIdentity: "Anonymous: nothing is kept of who you are, where you come from or what telephone you use.",
  about: "About you (as you like)",
  other: "Other (please write)",
  send: "Send",
  sending: "Sending…",
  thanks: "Thank you, your answers have arrived",
  thanksHint: "They count in the assessment of this living circle.",
  refused: {
    used: "This link was used already",
    unknown: "This link is not right",
    ended: "This link was withdrawn",
    closed: "The survey is over",
    "token-needed": "The link handed to you is needed",
  },
  refusedHint: "Each link is good for one answer. Ask the community's staff for another.",
  missing: "The address is not complete",
  missingHint: "Use the whole link, or the QR code.",
  map: "To the outlet map",
  nothing: "Please answer at least one question",
};

export const surveyWords = computed(() => (lang.value === "en" ? en : zh));
