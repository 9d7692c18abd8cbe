/**
 * What each formula says, for the appendix of a report. The ids are those of services/src/assessment/README.md, which
 * has the sources as well.
 */
const formulaTexts: Record<string, string> = {
  "circle.members":
    "住宅的门（没有门的，楼上一点）在边界以内，就算在圈内；户数、人口相加；社区按住户在圈内的比例列出。",
  "circle.area": "边界围成的面积，按球面计算。",
  "circle.bounds": "每一侧边界上占得最长的有名道路、河流或铁路；有人改过的，用改过的文字。",
  "circle.proposal": "先是没有的基本保障类业态，再是有而许多住户够不到的，按现在够不到的户数排列。",
  "circle.reach": "20 种基本业态中可达率已知者的平均数。",
  "circle.contradiction": "圈内有这类网点，而够得到的住户不到 80%：仍够不到的户数。",
  "circle.known-share": "有人担保网点已收全的户数比例，20 种基本业态的平均。",
  "coverage.share":
    "步行时间不超过圈层（基本 10 分钟、品质 15 分钟）为够得到；否则，有人担保资料齐全、地图也未到边，才算够不到；其余为不明。可达率＝够得到÷（够得到＋够不到）。",
  "coverage.mean": "半小时内能走到的住户，到最近一处的步行时间，按户数平均。",
  "coverage.p90": "上述住户中九成不超过的步行时间。",
  "coverage.known-share": "有人担保网点已收全的户数÷全部户数。",
  "presence.basic": "圈内有营业网点的基本保障类业态，达到 15 种（或指定的 15 种齐全）得 60 分，否则 0 分。",
  "presence.quality": "圈内每有一种品质提升类业态得 1.5 分，最多 40 分。",
  "presence.type": "两部分相加：90 分及以上品质型，80 分及以上提升型，70 分及以上基础型。",
  "quality.points": "附件3 的十项得分相加；每一小项的规则见“好不好逐项说明”。",
  "survey.sample": "答卷数÷服务人口，不少于 10% 为符合。",
  "survey.category-satisfied": "对业态两问认为满意（含“基本满足”）的比例。",
  "survey.service-satisfied": "对服务各问认为满意（含“比较”“大部分”“基本”）的比例。",
  "outlets.count": "边界以内、正在营业的网点数。",
  "siting.coverage": "在拟选的地点开设以后，新够得到这一业态的户数。",
  "project.measured": "按今天的网点重新计算：圈层内只有这一处、因它才够得到的户数。",
  "walk.seconds": "从门口沿可以步行的道路走到网点门口的时间，含出门和进门两段；不穿墙、不横穿封闭的小区。",
};

/** Ids as they stand in formula notes, which may name several. */
export function idsOf(note: string): string[] {
  return note.split("、").filter((id) => id !== "");
}

/** The text of an id; parts of 好不好 share one. */
export function formulaText(id: string): string {
  return (
    formulaTexts[id] ??
    (id.startsWith("quality.") ? "附件3 的一小项，规则见“好不好逐项说明”。" : "见 services/src/assessment/README.md。")
  );
}
