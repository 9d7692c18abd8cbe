/** Words that shop names are made of. */
import type { Random } from "./random.ts";

const surnames =
  "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤".split(
    "",
  );
const lucky = [
  "福来",
  "鑫源",
  "顺达",
  "宏利",
  "永昌",
  "兴旺",
  "惠民",
  "佳缘",
  "同和",
  "德顺",
  "万家",
  "吉祥",
  "康乐",
  "益民",
  "海韵",
  "汐月",
  "澜庭",
  "潮声",
  "望海",
  "沧州路口",
  "老街坊",
  "便利达",
  "百顺",
  "安泰",
  "家和",
];
export const person = (random: Random) => random.pick(["老", "小", "大", ""]) + random.pick(surnames);
export const family = (random: Random) => random.pick(surnames) + random.pick(["记", "家", "氏", "姐", "师傅", "嫂"]);
export const luck = (random: Random) => random.pick(lucky);
