/** What sort of place stands empty and could take in outlets (闲置资源). No document lists them: these are the words that bureaus' lists use. */
export type SiteKindId =
  | "kiosk"
  | "guard-post"
  | "community-room"
  | "shopfront"
  | "premises"
  | "plant"
  | "shed"
  | "land"
  | "other";

export interface SiteKind {
  id: SiteKindId;
  nameZh: string;
  nameEn: string;
  /** Other ways to write it in a table. */
  words: readonly string[];
}

export const siteKinds: readonly SiteKind[] = [
  {
    id: "kiosk",
    nameZh: "闲置报刊亭",
    nameEn: "Idle kiosk",
    words: ["闲置报亭", "报刊亭", "报亭", "便民亭", "售货亭", "闲置亭"],
  },
  {
    id: "guard-post",
    nameZh: "闲置岗亭",
    nameEn: "Idle guard post",
    words: ["岗亭", "门房", "传达室", "门卫室", "值班室"],
  },
  {
    id: "community-room",
    nameZh: "社区用房",
    nameEn: "Community room",
    words: ["小区配套用房", "社区配套用房", "配套用房", "物业用房", "活动室", "社区活动室", "架空层", "党群服务用房"],
  },
  {
    id: "shopfront",
    nameZh: "空置底商",
    nameEn: "Empty shopfront",
    words: ["底商", "空置商铺", "闲置商铺", "空置门面", "临街商铺", "沿街商铺", "门面房", "商铺", "铺位", "空铺"],
  },
  {
    id: "premises",
    nameZh: "空置用房",
    nameEn: "Empty premises",
    words: ["闲置用房", "闲置房屋", "空置房屋", "闲置房产", "空房", "闲置办公用房", "闲置校舍"],
  },
  {
    id: "plant",
    nameZh: "闲置厂房",
    nameEn: "Idle plant",
    words: ["厂房", "旧厂房", "老厂房", "闲置仓库", "仓库", "闲置工厂", "车间"],
  },
  { id: "shed", nameZh: "自行车棚", nameEn: "Bicycle shed", words: ["车棚", "非机动车棚", "闲置车棚", "棚屋"] },
  {
    id: "land",
    nameZh: "空地",
    nameEn: "Vacant land",
    words: ["闲置土地", "闲置用地", "闲置地块", "边角地", "空闲地", "待建地", "临时用地", "场地", "闲置场地", "插花地"],
  },
  { id: "other", nameZh: "其他", nameEn: "Other", words: ["其它", "其他闲置资源"] },
];

const ids: ReadonlySet<string> = new Set(siteKinds.map(({ id }) => id));

export function isSiteKindId(text: string): text is SiteKindId {
  return ids.has(text);
}

const key = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\-_·.]/g, "");

const meanings = new Map<string, SiteKindId>();
for (const { id, nameZh, nameEn, words } of siteKinds) {
  for (const word of [id, nameZh, nameEn, ...words]) {
    const before = meanings.get(key(word));
    if (before !== undefined && before !== id) throw new Error(`site-kinds.ts: "${word}" has two meanings`);
    meanings.set(key(word), id);
  }
}

/** The kind that a table's word stands for; null where no list knows it. */
export function siteKindOfText(text: string): SiteKindId | null {
  return meanings.get(key(text)) ?? null;
}
