/** The bureaus' tables: the same district as others wrote it down, in their encodings and coordinates and with the usual dirt. */
import gcoordModule from "gcoord";
import iconv from "iconv-lite";
import type { CategoryId } from "../src/index.ts";
import { type LngLat, type Placement, toLngLat } from "./geometry.ts";
import { nameOfCategory, type Outlet } from "./outlets.ts";
import { Random } from "./random.ts";
import { type Cell, csvText, type ExcelDate, xlsx } from "./write.ts";

// gcoord is CommonJS: at run time its default is what its types call the module's default export.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

/** What a market regulation bureau's clerks write for the same category. */
const synonyms: Partial<Record<CategoryId, readonly string[]>> = {
  "convenience-store": ["小卖部", "便民超市", "烟酒食品"],
  "food-market": ["菜店", "农贸市场", "蔬菜店"],
  breakfast: ["早点铺", "早餐"],
  restaurant: ["餐饮", "饭店", "快餐店"],
  hairdresser: ["美发店", "理发"],
  laundry: ["干洗店"],
  pharmacy: ["药房", "零售药店"],
  "photo-print": ["打印复印", "照相馆"],
  hardware: ["五金店", "日杂店"],
  "tea-coffee": ["奶茶店", "咖啡店"],
  bakery: ["面包店", "蛋糕店"],
  "small-repair": ["修理", "小修小补"],
  fitness: ["健身房"],
  hotel: ["宾馆", "旅馆"],
  recycling: ["废品回收"],
  beauty: ["美容院", "美甲店"],
};

const header = [
  "网点名称",
  "业态",
  "小类",
  "地址",
  "电话",
  "营业时间",
  "经度",
  "纬度",
  "状态",
  "开业日期",
  "停业日期",
  "面积",
  "连锁品牌",
  "服务",
  "统一社会信用代码",
  "备注",
];

const gcj = (place: LngLat): LngLat => gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02) as LngLat;
const wide = (text: string) =>
  text.replaceAll(/[0-9A-Za-z]/g, (c) => String.fromCharCode((c.codePointAt(0) as number) + 0xfee0));

/** GB18030 bytes of a CSV with GCJ-02 coordinates. Machines and compounds' own services need no licence and are missing. */
export function marketRegulationCsv(outlets: readonly Outlet[], placement: Placement, seed: string): Buffer {
  const random = new Random(`${seed}/market regulation`);
  const licensed = outlets.filter(
    (outlet) =>
      !outlet.selfService &&
      !["property-service", "mobile-stall", "elderly-care"].includes(outlet.category) &&
      (random.chance(0.9) || outlet.designed !== null),
  );
  const rows: Cell[][] = licensed.map((outlet, i) => {
    const place = toLngLat(outlet.at, placement);
    let [lng, lat] = gcj(place).map((value) => value.toFixed(6));
    if (i % 131 === 17) [lng, lat] = ["", ""];
    else if (i % 167 === 40) [lng, lat] = [lat, lng];
    else if (i % 233 === 90) [lng, lat] = ["0", "0"];
    else if (i % 251 === 33) [lng, lat] = place.map((value) => value.toFixed(6));
    else if (i === 301) [lng, lat] = ["117.200983", "39.084158"];
    let name = outlet.name;
    if (i % 13 === 5) name = ` ${name} `;
    else if (i % 19 === 7) name = `沧汐区${name}（个体工商户）`;
    else if (i % 37 === 9) name = wide(name);
    if (i === 88) name = "鿍䶮便民理发";
    const [year, month, day] = outlet.openedOn.split("-");
    const openedOn =
      outlet.openedOn === ""
        ? ""
        : i % 7 === 2
          ? `${year}/${Number(month)}/${Number(day)}`
          : i % 11 === 4
            ? `${year}年${Number(month)}月${Number(day)}日`
            : i % 23 === 6
              ? `${year}${month}${day}`
              : i === 150
                ? "2025-02-30"
                : outlet.openedOn;
    let phone = outlet.phone;
    if (phone && i % 9 === 1) phone = `（022）${phone.slice(4, 8)}-${phone.slice(8)}`;
    else if (phone && i % 29 === 3) phone = `${phone.slice(4)}转8001`;
    else if (phone && i % 31 === 8) phone = `${phone}/022-0${String(1234567 + i)}`;
    const category = nameOfCategory.get(outlet.category)!;
    const other = synonyms[outlet.category];
    let address = outlet.address;
    if (i % 101 === 50) address = `${address}，近路口，"便民小铺"旁`;
    else if (i % 173 === 60) address = `${address}\n（底商）`;
    else if (i % 17 === 3) address = `天津市${wide(address)}`;
    return [
      name,
      other && i % 4 === 1 ? random.pick(other) : category,
      outlet.subtype,
      address,
      phone,
      outlet.hours,
      lng,
      lat,
      outlet.status === "营业"
        ? random.pick(["开业", "存续", "在营", "正常", "营业"])
        : outlet.status === "停业"
          ? random.pick(["注销", "吊销", "停业"])
          : "筹建",
      openedOn,
      i === 210 ? "2019-12-31" : outlet.closedOn,
      i % 21 === 4
        ? `${outlet.areaSquareMeters}平方米`
        : i % 43 === 11
          ? `约${outlet.areaSquareMeters}`
          : outlet.areaSquareMeters,
      outlet.chain,
      outlet.services.join(i % 5 === 0 ? "/" : "、"),
      `00SAMPLE${String(10_000_000 + i * 97).padStart(10, "0")}`,
      "",
    ];
  });
  // The same shop twice: once letter by letter, once as another clerk wrote it, a few metres off.
  for (let k = 0; k < 8; k++) rows.splice(40 + k * 61, 0, [...rows[30 + k * 53]]);
  for (let k = 0; k < 6; k++) {
    const copy = [...rows[35 + k * 70]];
    copy[0] = String(copy[0]).trim().replace(/店$/, "").replace("沧汐区", "");
    if (copy[6] !== "") {
      copy[6] = (Number(copy[6]) + 0.00008).toFixed(6);
      copy[7] = (Number(copy[7]) - 0.00006).toFixed(6);
    }
    copy[14] = "";
    rows.push(copy);
  }
  // Trades that are none of the fifty, an empty row, and a row of totals.
  rows.push([
    "福运彩票站",
    "彩票",
    "",
    "沧汐区和乐道300号",
    "",
    "9:00-21:00",
    ...gcj(toLngLat([-200, 313], placement)).map((v) => v.toFixed(6)),
    "开业",
    "2018-05-01",
    "",
    20,
    "",
    "",
    "",
    "",
  ]);
  rows.push([
    "海晏房产中介",
    "房屋中介",
    "",
    "沧汐区东海路301号",
    "022-01230000",
    "9:00-20:00",
    ...gcj(toLngLat([1015, -120], placement)).map((v) => v.toFixed(6)),
    "开业",
    "2020-08-08",
    "",
    45,
    "",
    "",
    "",
    "",
  ]);
  rows.push(header.map(() => ""));
  rows.push(["合计", "", "", "", "", "", "", "", "", "", "", rows.length - 1, "", "", "", ""]);
  return iconv.encode(csvText(header, rows), "gb18030");
}

/** An XLSX from "civil affairs": a title above the header, addresses and no coordinates, real Excel dates and texts that look like dates. */
export function civilAffairsXlsx(outlets: readonly Outlet[], seed: string): Buffer {
  const random = new Random(`${seed}/civil affairs`);
  const kinds = new Set<CategoryId>([
    "elderly-care",
    "childcare",
    "community-canteen",
    "housekeeping",
    "neighborhood-center",
  ]);
  const columns = [
    "序号",
    "机构名称",
    "类别",
    "详细地址",
    "联系电话",
    "床位数",
    "建筑面积（㎡）",
    "成立日期",
    "开放时间",
    "状态",
    "备注",
  ];
  const rows: (Cell | ExcelDate)[][] = [
    ["沧汐区民政服务机构台账（示例数据，纯属虚构）", ...columns.slice(1).map(() => null)],
    columns,
  ];
  let number = 0;
  for (const outlet of outlets) {
    if (!kinds.has(outlet.category) || outlet.openedOn === "") continue;
    number++;
    rows.push([
      number,
      outlet.name,
      outlet.subtype || nameOfCategory.get(outlet.category)!,
      number % 6 === 2 ? outlet.address.replace("沧汐区", "") : outlet.address,
      outlet.phone,
      outlet.category === "elderly-care" ? random.integer(8, 80) : null,
      outlet.areaSquareMeters,
      number % 5 === 3 ? outlet.openedOn.replace(/^(\d+)-(\d+)-(\d+)$/, "$1.$2.$3") : { excelDate: outlet.openedOn },
      outlet.hours,
      outlet.status === "停业" ? "停止运营" : "运营",
      outlet.note,
    ]);
  }
  rows.push([
    number + 1,
    "沧汐区老年大学听澜分校",
    "老年教育",
    "听澜路377号",
    "022-03770000",
    null,
    640,
    { excelDate: "2016-09-01" },
    "周一至周五 8:30-16:30",
    "运营",
    "",
  ]);
  rows.push([
    number + 2,
    "望潮街道托老所",
    "日间照料中心",
    "望潮路600号院内（地址不详）",
    "",
    12,
    180,
    { excelDate: "2014-04-01" },
    "",
    "运营",
    "待核实",
  ]);
  return xlsx("机构台账", rows, ["A1:K1"]);
}
