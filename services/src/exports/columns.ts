/** An outlet as a row of a ledger: names that the import recognises, values that it reads back as they were. */
import { categoryOf, repairKinds } from "@quarterhour/data";
import { fromWgs84 } from "../intake/index.ts";
import type { Crs } from "../intake/index.ts";
import type { Outlet, OutletService } from "../store/index.ts";

export type Cell = string | number | null;

export interface Column {
  header: string;
  /** Name in formats whose columns have Latin names (GeoPackage, GeoJSON). */
  key: string;
  kind: "text" | "number" | "date";
  /** In characters, for spreadsheets. */
  width: number;
  value(outlet: Outlet): Cell;
}

const statusWords = { open: "营业", closed: "停业", planned: "筹备" } as const;
const wheelchairWords = { yes: "是", limited: "部分", no: "否" } as const;

const yesNo = (value: boolean | undefined): Cell => (value === undefined ? null : value ? "是" : "否");

function text(key: string, header: string, width: number, value: (outlet: Outlet) => Cell): Column {
  return { key, header, width, kind: "text", value };
}

/** 修鞋 for a repair of that kind, else the category's official name. */
function serviceWord({ category, kind }: OutletService): string {
  return repairKinds.find(({ id }) => id === kind)?.nameZh ?? categoryOf(category).nameZh;
}

const common: Column[] = [
  text("ref", "编号", 14, ({ sourceRef, id }) => sourceRef ?? id),
  text("name", "网点名称", 28, ({ name }) => name),
  text("category", "业态", 16, ({ services: [first] }) => serviceWord(first)),
  text("services", "服务", 24, ({ services }) => (services.length > 1 ? services.map(serviceWord).join("；") : null)),
  text("address", "地址", 36, ({ address }) => address),
  text("phone", "电话", 16, ({ phone }) => phone),
  text("hours", "营业时间", 26, ({ openingHoursText, openingHours }) => openingHoursText ?? openingHours),
  text("status", "状态", 8, ({ status }) => statusWords[status]),
  { ...text("opened", "开业日期", 12, ({ openedOn }) => openedOn), kind: "date" },
  { ...text("closed", "停业日期", 12, ({ closedOn }) => closedOn), kind: "date" },
  { ...text("area", "面积", 8, ({ attributes }) => attributes.areaSquareMeters ?? null), kind: "number" },
  text("chain", "连锁品牌", 14, ({ attributes }) => attributes.chain ?? null),
  text("open24h", "24小时", 8, ({ attributes }) => yesNo(attributes.open24h)),
  text("self_service", "自助", 8, ({ attributes }) => yesNo(attributes.selfService)),
  text("delivery", "外卖", 8, ({ attributes }) => yesNo(attributes.delivery)),
  text("wheelchair", "无障碍", 8, ({ attributes }) =>
    attributes.wheelchair ? wheelchairWords[attributes.wheelchair] : null,
  ),
  text("price", "价格", 16, ({ attributes }) => attributes.priceHint ?? null),
  text("url", "网址", 24, ({ attributes }) => attributes.url ?? null),
];

/** Coordinates under names that say their system, so that nobody takes 高德's for 百度's. */
export function ledgerColumns(crs: Crs): Column[] {
  const inDegrees = crs === "wgs84" || crs === "gcj02" || crs === "bd09" || crs === "EPSG:4490";
  const [x, y] =
    crs === "gcj02"
      ? ["高德经度", "高德纬度"]
      : crs === "bd09"
        ? ["百度经度", "百度纬度"]
        : inDegrees
          ? ["经度", "纬度"]
          : ["X坐标", "Y坐标"];
  const coordinate = (header: string, key: string, axis: 0 | 1): Column => ({
    header,
    key,
    kind: "number",
    width: 14,
    value: ({ location }) => {
      const value = fromWgs84(location, crs)[axis];
      return Number(value.toFixed(inDegrees ? 7 : 3));
    },
  });
  return [...common.slice(0, 7), coordinate(x, "x", 0), coordinate(y, "y", 1), ...common.slice(7)];
}

/** The columns without coordinates, for formats that have a geometry. */
export const attributeColumns: readonly Column[] = common;
