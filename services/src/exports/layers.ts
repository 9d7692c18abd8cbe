/** Outlets, homes, areas and spare sites as rows of a table: headers that the import recognises, values it reads back. */
import { categoryOf, repairKinds, siteKinds } from "@quarterhour/data";
import type { Area, Outlet, OutletService, Residence, Site } from "../store/index.ts";
import type { Column, Layer } from "./layer.ts";
import { date, number, text, yesNo } from "./layer.ts";

const statusWords = { open: "营业", closed: "停业", planned: "筹备" } as const;
const wheelchairWords = { yes: "是", limited: "部分", no: "否" } as const;
const levelWords = { district: "区", street: "街道", community: "社区" } as const;

/** 修鞋 for a repair of that kind, else the category's official name. */
function serviceWord({ category, kind }: OutletService): string {
  return repairKinds.find(({ id }) => id === kind)?.nameZh ?? categoryOf(category).nameZh;
}

const outletColumns: Column<Outlet>[] = [
  text("ref", "编号", 14, ({ sourceRef, id }) => sourceRef ?? id),
  text("name", "网点名称", 28, ({ name }) => name),
  text("category", "业态", 16, ({ services: [first] }) => serviceWord(first)),
  text("services", "服务", 24, ({ services }) => (services.length > 1 ? services.map(serviceWord).join("；") : null)),
  text("address", "地址", 36, ({ address }) => address),
  text("phone", "电话", 16, ({ phone }) => phone),
  text("hours", "营业时间", 26, ({ openingHoursText, openingHours }) => openingHoursText ?? openingHours),
  text("status", "状态", 8, ({ status }) => statusWords[status]),
  date("opened", "开业日期", ({ openedOn }) => openedOn),
  date("closed", "停业日期", ({ closedOn }) => closedOn),
  number("area", "面积", 8, ({ attributes }) => attributes.areaSquareMeters ?? null),
  text("chain", "连锁品牌", 14, ({ attributes }) => attributes.chain ?? null),
  text("open24h", "24小时", 8, ({ attributes }) => yesNo(attributes.open24h)),
  text("self_serv", "自助", 8, ({ attributes }) => yesNo(attributes.selfService)),
  text("delivery", "外卖", 8, ({ attributes }) => yesNo(attributes.delivery)),
  text("wheelchair", "无障碍", 8, ({ attributes }) =>
    attributes.wheelchair ? wheelchairWords[attributes.wheelchair] : null,
  ),
  text("price", "价格", 16, ({ attributes }) => attributes.priceHint ?? null),
  text("url", "网址", 24, ({ attributes }) => attributes.url ?? null),
];

export function outletLayer(rows: readonly Outlet[], title: string): Layer<Outlet> {
  return {
    name: "outlets",
    title,
    columns: outletColumns,
    rows,
    id: ({ id }) => id,
    geometry: "point",
    shape: ({ location }) => location,
    coordinatesAfter: 7,
  };
}

const residenceColumns: Column<Residence>[] = [
  text("ref", "编号", 14, ({ sourceRef, id }) => sourceRef ?? id),
  text("building", "楼栋", 20, ({ name }) => name),
  text("compound", "小区", 20, ({ compound }) => compound),
  text("address", "地址", 36, ({ address }) => address),
  number("households", "户数", 8, ({ households }) => households),
  text("estimated", "户数为估算", 10, ({ householdsEstimated }) => yesNo(householdsEstimated)),
  number("people", "人口", 8, ({ people }) => people),
  number("elderly", "老年占比", 10, ({ elderlyShare }) => elderlyShare),
  number("children", "儿童占比", 10, ({ childShare }) => childShare),
  number("levels", "层数", 8, ({ levels }) => levels),
];

export function residenceLayer(rows: readonly Residence[]): Layer<Residence> {
  return {
    name: "residences",
    title: "住处",
    columns: residenceColumns,
    rows,
    id: ({ id }) => id,
    geometry: "point",
    shape: ({ location }) => location,
    coordinatesAfter: 4,
  };
}

const siteColumns: Column<Site>[] = [
  text("ref", "编号", 14, ({ sourceRef, id }) => sourceRef ?? id),
  text("name", "名称", 28, ({ name }) => name),
  text("kind", "类型", 16, ({ kind, kindText }) => kindText ?? siteKinds.find(({ id }) => id === kind)?.nameZh ?? null),
  text("address", "地址", 36, ({ address }) => address),
  number("area", "面积", 8, ({ areaSquareMeters }) => areaSquareMeters),
  text("owner", "权属", 20, ({ owner }) => owner),
  date("avail_from", "可用起始日期", ({ availableFrom }) => availableFrom),
  date("avail_to", "可用截止日期", ({ availableUntil }) => availableUntil),
  text("note", "备注", 28, ({ note }) => note),
];

export function siteLayer(rows: readonly Site[]): Layer<Site> {
  return {
    name: "sites",
    title: "闲置资源",
    columns: siteColumns,
    rows,
    id: ({ id }) => id,
    geometry: "point",
    shape: ({ location }) => location,
    coordinatesAfter: 4,
  };
}

const areaColumns: Column<Area>[] = [
  text("id", "编号", 14, ({ sourceRef, id }) => sourceRef ?? id),
  text("level", "级别", 8, ({ level }) => levelWords[level]),
  text("name", "名称", 20, ({ name }) => name),
  text("name_en", "英文名称", 20, ({ nameEn }) => nameEn),
];

export function areaLayer(rows: readonly Area[]): Layer<Area> {
  return {
    name: "areas",
    title: "区划",
    columns: areaColumns,
    rows,
    id: ({ sourceRef, id }) => sourceRef ?? id,
    geometry: "polygon",
    shape: ({ geometry }) => geometry,
    coordinatesAfter: 0,
  };
}
