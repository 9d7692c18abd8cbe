/** Outlets put where a designed truth needs them, and the zones that ordinary outlets of their category keep out of. */
import type { CategoryId } from "../src/index.ts";
import type { Point } from "./geometry.ts";

export interface DesignedOutlet {
  key: string;
  category: CategoryId;
  name: string;
  /** Sheet coordinates; the outlet goes to the nearest free place in a row of shops. */
  near: Point;
  kinds?: string[];
  hours?: string;
  opened?: string;
  /** Closed on this day. */
  closed?: string;
  areaSquareMeters?: number;
  subtype?: string;
}

export const designedOutlets: DesignedOutlet[] = [
  // All food markets of the district; no other category decides so many of the truths.
  {
    key: "market-linhai",
    category: "food-market",
    name: "临海菜市场",
    near: [-700, 708],
    areaSquareMeters: 1450,
    subtype: "标准化菜市场",
  },
  { key: "market-shiqiao", category: "food-market", name: "石桥菜市场", near: [-330, -36], areaSquareMeters: 980 },
  { key: "market-tiexi", category: "food-market", name: "铁西菜市场", near: [485, 900], areaSquareMeters: 1200 },
  {
    key: "market-chaosheng",
    category: "food-market",
    name: "潮声菜市场",
    near: [24, 600],
    areaSquareMeters: 2100,
    subtype: "标准化菜市场",
  },
  { key: "market-nanan", category: "food-market", name: "南岸菜市场", near: [420, -667], areaSquareMeters: 860 },
  { key: "market-xidi", category: "food-market", name: "西堤菜市场", near: [-1425, 850], areaSquareMeters: 760 },
  {
    key: "market-donghai",
    category: "food-market",
    name: "东海菜市场",
    near: [1045, -420],
    areaSquareMeters: 1500,
    subtype: "标准化菜市场",
  },
  { key: "market-anlan", category: "food-market", name: "安澜菜市场", near: [-985, -830], areaSquareMeters: 900 },
  { key: "market-haiyuan", category: "food-market", name: "海员菜市场", near: [1290, -694], areaSquareMeters: 1100 },
  {
    key: "market-tingtao",
    category: "food-market",
    name: "听涛菜市场",
    near: [-486, 880],
    areaSquareMeters: 640,
    opened: "2009-05-18",
    closed: "2026-04-12",
  },
  // The night gate of 和乐里.
  { key: "pharmacy-hele", category: "pharmacy", name: "安澜大药房听澜路店", near: [-486, 380], hours: "24小时" },
  // Breakfast at 7:30, and before.
  { key: "breakfast-late", category: "breakfast", name: "郝姐煎饼馃子", near: [-350, 287], hours: "7:30-10:30" },
  { key: "breakfast-early", category: "breakfast", name: "魏记老豆腐", near: [-486, 60], hours: "早5点半到上午9点半" },
  // No way through 鸥鹭里.
  { key: "bathhouse-tiexi", category: "bathhouse", name: "暖汤浴池", near: [485, 110], areaSquareMeters: 620 },
  // The motor gate of 和睦里.
  { key: "laundry-hemu", category: "laundry", name: "净澜洗衣听澜路店", near: [-486, 655] },
  // Cobblers: none in the south-west.
  { key: "shoe-square", category: "small-repair", name: "老赵修鞋", near: [-60, 313], kinds: ["修鞋", "配钥匙"] },
  { key: "shoe-north", category: "small-repair", name: "小顾修鞋", near: [55, 930], kinds: ["修鞋", "修箱包"] },
  { key: "shoe-east", category: "small-repair", name: "陶师傅修鞋", near: [1045, 420], kinds: ["修鞋"] },
  {
    key: "shoe-southeast",
    category: "small-repair",
    name: "老范修鞋修伞",
    near: [1015, -600],
    kinds: ["修鞋", "修拉链"],
  },
  { key: "shoe-west", category: "small-repair", name: "老白修鞋", near: [-1015, 420], kinds: ["修鞋", "配钥匙"] },
  { key: "shoe-nanan", category: "small-repair", name: "小钟修鞋", near: [300, -265], kinds: ["修鞋"] },
];

/** Ordinary outlets of the category stay this far from the place. */
export const keptFree: { category: CategoryId; at: Point; meters: number }[] = [
  { category: "food-market", at: [0, 0], meters: 5000 },
  { category: "pharmacy", at: [-455, 400], meters: 720 },
  { category: "breakfast", at: [-370, 230], meters: 520 },
  { category: "bathhouse", at: [240, 120], meters: 900 },
  { category: "laundry", at: [-440, 640], meters: 560 },
  { category: "staple-food-kitchen", at: [-1390, 900], meters: 1050 },
];

/** Categories that the map does not show, so that the truths hold with and without the outlets of the map. */
export const notOnTheMap = new Set<CategoryId>([
  "food-market",
  "pharmacy",
  "breakfast",
  "bathhouse",
  "laundry",
  "staple-food-kitchen",
  "small-repair",
]);

/** The category that nobody surveyed. */
export const notSurveyed: CategoryId = "locker-storage";
