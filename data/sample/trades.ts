/** What kinds of outlets the district has, how many, and what they are called. All names are made up. */
import type { CategoryId } from "../src/index.ts";
import type { Tags } from "./map.ts";
import type { Random } from "./random.ts";

export type Where = "front" | "large" | "compound" | "park" | "mall";

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

const surnames = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤".split("");
const lucky = ["福来", "鑫源", "顺达", "宏利", "永昌", "兴旺", "惠民", "佳缘", "同和", "德顺", "万家", "吉祥", "康乐", "益民", "海韵", "汐月", "澜庭", "潮声", "望海", "沧州路口", "老街坊", "便利达", "百顺", "安泰", "家和"];
const person = (random: Random) => random.pick(["老", "小", "大", ""]) + random.pick(surnames);
const family = (random: Random) => random.pick(surnames) + random.pick(["记", "家", "氏", "姐", "师傅", "嫂"]);
const luck = (random: Random) => random.pick(lucky);

export const trades: Trade[] = [
  { category: "convenience-store", count: 46, where: "front", name: (r) => `${luck(r)}${r.pick(["便利店", "超市便利", "小卖部", "烟酒食品店"])}`, hours: ["7:00-23:00", "早6点半到晚11点", "24小时", "06:30-22:30", "全天24小时营业"], area: [25, 120], chains: ["潮邻便利", "七汐便利店", "澜小二便利"], chainShare: 0.55, osm: { shop: "convenience" }, extra: ["照相文印店", "邮政快递点", "洗衣店", "自助取水机"] },
  { category: "supermarket", count: 9, where: "large", name: (r) => `${luck(r)}超市`, hours: ["7:30-21:30", "早8点到晚10点", "08:00-22:00"], area: [800, 6000], chains: ["沧惠超市", "津汐生活超市"], chainShare: 0.7, osm: { shop: "supermarket" }, extra: ["生鲜超市"] },
  { category: "food-market", count: 9, where: "large", name: (_, { community }) => `${community.replace("社区", "")}菜市场`, hours: ["5:30-19:00", "早5点半到晚7点", "06:00-18:30"], area: [600, 2400], subtypes: ["菜市场", "标准化菜市场"] },
  { category: "fresh-supermarket", count: 14, where: "front", name: (r) => `${luck(r)}生鲜`, hours: ["7:00-21:00", "早7点到晚9点"], area: [80, 500], chains: ["鲜汐集", "渔湾生鲜"], chainShare: 0.6, osm: { shop: "fresh" } },
  { category: "breakfast", count: 34, where: "front", name: (r) => `${family(r)}${r.pick(["煎饼馃子", "锅巴菜", "豆浆馃子", "包子铺", "早点部", "老豆腐", "馄饨早点"])}`, hours: ["5:30-10:00", "早5点半到上午10点", "6:00-9:30", "06:00-10:30", "早六点至十点"], area: [12, 60], osm: { amenity: "fast_food", cuisine: "breakfast", breakfast: "only" } },
  { category: "restaurant", count: 58, where: "front", name: (r) => `${r.pick([family(r), luck(r)])}${r.pick(["家常菜", "饺子馆", "牛肉面", "快餐", "炒菜馆", "小吃店", "黄焖鸡米饭"])}`, hours: ["10:00-21:00", "10:30-14:00,16:30-21:00", "上午10点到晚上9点半", "11:00-22:00"], area: [30, 260], chains: ["津味小厨", "汐食汇快餐"], chainShare: 0.2, osm: { amenity: "restaurant", cuisine: "chinese", delivery: "yes" } },
  { category: "staple-food-kitchen", count: 11, where: "front", name: (r) => `${family(r)}${r.pick(["馒头房", "主食厨房", "大饼店", "面食店"])}`, hours: ["6:00-19:00", "早6点到晚7点"], area: [15, 60] , chains: ["津麦主食厨房"], chainShare: 0.4, osm: { shop: "pasta" } },
  { category: "hairdresser", count: 32, where: "front", name: (r) => `${r.pick([person(r), luck(r)])}${r.pick(["理发店", "美发", "造型", "剪吧"])}`, hours: ["9:00-20:30", "早9点到晚9点", "09:30-21:00", "周二至周日 8:30-19:00"], area: [15, 120], osm: { shop: "hairdresser" } },
  { category: "laundry", count: 14, where: "front", name: (r) => `${luck(r)}${r.pick(["洗衣店", "干洗店"])}`, hours: ["8:30-20:00", "早8点半到晚8点"], area: [20, 80], chains: ["净澜洗衣"], chainShare: 0.5, osm: { shop: "laundry" } },
  { category: "pharmacy", count: 24, where: "front", name: (r) => `${luck(r)}${r.pick(["大药房", "药店", "堂药房"])}`, hours: ["8:00-21:00", "早8点到晚9点半", "08:00-22:00"], area: [40, 220], chains: ["安澜大药房", "海晏堂药店"], chainShare: 0.65, osm: { amenity: "pharmacy" } },
  { category: "photo-print", count: 13, where: "front", name: (r) => `${luck(r)}${r.pick(["图文", "照相馆", "打印社", "文印中心"])}`, hours: ["8:30-18:30", "周一至周六 8:30-18:00"], area: [15, 70], osm: { shop: "copyshop" } },
  { category: "hardware", count: 15, where: "front", name: (r) => `${luck(r)}${r.pick(["五金", "五金土杂", "日杂店", "水暖五金"])}`, hours: ["8:00-18:30", "早8点到晚7点"], area: [15, 90], osm: { shop: "hardware" }, extra: ["小修小补点"] },
  { category: "housekeeping", count: 9, where: "front", name: (r) => `${luck(r)}家政服务${r.pick(["部", "站", "有限公司"])}`, hours: ["8:30-18:00", "周一至周六 8:30-17:30"], area: [20, 80], chains: ["汐悦到家"], chainShare: 0.3 },
  { category: "small-repair", count: 34, where: "front", name: (r) => `${person(r)}`, hours: ["8:00-18:00", "早8点半到晚6点", "周一休息 9:00-17:30", "9:00-17:00"], area: [4, 30] },
  { category: "property-service", count: 36, where: "compound", name: (_, { compound }) => `${compound}物业服务中心`, hours: ["8:30-17:30", "周一至周日 8:00-18:00", "24小时值班"], area: [30, 150], chains: ["澜湾物业", "海晏物业"], chainShare: 0.5 },
  { category: "recycling", count: 14, where: "front", name: (r, { community }) => r.pick([`${community.replace("社区", "")}再生资源回收站`, `${person(r)}废品回收`]), hours: ["8:00-17:00", "早7点到晚6点"], area: [10, 60], osm: { amenity: "recycling", recycling_type: "centre" } },
  { category: "parcel", count: 40, where: "compound", name: (_, { compound }) => `${compound}智能快件箱`, hours: ["24小时"], area: [2, 6], chains: ["潮柜"], chainShare: 1, selfService: true, osm: { amenity: "parcel_locker" } },
  { category: "mobile-stall", count: 12, where: "park", name: (r, { street }) => `${street}${r.pick(["报刊亭", "便民早餐车", "便民售货亭"])}`, hours: ["7:00-18:00", "6:00-10:00"], area: [4, 8], osm: { shop: "kiosk" } },
  { category: "water-vending", count: 22, where: "compound", name: (_, { compound }) => `${compound}自助取水机`, hours: ["24小时"], area: [1, 2], chains: ["清漪净水"], chainShare: 1, selfService: true, osm: { amenity: "vending_machine", vending: "water" } },
  { category: "bank", count: 18, where: "front", name: (_, { street }) => `沧汐农商银行${street}支行`, hours: ["周一至周五 9:00-17:00", "9:00-16:30（周末10:00-15:30）", "周一至周日 9:00-17:00"], area: [80, 400], chains: ["沧汐农商银行", "听潮银行"], chainShare: 1, osm: { amenity: "bank", atm: "yes" } },

  { category: "elderly-care", count: 9, where: "large", name: (_, { community }) => `${community}${"为老服务中心"}`, hours: ["8:00-18:00", "24小时"], area: [200, 1200], subtypes: ["为老服务中心", "日间照料中心", "社区养老院"] },
  { category: "childcare", count: 7, where: "large", name: (r) => `${r.pick(["小海星", "贝壳", "小浪花", "启明星"])}托育中心`, hours: ["周一至周五 7:30-18:00"], area: [150, 500], osm: { amenity: "childcare" } },
  { category: "children-play", count: 5, where: "mall", name: (r) => `${r.pick(["小海豚", "彩虹岛", "奇妙"])}儿童乐园`, hours: ["10:00-21:00"], area: [120, 900] },
  { category: "neighborhood-center", count: 5, where: "large", name: (_, { community }) => `${community.replace("社区", "")}邻里中心`, hours: ["8:30-21:00"], area: [800, 3500] },
  { category: "art-training", count: 9, where: "front", name: (r) => `${luck(r)}${r.pick(["书画院", "舞蹈艺术中心", "琴行", "美术工作室"])}`, hours: ["周三至周日 9:00-20:00", "9:00-20:30"], area: [60, 400] },
  { category: "specialty-restaurant", count: 12, where: "front", name: (r) => `${r.pick(["渔湾海鲜楼", "沧汐老味", "蜀香火锅", "草原涮肉", "江南小馆", "八珍楼"])}${r.pick(["", "（旗舰店）", "古街店"])}`, hours: ["11:00-14:00，17:00-21:30", "11:00-22:00"], area: [120, 900], osm: { amenity: "restaurant", cuisine: "regional" } },
  { category: "tea-coffee", count: 15, where: "front", name: (r) => `${r.pick(["半盏茶", "听雨茶社", "灯塔咖啡", "灰雀咖啡"])}`, hours: ["9:00-22:00", "8:00-21:30"], area: [15, 120], chains: ["汐茶", "澜咖啡"], chainShare: 0.6, osm: { amenity: "cafe" } },
  { category: "bakery", count: 11, where: "front", name: (r) => `${r.pick(["麦田里", "小满", "花样"])}蛋糕房`, hours: ["7:30-21:30", "早8点到晚9点半"], area: [25, 110], chains: ["麦汐烘焙"], chainShare: 0.5, osm: { shop: "bakery" } },
  { category: "bookstore", count: 4, where: "mall", name: (r) => `${r.pick(["潮声书局", "海角书屋", "灯下书店"])}`, hours: ["9:30-21:00"], area: [80, 900], osm: { shop: "books" } },
  { category: "florist", count: 7, where: "front", name: (r) => `${r.pick(["花间", "四季", "芳菲", "一束"])}花店`, hours: ["8:30-20:00"], area: [15, 60], osm: { shop: "florist" } },
  { category: "optician", count: 6, where: "front", name: (r) => `${r.pick(["明眸", "清视", "亮晶晶"])}眼镜店`, hours: ["9:00-20:00"], area: [30, 120], chains: ["明澜眼镜"], chainShare: 0.4, osm: { shop: "optician" } },
  { category: "stationery", count: 8, where: "front", name: (r) => `${r.pick(["小博士", "状元", "铅笔头"])}文具店`, hours: ["7:00-20:00", "早7点到晚8点"], area: [15, 80], osm: { shop: "stationery" } },
  { category: "sports-goods", count: 4, where: "front", name: (r) => `${r.pick(["飞跃", "远航", "劲浪"])}体育用品店`, hours: ["9:30-21:00"], area: [40, 300], osm: { shop: "sports" } },
  { category: "brand-store", count: 9, where: "mall", name: (r) => `${r.pick(["海魂衫", "白帆女装", "潮童", "津绣"])}专卖店`, hours: ["10:00-21:30"], area: [40, 240], chains: ["海魂衫", "白帆"], chainShare: 0.7 },
  { category: "lifestyle-store", count: 5, where: "mall", name: (r) => `${r.pick(["木与棉", "有光", "日日"])}生活馆`, hours: ["10:00-21:30"], area: [60, 500] },
  { category: "fitness", count: 9, where: "front", name: (r) => `${r.pick(["破浪", "动力港", "健澜"])}健身${r.pick(["房", "馆", "中心"])}`, hours: ["6:30-22:30", "24小时"], area: [120, 1200], osm: { leisure: "fitness_centre" } },
  { category: "cinema", count: 2, where: "mall", name: (r) => `${r.pick(["汐光影城", "海岸线影院", "大浪影院"])}`, hours: ["10:00-24:00", "早10点到夜里12点"], area: [1500, 3000], osm: { amenity: "cinema" } },
  { category: "performance-venue", count: 3, where: "large", name: (r) => `${r.pick(["沧汐茶馆相声大会", "听潮小剧场", "鱼市曲艺社"])}`, hours: ["14:00-21:30"], area: [150, 1200], osm: { amenity: "theatre" } },
  { category: "chess-cards", count: 9, where: "front", name: (r) => `${person(r)}${r.pick(["棋牌室", "棋牌社", "活动室"])}`, hours: ["13:00-23:00", "下午1点到晚11点"], area: [30, 120] },
  { category: "massage-wellness", count: 9, where: "front", name: (r) => `${luck(r)}${r.pick(["推拿馆", "足疗养生馆", "中医理疗"])}`, hours: ["10:00-23:00", "9:00-21:00"], area: [40, 300], osm: { shop: "massage" } },
  { category: "beauty", count: 11, where: "front", name: (r) => `${r.pick(["芊澜", "俏佳人", "汐颜", "蔻"])}${r.pick(["美容", "美甲", "美容美体"])}`, hours: ["10:00-20:30"], area: [25, 200], osm: { shop: "beauty" } },
  { category: "bathhouse", count: 4, where: "large", name: (r) => `${r.pick(["华清", "玉池", "暖汤"])}浴池`, hours: ["6:00-22:00", "早6点到晚11点"], area: [200, 1500], osm: { amenity: "public_bath" } },
  { category: "hotel", count: 8, where: "front", name: (r) => `${r.pick(["望海", "潮汐", "古街", "站前"])}${r.pick(["宾馆", "酒店", "客栈"])}`, hours: ["24小时"], area: [300, 5000], chains: ["岸上酒店"], chainShare: 0.4, osm: { tourism: "hotel" } },
  { category: "car-wash", count: 6, where: "front", name: (r) => `${luck(r)}洗车`, hours: ["8:00-20:00"], area: [40, 200], osm: { amenity: "car_wash" } },
  { category: "car-repair", count: 7, where: "front", name: (r) => `${luck(r)}${r.pick(["汽修", "汽车维修", "轮胎"])}`, hours: ["8:00-18:30"], area: [80, 600], osm: { shop: "car_repair" } },
  { category: "pet-service", count: 7, where: "front", name: (r) => `${r.pick(["毛孩子", "汪汪", "喵屿", "萌爪"])}宠物${r.pick(["店", "医院", "美容"])}`, hours: ["9:30-20:30"], area: [30, 200], osm: { shop: "pet_grooming" } },
  { category: "community-canteen", count: 7, where: "large", name: (_, { community }) => `${community}食堂`, hours: ["6:30-8:30,11:00-13:00,17:00-18:30", "11:00-13:00，17:00-18:30"], area: [80, 400] },
  { category: "smart-store", count: 5, where: "front", name: (r) => `${r.pick(["潮邻", "七汐"])}无人便利店`, hours: ["24小时"], area: [12, 60], selfService: true, osm: { shop: "convenience", automated: "yes" } },
  { category: "vending-machine", count: 14, where: "park", name: (r, { street }) => `${street}${r.pick(["饮料", "零食", "日用品"])}自动售货机`, hours: ["24小时"], area: [1, 2], chains: ["汐盒"], chainShare: 1, selfService: true, osm: { amenity: "vending_machine", vending: "drinks" } },
];

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
