/** The plan of the district on the sheet: street lines, blocks between them, what each parcel is, and the names. */

/** Centre lines of the north–south streets. Between铁西路 and 铁东路 lies the railway. */
export const streetX = {
  xidi: -1440,
  wangchao: -1000,
  tinglan: -500,
  cangxi: 40,
  tiexi: 500,
  tiedong: 620,
  donghai: 1030,
  dongdi: 1440,
};
/** Centre lines of the east–west streets. Between the two bank roads flows the river. */
export const streetY = {
  beidi: 1110,
  linhai: 730,
  hele: 300,
  northBank: -50,
  southBank: -250,
  anlan: -680,
  nandi: -1110,
};
export const railwayX = 560;
/** Fences along the railway cut. */
export const railwayFenceX = [545, 575] as const;
export const river = { north: -96, south: -204 };

export interface Named {
  zh: string;
  en: string;
}
export const streetNames: Record<string, Named> = {
  xidi: { zh: "西堤路", en: "Xidi Road" },
  wangchao: { zh: "望潮路", en: "Wangchao Road" },
  tinglan: { zh: "听澜路", en: "Tinglan Road" },
  cangxi: { zh: "沧汐大街", en: "Cangxi Avenue" },
  tiexi: { zh: "铁西路", en: "Tiexi Road" },
  tiedong: { zh: "铁东路", en: "Tiedong Road" },
  donghai: { zh: "东海路", en: "Donghai Road" },
  dongdi: { zh: "东堤路", en: "Dongdi Road" },
  beidi: { zh: "北堤道", en: "Beidi Street" },
  linhai: { zh: "临海道", en: "Linhai Street" },
  hele: { zh: "和乐道", en: "Hele Street" },
  northBank: { zh: "清漪北道", en: "Qingyi North Street" },
  southBank: { zh: "清漪南道", en: "Qingyi South Street" },
  anlan: { zh: "安澜道", en: "Anlan Street" },
  nandi: { zh: "南堤道", en: "Nandi Street" },
};

/** `old`: six storeys of the 1980s; `mid`: around 2000; `tower`: after 2010. */
export type CompoundStyle = "old" | "mid" | "tower";
export type Side = "N" | "E" | "S" | "W";
export type GateKind = "open" | "night" | "motor" | "locked";
export interface GatePlan {
  side: Side;
  /** Sheet coordinate along the side: x for N and S, y for E and W. Null: chosen by the generator. */
  at: number | null;
  kind: GateKind;
}

export interface ParcelPlan {
  kind:
    | "compound"
    | "school"
    | "kindergarten"
    | "hospital"
    | "park"
    | "mall"
    | "industrial"
    | "square"
    | "lanes"
    | "offices";
  name?: Named;
  style?: CompoundStyle;
  gates?: GatePlan[];
}

export interface BlockPlan {
  id: string;
  /** Names of the streets around: west, east, south, north. */
  bounds: [
    west: keyof typeof streetX,
    east: keyof typeof streetX,
    south: keyof typeof streetY,
    north: keyof typeof streetY,
  ];
  /** Fractions at which minor streets divide the block. */
  splitX: number[];
  splitY: number[];
  /** Rows from south to north, each from west to east. */
  parcels: ParcelPlan[][];
}

const c = (zh: string, en: string, style: CompoundStyle, gates?: GatePlan[]): ParcelPlan => ({
  kind: "compound",
  name: { zh, en },
  style,
  gates,
});
const p = (kind: ParcelPlan["kind"], zh: string, en: string): ParcelPlan => ({ kind, name: { zh, en } });
const gate = (side: Side, at: number | null = null, kind: GateKind = "open"): GatePlan => ({ side, at, kind });

export const blocks: BlockPlan[] = [
  // North of the elevated road.
  {
    id: "C0R0",
    bounds: ["xidi", "wangchao", "linhai", "beidi"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("西堤花园", "Xidi Garden", "tower"), c("望潮里", "Wangchao Li", "old")]],
  },
  {
    id: "C1R0",
    bounds: ["wangchao", "tinglan", "linhai", "beidi"],
    splitX: [0.5],
    splitY: [],
    parcels: [
      [
        c("潮音里", "Chaoyin Li", "old", [gate("S", -850), gate("N")]),
        c("潮信里", "Chaoxin Li", "old", [gate("E"), gate("W")]),
      ],
    ],
  },
  {
    id: "C2R0",
    bounds: ["tinglan", "cangxi", "linhai", "beidi"],
    splitX: [0.36, 0.66],
    splitY: [],
    parcels: [
      [
        c("听涛里", "Tingtao Li", "mid", [gate("W", 1010), gate("E", 860)]),
        p("school", "沧汐区听涛小学", "Tingtao Primary School"),
        c("观澜苑", "Guanlan Court", "tower"),
      ],
    ],
  },
  {
    id: "C3R0",
    bounds: ["cangxi", "tiexi", "linhai", "beidi"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("平江里", "Pingjiang Li", "mid"), c("铁西里", "Tiexi Li", "old")]],
  },
  {
    id: "C4R0",
    bounds: ["tiedong", "donghai", "linhai", "beidi"],
    splitX: [0.5],
    splitY: [],
    parcels: [
      [c("铁东新村", "Tiedong New Village", "old", [gate("W", 940), gate("E", 860)]), c("东旭里", "Dongxu Li", "mid")],
    ],
  },
  {
    id: "C5R0",
    bounds: ["donghai", "dongdi", "linhai", "beidi"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("东堤花园一期", "Dongdi Garden Phase 1", "tower"), c("东堤花园二期", "Dongdi Garden Phase 2", "tower")],
      [p("park", "观日公园", "Guanri Park"), c("曙光里", "Shuguang Li", "mid")],
    ],
  },
  // Between the elevated road and Hele Street.
  {
    id: "C0R1",
    bounds: ["xidi", "wangchao", "hele", "linhai"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("海棠里", "Haitang Li", "mid"), c("丁香里", "Dingxiang Li", "mid")],
      [c("玉兰里", "Yulan Li", "mid"), p("school", "沧汐区第二中学", "Cangxi No. 2 Middle School")],
    ],
  },
  {
    id: "C1R1",
    bounds: ["wangchao", "tinglan", "hele", "linhai"],
    splitX: [],
    splitY: [],
    parcels: [[c("联盟里", "Lianmeng Li", "old", [gate("S", -900), gate("N", -750, "locked")])]],
  },
  {
    id: "C2R1",
    bounds: ["tinglan", "cangxi", "hele", "linhai"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [
        c("和乐里", "Hele Li", "mid", [gate("E", 420), gate("W", 400, "night")]),
        p("square", "潮声广场", "Chaosheng Square"),
      ],
      [
        c("和睦里", "Hemu Li", "old", [gate("S", -300), gate("W", 640, "motor")]),
        p("hospital", "沧汐区人民医院", "Cangxi District People's Hospital"),
      ],
    ],
  },
  {
    id: "C3R1",
    bounds: ["cangxi", "tiexi", "hele", "linhai"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [p("mall", "汐汇广场", "Xihui Plaza"), c("站前公寓", "Zhanqian Apartments", "tower")],
      [c("澄波园", "Chengbo Garden", "tower"), c("铁一里", "Tieyi Li", "old")],
    ],
  },
  {
    id: "C4R1",
    bounds: ["tiedong", "donghai", "hele", "linhai"],
    splitX: [0.5],
    splitY: [],
    parcels: [[p("park", "铁东公园", "Tiedong Park"), c("东泰里", "Dongtai Li", "mid")]],
  },
  {
    id: "C5R1",
    bounds: ["donghai", "dongdi", "hele", "linhai"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("东兴里", "Dongxing Li", "mid"), c("银滩苑", "Yintan Court", "tower")],
      [c("东和里", "Donghe Li", "old"), p("school", "沧汐区东海学校", "Donghai School")],
    ],
  },
  // Between Hele Street and the river.
  {
    id: "C0R2",
    bounds: ["xidi", "wangchao", "northBank", "hele"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("榆钱里", "Yuqian Li", "old"), c("槐荫里", "Huaiyin Li", "old")]],
  },
  {
    id: "C1R2",
    bounds: ["wangchao", "tinglan", "northBank", "hele"],
    splitX: [],
    splitY: [],
    parcels: [[p("lanes", "石桥古街", "Shiqiao Old Quarter")]],
  },
  {
    id: "C2R2",
    bounds: ["tinglan", "cangxi", "northBank", "hele"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("石桥里", "Shiqiao Li", "old"), c("清漪园", "Qingyi Garden", "mid")],
      [
        c("锦鳞里", "Jinlin Li", "old", [gate("N", -400), gate("S")]),
        p("kindergarten", "沧汐区第一幼儿园", "Cangxi No. 1 Kindergarten"),
      ],
    ],
  },
  {
    id: "C3R2",
    bounds: ["cangxi", "tiexi", "northBank", "hele"],
    splitX: [0.5],
    splitY: [],
    parcels: [
      [
        c("临漪公寓", "Linyi Apartments", "tower", [gate("E", 120), gate("W", 60)]),
        c("鸥鹭里", "Oulu Li", "mid", [gate("W", 120), gate("E", 120)]),
      ],
    ],
  },
  {
    id: "C4R2",
    bounds: ["tiedong", "donghai", "northBank", "hele"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("汀兰里", "Tinglan Li", "mid"), c("芷岸里", "Zhi'an Li", "mid")]],
  },
  {
    id: "C5R2",
    bounds: ["donghai", "dongdi", "northBank", "hele"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("晚照里", "Wanzhao Li", "mid"), c("望海花园", "Wanghai Garden", "tower")]],
  },
  // Between the river and Anlan Street.
  {
    id: "C0R3",
    bounds: ["xidi", "wangchao", "anlan", "southBank"],
    splitX: [],
    splitY: [],
    parcels: [[p("park", "西堤公园", "Xidi Park")]],
  },
  {
    id: "C1R3",
    bounds: ["wangchao", "tinglan", "anlan", "southBank"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("云帆里", "Yunfan Li", "mid"), c("沧浪里", "Canglang Li", "mid")],
      [c("归舟里", "Guizhou Li", "old"), c("渔歌里", "Yuge Li", "old")],
    ],
  },
  {
    id: "C2R3",
    bounds: ["tinglan", "cangxi", "anlan", "southBank"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("澜湾里", "Lanwan Li", "mid"), p("school", "沧汐区实验小学", "Cangxi Experimental Primary School")],
      [c("南岸里", "Nan'an Li", "old", [gate("N", -350), gate("E", -340)]), c("碧波园", "Bibo Garden", "mid")],
    ],
  },
  {
    id: "C3R3",
    bounds: ["cangxi", "tiexi", "anlan", "southBank"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("晨汐里", "Chenxi Li", "mid"), c("星垂里", "Xingchui Li", "old")],
      [p("mall", "南岸商业中心", "Nan'an Commercial Centre"), c("月涌里", "Yueyong Li", "old")],
    ],
  },
  {
    id: "C4R3",
    bounds: ["tiedong", "donghai", "anlan", "southBank"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("铁南里", "Tienan Li", "old"), c("紫藤里", "Ziteng Li", "mid")]],
  },
  {
    id: "C5R3",
    bounds: ["donghai", "dongdi", "anlan", "southBank"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("海晏里", "Haiyan Li", "mid"), c("河清里", "Heqing Li", "mid")],
      [c("东篱苑", "Dongli Court", "tower"), p("park", "东堤绿地", "Dongdi Green")],
    ],
  },
  // South of Anlan Street.
  {
    id: "C0R4",
    bounds: ["xidi", "wangchao", "nandi", "anlan"],
    splitX: [0.5],
    splitY: [],
    parcels: [[c("西园里", "Xiyuan Li", "mid"), c("竹韵里", "Zhuyun Li", "mid")]],
  },
  {
    id: "C1R4",
    bounds: ["wangchao", "tinglan", "nandi", "anlan"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("松风里", "Songfeng Li", "mid"), c("梅香里", "Meixiang Li", "mid")],
      [c("安澜里", "Anlan Li", "old"), c("安宁里", "Anning Li", "old")],
    ],
  },
  {
    id: "C2R4",
    bounds: ["tinglan", "cangxi", "nandi", "anlan"],
    splitX: [0.34, 0.67],
    splitY: [],
    parcels: [
      [c("贝阙苑", "Beique Court", "tower"), c("珠浦里", "Zhupu Li", "mid"), c("浪淘园", "Langtao Garden", "tower")],
    ],
  },
  {
    id: "C3R4",
    bounds: ["cangxi", "tiexi", "nandi", "anlan"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [c("南堤里", "Nandi Li", "mid"), c("扬帆里", "Yangfan Li", "mid")],
      [c("风正里", "Fengzheng Li", "old"), p("offices", "沧汐创意园", "Cangxi Creative Park")],
    ],
  },
  {
    id: "C4R4",
    bounds: ["tiedong", "donghai", "nandi", "anlan"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [p("industrial", "沧汐铸造厂", "Cangxi Foundry"), p("industrial", "沧汐物流园", "Cangxi Logistics Park")],
      [c("铸造里", "Zhuzao Li", "old"), c("工农里", "Gongnong Li", "old")],
    ],
  },
  {
    id: "C5R4",
    bounds: ["donghai", "dongdi", "nandi", "anlan"],
    splitX: [0.5],
    splitY: [0.5],
    parcels: [
      [p("industrial", "东堤船厂", "Dongdi Shipyard"), p("park", "船坞公园", "Dockyard Park")],
      [c("船坞里", "Chuanwu Li", "old"), c("海员新村", "Haiyuan New Village", "old")],
    ],
  },
];
