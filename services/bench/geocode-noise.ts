/** What people do to addresses on the way into a table. Each kind of noise is measured by itself. */
import { Converter } from "opencc-js/cn2t";
import { soundOf } from "../src/intake/geocoding/text.ts";
import type { Case, Chance } from "./geocode-cases.ts";

const toTraditional = Converter({ from: "cn", to: "tw" });

/** Common in names of roads and compounds; where a typing error takes its wrong characters from. */
const CHARACTERS =
  "东南西北中大小新长安平和乐建设人民解放胜利光明文化学院科技金银华阳明月清青晴轻星兴新心欣馨河海湖江山水花园林木春秋夏冬雨语玉雪风枫丰峰云运霞夏虹红鸿宏洪宁凝临林琳邻鳞泉权全路露陆鹿桥乔巧石时实室史市世事福富府赋抚龙隆荣容融溪西希熙溪堤提题蹄白百柏鹭潮朝巢浪郎廊朗澜兰蓝岚栏望忘旺王往汉汗翰汇惠慧会珠朱竹株太泰态洞冬栋懂管观官馆贯高搞稿深身申神浅前钱千南男难楠";

export type Noise = (each: Case, chance: Chance, context: { renamed: Map<string, string> }) => string | null;

const inName = (each: Case, chance: Chance, spoil: (name: string) => string | null): string | null => {
  const names = each.names.filter((name) => name.length >= 3);
  if (names.length === 0) return null;
  const name = chance.pick(names);
  const spoiled = spoil(name);
  return spoiled === null || spoiled === name ? null : each.address.replace(name, spoiled);
};

/** Not the last character, which says what kind of road it is. */
const characterOf = (name: string, chance: Chance): number => chance.below(name.length - 1);
const replaced = (name: string, at: number, by: string): string => name.slice(0, at) + by + name.slice(at + 1);

const NUMERALS = "零一二三四五六七八九";
function chineseNumber(value: number): string {
  if (value >= 1000) return [...String(value)].map((digit) => NUMERALS[Number(digit)]).join("");
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor((value % 100) / 10), value % 10];
  let text = hundreds > 0 ? `${NUMERALS[hundreds]}百` : "";
  if (tens > 0) text += hundreds === 0 && tens === 1 ? "十" : `${NUMERALS[tens]}十`;
  else if (hundreds > 0 && ones > 0) text += "零";
  return text + (ones > 0 ? NUMERALS[ones] : "");
}

const EXTRA = [
  "一层",
  "2楼201室",
  "门口",
  "（一楼门面）",
  "底商",
  "-103",
  "临街商铺",
  "福满园便利店",
  "（联系人王女士）",
  " 1单元102室",
];

export const noises: Record<string, Noise> = {
  clean: ({ address }) => address,
  "no district": ({ address, prefix }) => (prefix === "" ? null : address.slice(prefix.length)),
  "prefix twice": ({ address, prefix }) =>
    `${prefix || "本市"}${prefix === "" ? "" : prefix}${address}`.replace(/^本市/u, "中国"),
  "no 号": ({ address }) => (/\d号$/.test(address) ? address.slice(0, -1) : null),
  "Chinese numerals": ({ address }) =>
    /\d+号/.test(address) ? address.replaceAll(/\d+(?=号)/g, (digits) => chineseNumber(Number(digits))) : null,
  "full width": ({ address }) =>
    address.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.codePointAt(0)! + 0xfee0)),
  traditional: ({ address }) => {
    const text = toTraditional(address);
    return text === address ? null : text;
  },
  "blanks, marks": ({ address }, chance) =>
    [...address.replaceAll(/(?<=区|路|道|街|巷)(?!口)/gu, () => chance.pick(["", " ", "，", "　"]))].join(
      chance.next() < 0.2 ? " " : "",
    ),
  "extra words": ({ address, form }, chance) =>
    form === "landmark" || form === "street" ? null : `${address}${chance.pick(EXTRA)}`,
  homophone: (each, chance) =>
    inName(each, chance, (name) => {
      const at = characterOf(name, chance);
      const alike = [...CHARACTERS].filter(
        (character) => character !== name[at] && soundOf(character) === soundOf(name[at]),
      );
      return alike.length === 0 ? null : replaced(name, at, chance.pick(alike));
    }),
  "wrong character": (each, chance) =>
    inName(each, chance, (name) => replaced(name, characterOf(name, chance), chance.pick([...CHARACTERS]))),
  "missing character": (each, chance) => inName(each, chance, (name) => replaced(name, characterOf(name, chance), "")),
  "old name": (each, chance, { renamed }) => inName(each, chance, (name) => renamed.get(name) ?? null),
  "name unknown": (each, chance) =>
    inName(
      each,
      chance,
      (name) =>
        `${chance.pick(["建国", "卫东", "永定", "八一"])}${chance.pick(["前", "后", "新", "老"])}${name.at(-1)}`,
    ),
  "no number": ({ address, form }) =>
    /^(?:number|made-number|mapped-number|courtyard)$/.test(form) ? address.replace(/\d+号院?$/u, "") : null,
  "other city": ({ address, prefix }, chance) =>
    `${chance.pick(["广州市天河区", "成都市武侯区", "黑龙江省哈尔滨市道里区", "武汉市"])}${address.slice(prefix.length)}`,
};

/** Noise after which the address means a place elsewhere: any answer to it is wrong. */
export const elsewhere = new Set(["other city"]);
