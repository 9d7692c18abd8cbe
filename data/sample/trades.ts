/** What kinds of outlets the district has, how many, and what they are called. All names are made up. */
import type { CategoryId } from "../src/index.ts";
import type { Tags } from "./map.ts";
import type { Random } from "./random.ts";
import { basicTrades } from "./trades-basic.ts";
import { qualityTrades } from "./trades-quality.ts";

type Where = "front" | "large" | "compound" | "park" | "mall";

export interface Trade {
  category: CategoryId;
  /** Open outlets in the district, designed ones included. */
  count: number;
  where: Where;
  name: (random: Random, place: { street: string; compound: string; community: string }) => string;
  /** As people write them. */
  hours: readonly string[];
  /** Floor area in square metres. */
  area: readonly [number, number];
  chains?: readonly string[];
  chainShare?: number;
  /** A finer kind, as tables give it. */
  subtypes?: readonly string[];
  selfService?: boolean;
  osm?: Tags;
  /** Other categories that some of these also offer (一店多能), by their Chinese names. */
  extra?: readonly string[];
}

export const trades: Trade[] = [...basicTrades, ...qualityTrades];

/** Kinds of small repair and what such a place is called; the number of places that do it beside others. */
export const repairTrades: { kinds: readonly string[]; suffix: string; count: number }[] = [
  { kinds: ["修自行车"], suffix: "修车铺", count: 6 },
  { kinds: ["配钥匙"], suffix: "配钥匙", count: 4 },
  { kinds: ["改衣服", "修拉链"], suffix: "裁缝店", count: 7 },
  { kinds: ["修手机电脑"], suffix: "手机维修", count: 5 },
  { kinds: ["修家电"], suffix: "家电维修", count: 5 },
  { kinds: ["修表", "配钥匙"], suffix: "钟表眼镜修理", count: 3 },
  { kinds: ["修家具"], suffix: "家具维修", count: 1 },
  { kinds: ["修箱包", "修拉链"], suffix: "箱包护理", count: 1 },
];
