/** The tables of a district: who lives behind each door, which shops there are. */
import { categories } from "../../src/index.ts";
import type { Residence } from "../compounds.ts";
import type { Outlet } from "../outlets.ts";
import { Random } from "../random.ts";
import { repairTrades, type Trade, trades } from "../trades.ts";
import { communityAt } from "./areas.ts";
import type { District } from "./district.ts";
import type { Home, Spot } from "./face.ts";
import { density } from "./lattice.ts";
import { districtWord } from "./names.ts";

interface HomeFacts {
  households: [number, number];
  levels: [number, number];
  people: number;
  elderly: number;
  children: number;
}
/** Behind one door: a courtyard, a house of an urban village, one stair of a block, a tower with a single entrance. */
const homeFacts: Record<Home["kind"], HomeFacts> = {
  courtyard: { households: [1, 1], levels: [1, 1], people: 2.3, elderly: 0.34, children: 0.07 },
  house: { households: [1, 3], levels: [2, 4], people: 2.9, elderly: 0.16, children: 0.13 },
  low: { households: [2, 5], levels: [2, 3], people: 2.2, elderly: 0.28, children: 0.08 },
  mid: { households: [3, 8], levels: [4, 6], people: 2.5, elderly: 0.22, children: 0.12 },
  tower: { households: [4, 9], levels: [9, 18], people: 2.8, elderly: 0.12, children: 0.18 },
};

const share = (value: number): number => Math.round(Math.max(0.02, Math.min(0.6, value)) * 100) / 100;

export function residencesOf({ index, homes }: District): Residence[] {
  const random = new Random(`residences/${index}`);
  const district = districtWord(index);
  return homes.map(({ at, street, compound, kind, cell }, k): Residence => {
    const facts = homeFacts[kind];
    const households = random.integer(...facts.households);
    const building = compound ? `${(Math.floor(k / 3) % 40) + 1}号楼${(k % 3) + 1}单元` : `${k + 1}号`;
    return {
      id: `D${index}-${k + 1}`,
      compound,
      building,
      address: `${district}区${street}${compound}${building}`,
      community: communityAt(index, ...cell),
      households,
      people: Math.max(1, Math.round(households * facts.people * random.between(0.7, 1.3))),
      elderlyShare: share(facts.elderly + random.between(-0.06, 0.06)),
      childShare: share(facts.children + random.between(-0.04, 0.04)),
      levels: random.integer(...facts.levels),
      door: at,
    };
  });
}

/** Open outlets of a district of middling density. */
const outletsPerDistrict = 150;
/** Categories that are rare in the small plan are not quite so rare here. */
const leastCount = 3;
const dayMillis = 86_400_000;
const lastDay = Date.parse("2026-10-31");
const isoDay = (day: number) => new Date(day).toISOString().slice(0, 10);
const nameOfCategory = new Map(categories.map((category) => [category.id, category.nameZh]));
/** The sample leaves this category out, as one that nobody surveyed. */
const lockers: Trade = {
  category: "locker-storage",
  count: leastCount,
  where: "mall",
  name: (random, { street }) => `${street}${random.pick(["自助寄存柜", "行李寄存点"])}`,
  hours: ["24小时", "6:00-23:00"],
  area: [2, 12],
  selfService: true,
};
const cityTrades = [...trades, lockers];
const plannedOutlets = cityTrades.reduce((sum, trade) => sum + Math.max(trade.count, leastCount), 0);

export function outletsOf({ index, spots }: District): Outlet[] {
  const random = new Random(`outlets/${index}`);
  const district = districtWord(index);
  // Busier places come first more often; each is used once.
  const pools = new Map<Spot["where"], District["spots"]>();
  const ordered = spots
    .map((spot): [number, District["spots"][number]] => [-Math.log(1 - random.next()) / spot.weight, spot])
    .toSorted((p, q) => p[0] - q[0]);
  for (const [, spot] of ordered) {
    const pool = pools.get(spot.where);
    if (pool) pool.push(spot);
    else pools.set(spot.where, [spot]);
  }
  const used = new Map<Spot["where"], number>();
  const take = (where: Spot["where"]): District["spots"][number] | undefined => {
    const next = used.get(where) ?? 0;
    used.set(where, next + 1);
    return pools.get(where)?.[next] ?? (where === "front" ? undefined : take("front"));
  };
  const dense = spots.reduce((sum, { cell }) => sum + density(...cell), 0) / Math.max(1, spots.length);
  const factor = (outletsPerDistrict * (0.55 + 0.9 * dense)) / plannedOutlets;
  const outlets: Outlet[] = [];
  for (const trade of cityTrades) {
    const wanted = Math.max(trade.count, leastCount) * factor;
    const open = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
    for (let k = 0; k < open; k++) put(trade, "营业");
    if (trade.where === "front" && random.chance(0.3)) put(trade, random.chance(0.85) ? "停业" : "筹建");
  }
  return outlets;

  function put(trade: Trade, status: Outlet["status"]): void {
    const spot = take(trade.where === "large" ? "front" : trade.where);
    if (!spot) return;
    const community = communityAt(index, ...spot.cell);
    const repair = trade.category === "small-repair" ? random.pick(repairTrades) : null;
    const chain = trade.chains && random.chance(trade.chainShare ?? 0) ? random.pick(trade.chains) : "";
    const context = { street: spot.street, compound: spot.compound || spot.street, community };
    const own = trade.name(random, context);
    const openedOn = lastDay - Math.floor(random.next() ** 1.6 * 9000) * dayMillis;
    const extra =
      trade.extra && random.chance(0.45)
        ? random.shuffle(trade.extra).slice(0, random.integer(1, trade.extra.length))
        : [];
    const number = random.integer(1, 400);
    outlets.push({
      id: `D${index}-W${outlets.length + 1}`,
      name: chain && trade.where === "front" ? `${chain}${spot.street}${number}号店` : `${own}${repair?.suffix ?? ""}`,
      category: trade.category,
      subtype: repair ? repair.kinds[0] : trade.subtypes ? random.pick(trade.subtypes) : "",
      street: spot.street,
      community,
      address: `${district}区${spot.street}${number}号${spot.compound && `${spot.compound}内`}`,
      phone:
        trade.selfService || random.chance(0.12) ? "" : `022-0${random.integer(100, 999)}${random.integer(1000, 9999)}`,
      hours: random.pick(trade.hours),
      at: spot.at,
      status,
      openedOn: status === "筹建" ? "" : isoDay(openedOn),
      closedOn: status === "停业" ? isoDay(Math.max(openedOn, lastDay - random.integer(3, 715) * dayMillis)) : "",
      areaSquareMeters: Math.round(trade.area[0] + (trade.area[1] - trade.area[0]) * random.next() ** 2),
      chain,
      services: repair ? repair.kinds.slice(1) : extra.filter((name) => name !== nameOfCategory.get(trade.category)),
      selfService: trade.selfService ?? false,
      delivery: trade.category === "restaurant" || (trade.category === "convenience-store" && random.chance(0.5)),
      note: "",
      osm: trade.osm && status === "营业" && random.chance(0.24) ? trade.osm : null,
      designed: null,
    });
  }
}
