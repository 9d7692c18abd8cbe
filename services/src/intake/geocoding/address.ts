/**
 * Reads a Chinese address without knowing the city: from large to small, tolerant of what people leave out or add.
 * What the words stand for on the map is found out by the gazetteer.
 */
import { canonical } from "./text.ts";

export type AdministrativeLevel = "province" | "city" | "district" | "street" | "community";

export interface HouseNumber {
  main: number;
  /** What follows or stands before it: 1 of 18-1 and 18号之一, 甲 of 甲18号, 附3 of 18号附3号. */
  sub: string | null;
  /** As written: 号, 弄, 号院; null where the unit was left out. */
  unit: "号" | "弄" | "号院" | null;
}

export type Direction = "N" | "NE" | "E" | "SE" | "S" | "SW" | "W" | "NW";

export interface Relation {
  kind: "inside" | "beside" | "near" | "opposite" | "toward" | "gate" | "shopfront";
  direction: Direction | null;
  meters: number | null;
}

export interface ParsedAddress {
  /** In the spelling in which all else was read. */
  text: string;
  areas: { level: AdministrativeLevel; name: string }[];
  /** Text in front of the house number: a road, or a compound whose buildings are numbered so. */
  beforeNumber: string | null;
  number: HouseNumber | null;
  /** Lane (弄) that the number is counted in: 18 of 长乐路18弄3号. */
  lane: number | null;
  /** Text that names a compound, building or landmark; null where there is none. */
  place: string | null;
  /** 3 of 3号楼, A of A座, 12 of 12幢. */
  building: string | null;
  crossing: [string, string] | null;
  /** A stretch of road between two others. */
  between: [string, string] | null;
  relation: Relation | null;
}

/** What of the city the reader may know: names of areas, in the canonical spelling. */
export interface AreaNames {
  /** The longest known area that the text begins with. */
  areaAt(text: string): { name: string; length: number; level: AdministrativeLevel } | null;
  /** Whether the text begins with the name of a road or place. */
  knowsStartOf(text: string): boolean;
}

export const ROAD_ENDING = "(?:大道|大街|胡同|环路|支路|公路|马路|路|街|道|巷|弄|里|坊|条|径|堤|浜|沿|线)";
export const ROAD_END = new RegExp(`${ROAD_ENDING}$`, "u");
/** After a name without ending, these show that the name belongs to a road: 南京东路. */
const ROAD_FOLLOWS =
  /^[东南西北中一二三四五六七八九十]{0,2}(?:路|街|道|大道|大街|巷|里|桥|支路|站|广场|大厦|宾馆|饭店|酒店|商城|银行)/u;

const PROVINCES =
  "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门";
const PROVINCE = new RegExp(`^(${PROVINCES})(省|特别行政区|(?:壮族|回族|维吾尔)?自治区|市)?`, "u");
const CITY = /^(\p{Script=Han}{2,5}?)(市|自治州|地区|盟)(?!场|民|政|中心|容|立|口|心)/u;
const DISTRICT = /^(\p{Script=Han}{1,5}?)(新区|(?<![小社园校厂院景片街发业宅矿])区|县|旗)(?!政府|委|医院|人民|城)/u;
const STREET =
  /^(\p{Script=Han}{2,6}?)(街道办事处|街道办|街道|镇|乡)(?!\d|[东南西北中]?(?:路|街|道|巷)|政府|卫生|中心|服务|文化)/u;
const COMMUNITY =
  /^(\p{Script=Han}{2,8}?)(社区居民委员会|社区居委会|居委会|社区|村民委员会|村委会|行政村)(?!卫生|服务|医院|中心|食堂|活动|养老|为老|居家|文化|警务|党|网格|食|邻里)/u;

/** 东海社区卫生服务站 is a place of its own. */
const AFTER_NO_AREA = /^(?:卫生|服务|医院|中心|食堂|活动|养老|为老|居家|文化|警务|党|网格|邻里)/u;

const DIRECTIONS = new Map<string, Direction>([
  ["北", "N"],
  ["东北", "NE"],
  ["北东", "NE"],
  ["东", "E"],
  ["东南", "SE"],
  ["南东", "SE"],
  ["南", "S"],
  ["西南", "SW"],
  ["南西", "SW"],
  ["西", "W"],
  ["西北", "NW"],
  ["北西", "NW"],
]);
const DIRECTION = "(?:东南|东北|西南|西北|东|南|西|北)";

const JOINT = "(?:与|和|及|、|/|-|,|跟|同|交)";
const MEETING =
  "(?:的)?(?:十字|丁字)?(?:交叉路口|交叉口|交叉处|交汇处|交汇口|交会处|交界处|交界口|相交处|交口|路口|口|转角|拐角|交叉)";
const CROSSINGS = [JOINT, ""].map(
  (joint) =>
    new RegExp(
      `^(?:近|靠近|位于)?(?<a>[^,]{1,12}?${ROAD_ENDING})${joint}(?<b>[^,]{1,12}?${ROAD_ENDING})${MEETING}(?<corner>${DIRECTION}(?:角|侧|面|边))?`,
      "u",
    ),
);
const BETWEEN = new RegExp(
  `(?:在|位于)?(?<a>[^,(]{1,10}?${ROAD_ENDING})${JOINT}(?<b>[^,(]{1,10}?${ROAD_ENDING})(?:之间|间|中间|段)`,
  "u",
);
const FROM_TO = new RegExp(
  `(?<a>[^,(]{1,10}?${ROAD_ENDING})(?:至|到)(?<b>[^,(]{1,10}?${ROAD_ENDING})(?:段|之间)?`,
  "u",
);

const TOWARD = new RegExp(
  `^(?<of>.+?)(?:的)?(?:往|向|以|朝)?(?:正)?(?<direction>${DIRECTION})(?:侧|边|面|方向|方|走|行)*(?:约|大约)?(?<meters>\\d{1,4})(?:米|M)(?:处|左右|远)?`,
  "u",
);
const METERS_AWAY = /^(?<of>.+?)(?:旁|附近|约|大约)?(?<meters>\d{1,4})(?:米|M)(?:处|左右|内)/u;
const SIDE = new RegExp(`^(?<of>.{2,}?)(?:的)?(?<direction>${DIRECTION})(?:侧|边|面|邻|部)`, "u");
const GATE = new RegExp(
  `^(?<of>.{2,}?)(?:的)?(?:(?<direction>${DIRECTION})(?:大|小|侧)?门|正门|大门|门口|入口|(?<!\\d)\\d{1,2}号门)(?!口|诊|市|路|街)`,
  "u",
);
const BESIDE: [RegExp, Relation["kind"]][] = [
  [/^(?<of>.{2,}?)(?:的)?(?:正|斜)?(?:对面|对过|对门)/u, "opposite"],
  [/^(?<of>.{2,}?)(?:的)?(?:隔壁|旁边|旁侧|边上|侧边|旁|楼下|紧邻)/u, "beside"],
  [/^(?<of>.{2,}?)(?:的)?(?:附近|周边|一带|左近)/u, "near"],
  [/^(?<of>.{2,}?)(?:的)?(?:沿街|临街)?(?:底商|底层商铺|门面房?|门市房?|沿街商铺|临街商铺|裙楼)/u, "shopfront"],
  [/^(?<of>.{2,}?)(?:大?院内|内|里面)$/u, "inside"],
];

/** Floors, rooms, stalls: nobody's place on the map depends on them. */
const ROOM =
  /(?:(?:地下|负)?[B-]?\d{1,3}(?:层|楼|F)|[一二三四五六七八九十]+(?:层|楼)|首层|底层|(?:地下|负)[一二三]?(?:层|楼)|B\d(?:层)?|\d{1,4}(?:单元|门洞|门栋|室|房|铺|号铺|号商铺|号门面|号门市|号摊位|号档口|号车库|户)|[A-Z]?\d{2,4}-?[A-Z]?\d*(?:室|铺)|[A-Z]区)(?:[-,]?\d+)?/gu;

const NUMBER =
  /(?<head>附|甲|乙|丙|丁|特|临)?(?<main>\d{1,5})(?<letter>[A-Z](?![A-Z]))?(?:(?:-|之|\/|、|,|\.)(?<sub>\d{1,4}))*(?<unit>号院|号(?!楼|线|桥|码头|门|出口|口|店|馆|院子|公馆|商铺|铺)|弄)(?<tail>(?:之|-)?(?:甲|乙|丙|丁|[0-9一二三四五六七八九]{1,2}(?![\d号楼栋幢座层室]))|附\d+号?|-\d{1,2}(?!\d)号?)?/u;
const BUILDING = /(?<id>[A-Z]?\d{1,3}[A-Z]?|[A-Z]|[东南西北中主副甲乙丙丁])(?:-\d+)?(?:号楼|栋|幢|#楼|#|座(?!落))/u;
const PHASE = /(\d+)期/u;

/** Reads an address; never fails, what it cannot read stays null. */
export function parseAddress(address: string, known?: AreaNames): ParsedAddress {
  const text = canonical(address);
  const parsed: ParsedAddress = {
    text,
    areas: [],
    beforeNumber: null,
    number: null,
    lane: null,
    place: null,
    building: null,
    crossing: null,
    between: null,
    relation: null,
  };
  const notes: string[] = [];
  let rest = text.replaceAll(/\(([^()]*)\)?/g, (_, note: string) => {
    notes.push(note);
    return "";
  });
  rest = withoutAreas(rest.replaceAll(/[()]/g, ""), parsed, known);
  rest = readRoads(rest, parsed);
  for (const note of notes) {
    if (parsed.crossing === null && parsed.between === null) readRoads(note.replace(/^(?:近|靠近|靠)/u, ""), parsed);
  }
  readRest(rest, parsed);
  if (parsed.place === null && notes.length > 0 && parsed.relation === null) readNote(notes[0], parsed);
  return parsed;
}

function withoutAreas(text: string, parsed: ParsedAddress, known: AreaNames | undefined): string {
  let rest = text.replace(/^(?:地址|详细地址|经营场所|住所)[,:]?/u, "").replace(/^\d{6}(?=\D)/u, "");
  for (let round = 0; round < 12; round++) {
    rest = rest
      .replace(/^[,\-.]+/u, "")
      .replace(/^(?:中华人民共和国|中国)(?=\p{Script=Han})(?!银行|人|建|工|农|移|电|联)/u, "");
    const found = areaAt(rest, known);
    if (found === null) return rest;
    if (!parsed.areas.some(({ name }) => name === found.name))
      parsed.areas.push({ level: found.level, name: found.name });
    rest = rest.slice(found.length);
  }
  return rest;
}

function areaAt(text: string, known: AreaNames | undefined): ReturnType<AreaNames["areaAt"]> {
  const before = (length: number) => {
    const after = text.slice(length);
    return after !== "" && !ROAD_FOLLOWS.test(after);
  };
  const own = known?.areaAt(text) ?? null;
  if (own !== null) {
    const after = text.slice(own.length);
    // 沧汐 without 区 may be the beginning of a road's name: 沧汐大街.
    const whole = /(?:[省市区县旗镇乡村]|街道|社区)$/u.test(own.name);
    if (after === "" || (whole ? !AFTER_NO_AREA.test(after) : known!.knowsStartOf(after))) return own;
  }
  const province = PROVINCE.exec(text);
  if (province !== null && (province[2] !== undefined || before(province[0].length))) {
    return { name: province[0], length: province[0].length, level: province[2] === "市" ? "city" : "province" };
  }
  for (const [level, pattern] of [
    ["city", CITY],
    ["district", DISTRICT],
    ["street", STREET],
    ["community", COMMUNITY],
  ] as const) {
    const match = pattern.exec(text);
    if (match === null || match[0].length === text.length) continue;
    // A road's ending before it: 中山路社区 may be one, 长江路新街口街道 is a road and an area.
    if (level !== "community" && level !== "street" && ROAD_END.test(match[1])) continue;
    if (/[路街巷弄]\p{Script=Han}{2,}/u.test(match[1])) continue;
    return { name: match[0], length: match[0].length, level };
  }
  return null;
}

/** Takes crossings and stretches between roads out of the text. */
function readRoads(text: string, parsed: ParsedAddress): string {
  for (const pattern of CROSSINGS) {
    const crossing = pattern.exec(text);
    if (crossing === null) continue;
    parsed.crossing = [crossing.groups!.a, crossing.groups!.b];
    const corner = crossing.groups!.corner;
    if (corner)
      parsed.relation = { kind: "toward", direction: DIRECTIONS.get(corner.slice(0, -1)) ?? null, meters: 20 };
    return text.slice(crossing[0].length);
  }
  for (const pattern of [BETWEEN, FROM_TO]) {
    const match = pattern.exec(text);
    if (match === null) continue;
    parsed.between = [match.groups!.a, match.groups!.b];
    return text.slice(0, match.index) + text.slice(match.index + match[0].length);
  }
  return text;
}

function readRest(text: string, parsed: ParsedAddress): void {
  let rest = readRelation(text, parsed);
  const number = NUMBER.exec(rest);
  if (number !== null && isHouseNumber(rest, number)) {
    parsed.beforeNumber = rest.slice(0, number.index).replaceAll(",", "") || null;
    parsed.number = houseNumber(number);
    rest = rest.slice(number.index + number[0].length);
    if (parsed.number.unit === "弄") {
      const inLane = NUMBER.exec(rest);
      parsed.lane = parsed.number.main;
      if (inLane !== null && inLane.index === 0 && inLane.groups!.unit !== "弄") {
        parsed.number = houseNumber(inLane);
        rest = rest.slice(inLane[0].length);
      }
    }
  } else {
    const bare = new RegExp(
      `^(?<road>.{1,12}?${ROAD_ENDING})(?<main>\\d{1,5})(?:-(?<sub>\\d{1,3}))?(?=$|,|\\p{Script=Han})(?![号楼栋幢座层室]|单元)`,
      "u",
    ).exec(rest);
    if (bare !== null) {
      parsed.beforeNumber = bare.groups!.road;
      parsed.number = { main: Number(bare.groups!.main), sub: bare.groups!.sub ?? null, unit: null };
      rest = rest.slice(bare[0].length);
    }
  }
  readPlace(rest, parsed);
}

/** 3号 in 18号3号 is no second house number of the road, and 清漪园3号楼 none at all; the first one counts. */
function isHouseNumber(text: string, match: RegExpExecArray): boolean {
  const building = BUILDING.exec(text);
  return building === null || match.index <= building.index;
}

function houseNumber(match: RegExpExecArray): HouseNumber {
  const { head, main, letter, sub, tail, unit } = match.groups!;
  const after = tail?.replaceAll(/[之\-号]/g, "");
  const parts = [head, letter, sub, after]
    .filter(Boolean)
    .map((part) => String("一二三四五六七八九".indexOf(part!) + 1 || part));
  return { main: Number(main), sub: parts.join("-") || null, unit: unit as HouseNumber["unit"] };
}

function readPlace(text: string, parsed: ParsedAddress): void {
  let rest = text.replace(/^[,\-.]+/u, "");
  const building = BUILDING.exec(rest);
  if (building !== null) {
    parsed.building = building.groups!.id;
    const before = rest.slice(0, building.index);
    if (before === "" || parsed.place === null) parsed.place = placeText(before);
    return;
  }
  const phase = PHASE.exec(rest);
  const end = phase === null ? 0 : phase.index + phase[0].length;
  rest = rest.slice(0, end) + rest.slice(end).replaceAll(ROOM, ",");
  parsed.place ??= placeText(rest.split(",").find((part) => /\p{L}{2}/u.test(part)) ?? "");
}

function placeText(text: string): string | null {
  const cleaned = text
    .replaceAll(ROOM, "")
    .replaceAll(",", "")
    .replace(/^(?:在|位于|近|靠近)/u, "");
  return cleaned.length >= 2 ? cleaned : null;
}

/** Takes 对面, 北50米, 底商 … off the end and notes them; text after them is a shop's name or a room. */
function readRelation(text: string, parsed: ParsedAddress): string {
  const found = (match: RegExpExecArray, kind: Relation["kind"]): string => {
    const { of, direction, meters } = match.groups!;
    parsed.relation = {
      kind,
      direction: DIRECTIONS.get(direction ?? "") ?? null,
      meters: meters === undefined ? null : Number(meters),
    };
    return of;
  };
  const toward = TOWARD.exec(text);
  if (toward !== null) return found(toward, "toward");
  const away = METERS_AWAY.exec(text);
  if (away !== null) return found(away, "near");
  const gate = GATE.exec(text);
  if (gate !== null) return found(gate, "gate");
  const side = SIDE.exec(text);
  if (side !== null) return found(side, "toward");
  for (const [pattern, kind] of BESIDE) {
    const match = pattern.exec(text);
    if (match !== null) return found(match, kind);
  }
  return text;
}

/** (清漪园内), (近长江路): what stands in brackets only helps where nothing better is known. */
function readNote(note: string, parsed: ParsedAddress): void {
  const inside = { ...parsed, relation: null };
  const of = readRelation(note.replace(/^(?:近|靠近|原|位于)/u, ""), inside);
  parsed.place = placeText(of);
  if (parsed.place !== null) parsed.relation = inside.relation;
}
