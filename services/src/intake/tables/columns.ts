/** Which column of a table is what: names recognised in Chinese and English, with what the caller says taking first place. */
import { IntakeError, problemAt } from "../errors.ts";
import type { Crs } from "./coordinates.ts";
import type { TableRow } from "./table.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

export interface Field {
  id: string;
  /** Names without case, blanks, punctuation and brackets; the first that a table has is taken. */
  names: string[];
}

/** What tables of outlets, residences and sites all have. */
export const commonFields: Field[] = [
  {
    id: "ref",
    names: [
      "编号",
      "网点编号",
      "住处编号",
      "点位编号",
      "资源编号",
      "楼栋编号",
      "唯一编码",
      "编码",
      "代码",
      "序列号",
      "统一社会信用代码",
      "信用代码",
      "许可证号",
      "id",
      "ref",
      "code",
      "sourceref",
    ],
  },
  {
    id: "address",
    names: ["地址", "详细地址", "网点地址", "经营地址", "经营场所", "门牌地址", "住址", "位置", "address", "addr"],
  },
  { id: "location", names: ["坐标", "经纬度", "位置坐标", "坐标经纬度", "location", "lnglat", "coordinates"] },
  {
    id: "x",
    names: [
      "经度",
      "东经",
      "lng",
      "lon",
      "long",
      "longitude",
      "x",
      "x坐标",
      "坐标x",
      "东坐标",
      "横坐标",
      "easting",
      "经度坐标",
      "wgs84经度",
      "wgs84lng",
      "wgs84lon",
      "cgcs2000经度",
      "高德经度",
      "腾讯经度",
      "火星经度",
      "gcj02经度",
      "gcj02lng",
      "gcj02lon",
      "gcjlng",
      "百度经度",
      "bd09经度",
      "bd09lng",
      "bdlng",
    ],
  },
  {
    id: "y",
    names: [
      "纬度",
      "北纬",
      "lat",
      "latitude",
      "y",
      "y坐标",
      "坐标y",
      "北坐标",
      "纵坐标",
      "northing",
      "纬度坐标",
      "wgs84纬度",
      "wgs84lat",
      "cgcs2000纬度",
      "高德纬度",
      "腾讯纬度",
      "火星纬度",
      "gcj02纬度",
      "gcj02lat",
      "gcjlat",
      "百度纬度",
      "bd09纬度",
      "bd09lat",
      "bdlat",
    ],
  },
];

export const outletFields: Field[] = [
  {
    id: "name",
    names: [
      "网点名称",
      "店名",
      "店铺名称",
      "门店名称",
      "商户名称",
      "机构名称",
      "企业名称",
      "单位名称",
      "名称",
      "网点",
      "name",
      "outlet",
      "shopname",
      "title",
    ],
  },
  {
    id: "category",
    names: ["业态", "业态类型", "业态名称", "类别", "网点类别", "业态类别", "类型", "分类", "行业", "category", "type"],
  },
  { id: "kind", names: ["小类", "维修种类", "修理种类", "子类", "kind", "subcategory"] },
  { id: "services", names: ["服务", "服务项目", "服务内容", "经营项目", "services", "service"] },
  {
    id: "phone",
    names: [
      "电话",
      "联系电话",
      "电话号码",
      "手机",
      "手机号",
      "联系方式",
      "服务电话",
      "phone",
      "tel",
      "telephone",
      "mobile",
    ],
  },
  { id: "hours", names: ["营业时间", "开放时间", "服务时间", "工作时间", "营业时段", "openinghours", "hours"] },
  { id: "status", names: ["状态", "营业状态", "经营状态", "运营状态", "网点状态", "status"] },
  { id: "openedOn", names: ["开业日期", "开业时间", "成立日期", "开办日期", "启用日期", "openedon", "opened"] },
  { id: "closedOn", names: ["停业日期", "停业时间", "关闭日期", "注销日期", "闭店日期", "closedon", "closed"] },
  { id: "area", names: ["面积", "营业面积", "经营面积", "建筑面积", "使用面积", "areasquaremeters", "area"] },
  { id: "chain", names: ["连锁品牌", "品牌", "连锁", "所属品牌", "chain", "brand"] },
  { id: "open24h", names: ["24小时", "24小时营业", "是否24小时", "是否24小时营业", "open24h", "24h"] },
  { id: "selfService", names: ["自助", "自助服务", "是否自助", "无人", "selfservice", "selfserv"] },
  { id: "delivery", names: ["外卖", "送货", "配送", "送货上门", "外卖服务", "delivery"] },
  { id: "wheelchair", names: ["无障碍", "轮椅", "无障碍设施", "wheelchair"] },
  { id: "price", names: ["价格", "参考价格", "价格说明", "收费", "pricehint", "price"] },
  { id: "url", names: ["网址", "网站", "链接", "url", "website"] },
  ...commonFields,
];

export const residenceFields: Field[] = [
  {
    id: "name",
    names: ["楼栋", "楼栋名称", "楼栋号", "楼号", "栋号", "楼名", "住处", "名称", "name", "building", "residence"],
  },
  { id: "compound", names: ["小区", "小区名称", "住宅小区", "楼盘", "院落", "compound", "estate"] },
  { id: "households", names: ["户数", "住户数", "总户数", "居民户数", "家庭户数", "households", "household"] },
  { id: "estimated", names: ["户数为估算", "是否估算", "估算", "householdsestimated", "estimated"] },
  { id: "people", names: ["人口", "人口数", "常住人口", "居民人数", "人数", "people", "population"] },
  {
    id: "elderlyShare",
    names: [
      "老年占比",
      "老年人占比",
      "老年人口占比",
      "老年比例",
      "老人占比",
      "60岁以上占比",
      "65岁以上占比",
      "elderlyshare",
      "elderly",
    ],
  },
  { id: "childShare", names: ["儿童占比", "儿童人口占比", "儿童比例", "少儿占比", "childshare", "children"] },
  { id: "levels", names: ["层数", "楼层数", "地上层数", "总层数", "levels", "floors", "storeys"] },
  ...commonFields,
];

export const siteFields: Field[] = [
  {
    id: "name",
    names: ["点位名称", "资源名称", "用房名称", "场地名称", "项目名称", "名称", "点位", "name", "site", "title"],
  },
  {
    id: "kind",
    names: ["资源类型", "点位类型", "用房类型", "房屋类型", "类型", "类别", "性质", "分类", "kind", "type", "category"],
  },
  { id: "area", names: ["面积", "可用面积", "使用面积", "建筑面积", "占地面积", "areasquaremeters", "area"] },
  {
    id: "owner",
    names: ["权属", "权属单位", "产权单位", "产权人", "责任单位", "管理单位", "所有人", "owner", "responsibleunit"],
  },
  {
    id: "availableFrom",
    names: ["可用起始", "可用起始日期", "起始日期", "可用日期", "availablefrom", "availfrom"],
  },
  {
    id: "availableUntil",
    names: ["可用截止", "可用截止日期", "截止日期", "到期日期", "availableuntil", "availto"],
  },
  { id: "note", names: ["备注", "说明", "用途说明", "note", "notes", "remark", "remarks"] },
  ...commonFields,
];

/** Systems that a column's name can give away. */
const CRS_IN_NAME: [RegExp, Crs][] = [
  [/高德|腾讯|火星|国测局|gcj/, "gcj02"],
  [/百度|bd/, "bd09"],
  [/wgs/, "wgs84"],
  [/cgcs2000/, "EPSG:4490"],
];

/** Titles and notes may stand above the header; further down a table is no table any more. */
export const ROWS_TO_LOOK_FOR_HEADER = 10;

export interface Columns {
  headerRow: number;
  /** As the file names them. */
  names: string[];
  /** Index of each recognised field. */
  indexOf: Map<string, number>;
  /** What the names of the coordinate columns say about their system. */
  crsInName: Crs | null;
  warnings: { column: string; said: Said }[];
}

const everyKnownName = new Set([...outletFields, ...residenceFields, ...siteFields].flatMap(({ names }) => names));

/** How many of these cells are names of columns that are known. */
export function recognisedNames(cells: string[]): number {
  return new Set(cells.map(bare).filter((name) => everyKnownName.has(name))).size;
}

/**
 * The known name that this is the beginning of, for formats that cut names short; null where it is known itself, or
 * could be of several fields.
 */
export function completedName(cut: string): string | null {
  const start = bare(cut);
  if (start === "" || everyKnownName.has(start)) return null;
  const meant = [...outletFields, ...residenceFields, ...siteFields].flatMap(({ id, names }) =>
    names.filter((name) => name.startsWith(start)).map((name) => ({ id, name })),
  );
  return new Set(meant.map(({ id }) => id)).size === 1 ? meant[0].name : null;
}

/** Name without case, blanks, punctuation and what stands in brackets: 面积（㎡） → 面积. */
function bare(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[([{【].*?[)\]}】]/g, "")
    .replaceAll(/[\s_\-.*:/%“”"'·]/g, "");
}

/**
 * Finds the header among the first rows and says which column is which field. `override` maps column names to fields.
 * Throws IntakeError where there is no header, a name occurs twice, or the override names what does not exist.
 */
export function findColumns(
  firstRows: TableRow[],
  fields: Field[],
  override: Record<string, string> = {},
  fileName: string,
): Columns {
  const fieldOfName = new Map(fields.flatMap(({ id, names }) => names.map((name) => [name, id] as const)));
  checkOverride(override, fields);
  const wanted = new Set(Object.keys(override).map(bare));
  let best: { row: TableRow; score: number } | null = null;
  for (const row of firstRows) {
    const names = row.cells.map(bare);
    const recognised = new Set(names.map((name) => fieldOfName.get(name)).filter((id) => id !== undefined));
    const score = recognised.size + names.filter((name) => wanted.has(name)).length;
    if (score > (best?.score ?? 0)) best = { row, score };
  }
  if (best === null || (best.score < 2 && best.row.cells.length > 1)) throw noHeader(firstRows, fields, fileName);
  const names = best.row.cells.map((cell) => cell.trim());
  checkDuplicates(names, best.row.row, fileName);

  const bareNames = names.map(bare);
  const indexOf = new Map<string, number>();
  const overridden = new Set<number>();
  for (const [column, field] of Object.entries(override)) {
    const exact = names.indexOf(column.trim());
    const index = exact >= 0 ? exact : bareNames.indexOf(bare(column));
    if (index < 0) {
      throw new IntakeError(say("column.not-there", { file: fileName, column, names: listed(names) }), [
        problemAt(best.row.row, column, null, say("column.mapped-not-there")),
      ]);
    }
    overridden.add(index);
    if (field !== IGNORED) indexOf.set(field, index);
  }
  const warnings: Columns["warnings"] = [];
  for (const { id, names: known } of fields) {
    if (indexOf.has(id)) continue;
    const found = known.map((name) => bareNames.indexOf(name)).filter((index) => index >= 0 && !overridden.has(index));
    if (found.length === 0) continue;
    indexOf.set(id, found[0]);
    for (const other of found.slice(1)) {
      const column = names[other];
      warnings.push({ column, said: say("column.left-aside", { taken: names[found[0]], field: id, column }) });
    }
  }
  const coordinateNames = ["x", "y", "location"]
    .map((id) => (names[indexOf.get(id) ?? -1] ?? "").normalize("NFKC").toLowerCase())
    .join(" ");
  const crsInName = CRS_IN_NAME.find(([pattern]) => pattern.test(coordinateNames))?.[1] ?? null;
  return { headerRow: best.row.row, names, indexOf, crsInName, warnings };
}

/** Mapped to this, a column is left aside. */
const IGNORED = "ignore";

function checkOverride(override: Record<string, string>, fields: Field[]): void {
  const known = new Set([...fields.map(({ id }) => id), IGNORED]);
  for (const [column, field] of Object.entries(override)) {
    if (known.has(field)) continue;
    throw new IntakeError(say("column.no-field", { column, field, fields: [...known] }));
  }
}

function checkDuplicates(names: string[], row: number, fileName: string): void {
  const seen = new Map<string, number>();
  names.forEach((name, index) => {
    if (name === "") return;
    const before = seen.get(name);
    if (before !== undefined) {
      throw new IntakeError(
        say("column.twice", { file: fileName, column: name, first: before + 1, second: index + 1 }),
        [problemAt(row, name, null, say("column.twice-here"))],
      );
    }
    seen.set(name, index);
  });
}

function noHeader(firstRows: TableRow[], fields: Field[], fileName: string): IntakeError {
  if (firstRows.length === 0) return new IntakeError(say("table.no-rows", { file: fileName }));
  const examples = fields.slice(0, 4).map(({ names }) => names[0]);
  return new IntakeError(
    say("header.none", { file: fileName, rows: firstRows.length, cells: listed(firstRows[0].cells), examples }),
    [problemAt(firstRows[0].row, null, firstRows[0].cells.join(", "), say("header.none-here"))],
  );
}

/** Names as they are told: not too many, none too long. */
export function listed(names: string[]): string[] {
  return names
    .filter((name) => name !== "")
    .slice(0, 40)
    .map((name) => name.slice(0, 40));
}
