/** The clean tables: outlets as surveyed, residences, spare sites, survey answers; and the outlets that the map shows too. */
import type { City } from "./city.ts";
import type { Residence } from "./compounds.ts";
import { distance, type Placement, type Point, toLngLat } from "./geometry.ts";
import type { CityMap, Tags } from "./map.ts";
import { nameOfCategory, type Outlet } from "./outlets.ts";
import { Random } from "./random.ts";
import { type Cell, csvText } from "./write.ts";

const outletHeader = [
  "编号",
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
  "自助",
  "外卖",
  "备注",
];

export function outletsCsv(outlets: readonly Outlet[], placement: Placement): string {
  return csvText(
    outletHeader,
    outlets.map((outlet) => {
      const [lng, lat] = toLngLat(outlet.at, placement);
      return [
        outlet.id,
        outlet.name,
        nameOfCategory.get(outlet.category)!,
        outlet.subtype,
        outlet.address,
        outlet.phone,
        outlet.hours,
        lng.toFixed(7),
        lat.toFixed(7),
        outlet.status,
        outlet.openedOn,
        outlet.closedOn,
        outlet.areaSquareMeters,
        outlet.chain,
        outlet.services.join("、"),
        outlet.selfService ? "是" : "否",
        outlet.delivery ? "是" : "否",
        outlet.note,
      ];
    }),
  );
}

const residenceHeader = [
  "编号",
  "小区",
  "楼栋",
  "地址",
  "社区",
  "户数",
  "人口",
  "老年占比",
  "儿童占比",
  "层数",
  "经度",
  "纬度",
];

export function residencesCsv(residences: readonly Residence[], placement: Placement): string {
  return csvText(
    residenceHeader,
    residences.map((residence) => {
      const [lng, lat] = toLngLat(residence.door, placement);
      return [
        residence.id,
        residence.compound,
        residence.building,
        residence.address,
        residence.community,
        residence.households,
        residence.people,
        residence.elderlyShare,
        residence.childShare,
        residence.levels,
        lng.toFixed(7),
        lat.toFixed(7),
      ];
    }),
  );
}

export interface Site {
  id: string;
  name: string;
  kind: string;
  owner: string;
  at: Point;
  address: string;
  areaSquareMeters: number;
}

const sitePlans: { name: string; kind: string; owner: string; near: Point; area: number }[] = [
  { name: "安澜道闲置报刊亭", kind: "闲置报亭", owner: "区城市管理委", near: [-640, -694], area: 6 },
  { name: "西园里社区活动室", kind: "社区用房", owner: "西园社区居委会", near: [-1230, -1060], area: 45 },
  { name: "听澜路旧粮店", kind: "空置底商", owner: "区国资公司", near: [-486, -520], area: 85 },
  { name: "和乐道岗亭", kind: "闲置岗亭", owner: "区城市管理委", near: [-300, 313], area: 8 },
  { name: "站前公寓配套用房", kind: "小区配套用房", owner: "澜湾物业", near: [280, 313], area: 120 },
  { name: "铁东新村老浴室", kind: "闲置厂房", owner: "铁路地区办", near: [633, 1000], area: 260 },
  { name: "东堤路收购站旧址", kind: "空置用房", owner: "区供销社", near: [1427, 640], area: 90 },
  { name: "船坞里门房", kind: "闲置岗亭", owner: "船坞里业委会", near: [1100, -693], area: 10 },
  { name: "创意园连廊铺位", kind: "空置底商", owner: "沧汐创意园", near: [485, -800], area: 30 },
  { name: "槐荫里自行车棚", kind: "自行车棚", owner: "槐荫里居民自管会", near: [-1015, 120], area: 60 },
  { name: "北堤道便民亭", kind: "闲置报亭", owner: "区城市管理委", near: [-250, 1097], area: 6 },
  { name: "清漪园架空层", kind: "小区配套用房", owner: "海晏物业", near: [-100, -37], area: 75 },
];

/** Spare sites stand at free places in rows of shops. */
export function spareSites(city: City, outlets: readonly Outlet[]): Site[] {
  const taken = new Set<Point>(outlets.map((outlet) => outlet.at));
  return sitePlans.map((plan, i) => {
    const spot = city.spots
      .filter((s) => !taken.has(s.at))
      .reduce((best, s) => (distance(s.at, plan.near) < distance(best.at, plan.near) ? s : best));
    taken.add(spot.at);
    return {
      id: `DK${String(i + 1).padStart(2, "0")}`,
      name: plan.name,
      kind: plan.kind,
      owner: plan.owner,
      at: spot.at,
      address: `沧汐区${spot.street.zh}${spot.number}号`,
      areaSquareMeters: plan.area,
    };
  });
}

export function sitesCsv(sites: readonly Site[], placement: Placement): string {
  return csvText(
    ["编号", "名称", "类型", "地址", "面积", "权属", "经度", "纬度", "备注"],
    sites.map((site) => {
      const [lng, lat] = toLngLat(site.at, placement);
      return [
        site.id,
        site.name,
        site.kind,
        site.address,
        site.areaSquareMeters,
        site.owner,
        lng.toFixed(7),
        lat.toFixed(7),
        "可用于便民网点",
      ];
    }),
  );
}

export function surveysCsv(
  seed: string,
  circles: readonly { name: string; compounds: readonly string[]; answers: number; satisfied: number }[],
): string {
  const random = new Random(`${seed}/surveys`);
  const header = [
    "生活圈",
    "日期",
    "性别",
    "年龄",
    "职业",
    "月收入",
    "小区",
    "基本保障类业态",
    "品质提升类业态",
    "消费便利",
    "服务满意",
    "智慧服务",
    "规范有序",
    "商居和谐",
    "建议",
  ];
  const rows: Cell[][] = [];
  const wishes = [
    "",
    "",
    "",
    "希望有修鞋的",
    "早点摊再早些开门",
    "缺个菜市场",
    "小区后门能不能打开",
    "老人食堂多开几家",
    "过铁路太绕了",
    "天桥没有电梯",
    "多些自助取水机",
  ];
  for (const circle of circles) {
    for (let i = 0; i < circle.answers; i++) {
      const grade = (options: readonly [string, string, string]) =>
        random.chance(circle.satisfied) ? random.pick(options.slice(0, 2)) : options[2];
      rows.push([
        circle.name,
        `2026-09-${String(random.integer(1, 30)).padStart(2, "0")}`,
        random.pick(["男", "女"]),
        random.pick(["18岁以下", "18-35岁", "36-59岁", "60岁及以上", "60岁及以上"]),
        random.pick([
          "退休",
          "退休",
          "工人",
          "教师",
          "医生",
          "个体户、私营业主",
          "商业服务从业人员",
          "学生",
          "自由职业者",
          "公职人员",
        ]),
        random.pick(["3000元以下", "3000-6000元", "6000-10000元", "10000元以上", ""]),
        random.pick(circle.compounds),
        grade(["能够满足", "基本满足", "不能满足"]),
        grade(["能够满足", "基本满足", "不能满足"]),
        grade(["非常便利", "比较便利", "不便利"]),
        grade(["很满意", "比较满意", "不满意"]),
        grade(["很满意", "比较满意", "不满意"]),
        grade(["全部做到", "大部分做到", "少部分做到"]),
        grade(["已经实现", "基本实现", "没有实现"]),
        random.pick(wishes),
      ]);
    }
  }
  return csvText(header, rows);
}

/** What stands on the map and in no table. */
export interface MapOnly {
  at: Point;
  tags: Tags;
}

/** Some of the outlets are on the map as well; a few stand only there, or there under another name. Returns those. */
export function drawOutletsOnMap(map: CityMap, city: City, outlets: readonly Outlet[], seed: string): MapOnly[] {
  const random = new Random(`${seed}/osm outlets`);
  for (const outlet of outlets) {
    if (!outlet.osm) continue;
    map.node(outlet.at, {
      ...outlet.osm,
      // Mappers shorten names, and sometimes leave them out.
      ...(random.chance(0.08)
        ? {}
        : { name: random.chance(0.2) ? outlet.name.replace(/（.*）|店$/, "") : outlet.name }),
      ...(outlet.chain ? { brand: outlet.chain } : {}),
      ...(outlet.hours.includes("24小时")
        ? { opening_hours: "24/7" }
        : /^\d\d?:\d\d-\d\d:\d\d$/.test(outlet.hours) && random.chance(0.6)
          ? { opening_hours: outlet.hours.padStart(11, "0") }
          : {}),
      ...(outlet.phone && random.chance(0.4)
        ? { phone: `+86 ${outlet.phone.slice(1, 3)} ${outlet.phone.slice(4)}` }
        : {}),
      ...(random.chance(0.3) ? { "addr:street": outlet.street } : {}),
    });
  }
  const taken = new Set(outlets.map((outlet) => outlet.at));
  const free = random.shuffle(city.spots.filter((spot) => !taken.has(spot.at)));
  const onlyHere: Tags[] = [
    { amenity: "cafe", name: "退潮咖啡" },
    { shop: "florist", name: "海芋花店" },
    { shop: "hairdresser", name: "阿潘理发" },
    { shop: "stationery" },
    { amenity: "restaurant", name: "蓝旗饺子馆", cuisine: "dumpling" },
    { shop: "convenience", name: "老渡口小卖部" },
    { amenity: "atm", operator: "听潮银行" },
    { "disused:shop": "optician", name: "旧日眼镜" },
    { shop: "vacant" },
    { shop: "beauty", name: "蔻美甲" },
    { amenity: "bench" },
    { tourism: "hotel", name: "古街客栈（已停业）" },
  ];
  return onlyHere.map((tags, i) => {
    map.node(free[i].at, tags);
    return { at: free[i].at, tags };
  });
}
