/** Opening hours as people read them, from the OSM form; what cannot be said simply stays as somebody wrote it. */

const days: Record<string, string> = { Mo: "一", Tu: "二", We: "三", Th: "四", Fr: "五", Sa: "六", Su: "日" };
const order = Object.keys(days);

/** Empty where nobody knows. */
export function hoursText(hours: string | null, asWritten: string | null): string {
  if (hours === null || hours.trim() === "") return asWritten ?? "";
  if (hours.trim() === "24/7") return "全天 24 小时";
  const rules = hours.split(";").map((rule) => ruleText(rule.trim()));
  if (rules.every((rule) => rule !== null)) return rules.join("；");
  return asWritten ?? hours;
}

const ruleForm =
  /^((?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?,?)+)?\s*(off|closed|24\/7|00:00-24:00|(?:\d\d:\d\d-\d\d:\d\d,?\s*)+)$/;

function ruleText(rule: string): string | null {
  const found = ruleForm.exec(rule);
  if (found === null) return null;
  const [, when, times] = found;
  const day = when === undefined ? "每天" : daysText(when);
  if (times === "off" || times === "closed") return `${day}休息`;
  if (times === "24/7" || times === "00:00-24:00") return `${day}全天`;
  return `${day} ${times.split(",").map(spanText).join("、")}`;
}

function spanText(span: string): string {
  const [from, to] = span.trim().split("-");
  const time = (text: string): string => text.replace(/^0(\d)/, "$1");
  return from > to ? `${time(from)}–次日 ${time(to)}` : `${time(from)}–${time(to)}`;
}

function daysText(when: string): string {
  const parts = when.replace(/,$/, "").split(",");
  if (parts.length === 1 && parts[0] === "Mo-Su") return "每天";
  const names = parts.map((part) => {
    if (part === "PH") return "节假日";
    const [from, to] = part.split("-");
    if (to === undefined) return `周${days[from]}`;
    return order.indexOf(to) === order.indexOf(from) + 1
      ? `周${days[from]}、周${days[to]}`
      : `周${days[from]}至周${days[to]}`;
  });
  return names.join("、");
}
