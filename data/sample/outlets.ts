/** Gives the district its outlets: places along the streets, names, hours, phones, dates. */
import { categories, type CategoryId } from "../src/index.ts";
import type { City } from "./city.ts";
import { designedOutlets, keptFree, notOnTheMap } from "./designed.ts";
import { distance, type Point } from "./geometry.ts";
import type { Tags } from "./map.ts";
import { communityAt, numberOf } from "./parcels.ts";
import type { Named } from "./plan.ts";
import { Random } from "./random.ts";
import { repairTrades, type Trade, trades } from "./trades.ts";

export type OutletStatus = "营业" | "停业" | "筹建";

export interface Outlet {
  id: string;
  name: string;
  category: CategoryId;
  subtype: string;
  street: string;
  community: string;
  address: string;
  phone: string;
  hours: string;
  at: Point;
  status: OutletStatus;
  openedOn: string;
  closedOn: string;
  areaSquareMeters: number;
  chain: string;
  /** Other categories and kinds of repair, by their Chinese names. */
  services: string[];
  selfService: boolean;
  delivery: boolean;
  note: string;
  /** Tags where the map shows it too. */
  osm: Tags | null;
  /** Key of the designed outlet. */
  designed: string | null;
}

interface Place {
  at: Point;
  street: string;
  number: number;
  compound: string;
}

const idOfName = new Map(categories.map((category) => [category.nameZh, category.id]));
export const nameOfCategory = new Map(categories.map((category) => [category.id, category.nameZh]));

const isoDay = (day: number) => new Date(day).toISOString().slice(0, 10);
const day = (text: string) => Date.parse(text);
const lastDay = day("2026-10-31");

/** Tianjin's local numbers have eight digits and begin with 2 to 8: one that begins with 0 was never given out. */
const phoneNumber = (random: Random) => `022-0${String(random.integer(100, 999))}${String(random.integer(1000, 9999))}`;

/** Fills the city with outlets: those of the designed truths in their places, others kept away from them. */
export function openOutlets(city: City, seed: string): Outlet[] {
  const random = new Random(`${seed}/outlets`);
  const free = random.shuffle(city.spots);
  const used = new Set<Point>();
  const outlets: Outlet[] = [];
  const byCategory = new Map<CategoryId, Point[]>();
  const names = new Set<string>();

  const allowed = (category: CategoryId, at: Point) =>
    keptFree.every((zone) => zone.category !== category || distance(zone.at, at) > zone.meters);

  const put = (trade: Trade, place: Place, more: Partial<Outlet>): Outlet => {
    used.add(place.at);
    const community = communityAt(place.at);
    const chain = more.chain ?? (trade.chains && random.chance(trade.chainShare ?? 0) ? random.pick(trade.chains) : "");
    const context = { street: place.street, compound: place.compound, community };
    let name = "";
    for (let i = 0; i < 9 && (name === "" || names.has(name)); i++) {
      name = trade.name(random, context);
      if (chain && trade.where === "front") name = `${chain}${place.street}${i ? place.number : ""}店`;
      else if (chain && trade.where === "large") name = `${chain}${community.replace("社区", "")}店`;
    }
    if (names.has(name)) name += `（${place.number}号）`;
    names.add(more.name ?? name);
    const openedOn = isoDay(
      random.chance(0.075)
        ? lastDay - random.integer(0, 720) * 86_400_000
        : day("2024-10-31") - Math.floor(random.next() ** 1.6 * 9000) * 86_400_000,
    );
    const drawn =
      trade.extra && random.chance(0.45)
        ? random.shuffle(trade.extra).slice(0, random.integer(1, Math.min(3, trade.extra.length)))
        : [];
    const extra = drawn.filter((service) => allowed(idOfName.get(service)!, place.at));
    const outlet: Outlet = {
      id: "",
      name,
      category: trade.category,
      subtype: trade.subtypes ? random.pick(trade.subtypes) : "",
      street: place.street,
      community,
      address:
        place.compound && trade.where === "compound"
          ? `沧汐区${place.street}${place.number}号${place.compound}内`
          : `沧汐区${place.street}${place.number}号`,
      phone: trade.selfService || random.chance(0.12) ? "" : phoneNumber(random),
      hours: random.pick(trade.hours),
      at: place.at,
      status: "营业",
      openedOn,
      closedOn: "",
      areaSquareMeters: Math.round(trade.area[0] + (trade.area[1] - trade.area[0]) * random.next() ** 2),
      chain,
      services: extra,
      selfService: trade.selfService ?? false,
      delivery:
        trade.category === "restaurant" ||
        (["convenience-store", "supermarket", "fresh-supermarket", "pharmacy"].includes(trade.category) &&
          random.chance(0.5)),
      note: "",
      osm: trade.osm && !notOnTheMap.has(trade.category) && random.chance(0.24) ? trade.osm : null,
      designed: null,
      ...more,
    };
    outlets.push(outlet);
    const list = byCategory.get(trade.category);
    if (list) list.push(place.at);
    else byCategory.set(trade.category, [place.at]);
    return outlet;
  };

  const tradeOf = new Map(trades.map((trade) => [trade.category, trade]));
  for (const design of designedOutlets) {
    const spot = city.spots
      .filter((s) => !used.has(s.at))
      .reduce((best, s) => (distance(s.at, design.near) < distance(best.at, design.near) ? s : best));
    if (distance(spot.at, design.near) > 60) throw new Error(`No place in a row of shops near ${design.key}`);
    put(
      tradeOf.get(design.category)!,
      { at: spot.at, street: spot.street.zh, number: spot.number, compound: "" },
      {
        name: design.name,
        designed: design.key,
        osm: null,
        chain: design.name.startsWith("安澜大药房") ? "安澜大药房" : design.name.startsWith("净澜") ? "净澜洗衣" : "",
        ...(design.kinds ? { subtype: design.kinds[0], services: design.kinds.slice(1) } : { services: [] }),
        ...(design.hours ? { hours: design.hours } : {}),
        ...(design.areaSquareMeters ? { areaSquareMeters: design.areaSquareMeters } : {}),
        ...(design.subtype ? { subtype: design.subtype } : {}),
        openedOn: design.opened ?? isoDay(day("2012-03-01") + random.integer(0, 3000) * 86_400_000),
        ...(design.closed ? { status: "停业" as const, closedOn: design.closed, note: "已停业" } : {}),
      },
    );
  }

  const maxWeight = Math.max(...free.map((spot) => spot.weight));
  const parkPlaces = placesInParks(city);
  const compoundPlaces = placesInCompounds(city);
  const candidates = (trade: Trade): Place[] => {
    if (trade.where === "compound") return compoundPlaces(trade.category);
    if (trade.where === "park") return parkPlaces;
    return free
      .filter((spot) => (trade.where === "mall" ? spot.mall : true))
      .filter(
        (spot) =>
          trade.where === "mall" || random.next() < (trade.where === "large" ? 0.3 : 0.12) + spot.weight / maxWeight,
      )
      .map((spot) => ({ at: spot.at, street: spot.street.zh, number: spot.number, compound: "" }));
  };
  const choose = (trade: Trade): Place => {
    const others = byCategory.get(trade.category) ?? [];
    const pool = candidates(trade).filter((place) => !used.has(place.at) && allowed(trade.category, place.at));
    if (pool.length === 0) throw new Error(`No place left for ${trade.category}`);
    // Of some places the one farthest from its like: shops keep off each other, but not evenly.
    let best = random.pick(pool);
    let bestGap = -1;
    for (let i = 0; i < 5; i++) {
      const place = random.pick(pool);
      const gap = others.reduce((least, at) => Math.min(least, distance(at, place.at)), Infinity);
      if (gap > bestGap) [best, bestGap] = [place, gap];
    }
    return best;
  };

  for (const trade of trades) {
    if (trade.category === "small-repair") continue;
    const already = outlets.filter((outlet) => outlet.category === trade.category && outlet.status === "营业").length;
    for (let i = already; i < trade.count; i++) put(trade, choose(trade), {});
  }
  const repair = tradeOf.get("small-repair")!;
  for (const { kinds, suffix, count } of repairTrades)
    for (let i = 0; i < count; i++) {
      const name = `${repair.name(random, { street: "", compound: "", community: "" })}${suffix}`;
      put(repair, choose(repair), { name, subtype: kinds[0], services: kinds.slice(1), chain: "" });
    }

  addClosedAndMoved(outlets, put, choose, random);
  outlets.forEach((outlet, i) => (outlet.id = `WD${String(i + 1).padStart(4, "0")}`));
  return outlets;
}

/** What closed or moved within the last two years, and what is about to open. */
function addClosedAndMoved(
  outlets: Outlet[],
  put: (trade: Trade, place: Place, more: Partial<Outlet>) => Outlet,
  choose: (trade: Trade) => Place,
  random: Random,
): void {
  const front = trades.filter((trade) => trade.where === "front" && trade.category !== "small-repair");
  for (let i = 0; i < 32; i++) {
    const trade = random.pick(front);
    const closedOn = isoDay(lastDay - random.integer(3, 715) * 86_400_000);
    put(trade, choose(trade), {
      status: "停业",
      closedOn,
      openedOn: isoDay(day(closedOn) - random.integer(200, 4000) * 86_400_000),
      osm: null,
      note: random.pick(["已停业", "门面转租", "停业"]),
    });
  }
  const movable = random
    .shuffle(
      outlets.filter(
        (outlet) =>
          outlet.status === "营业" &&
          !outlet.designed &&
          !notOnTheMap.has(outlet.category) &&
          front.some((trade) => trade.category === outlet.category),
      ),
    )
    .slice(0, 11);
  for (const outlet of movable) {
    const movedOn = isoDay(lastDay - random.integer(20, 700) * 86_400_000);
    const trade = trades.find((t) => t.category === outlet.category)!;
    const place = choose(trade);
    const old = put(trade, place, {
      name: outlet.name,
      chain: outlet.chain,
      phone: outlet.phone,
      hours: outlet.hours,
      subtype: outlet.subtype,
      services: outlet.services,
      areaSquareMeters: outlet.areaSquareMeters,
      openedOn: outlet.openedOn < movedOn ? outlet.openedOn : "2015-06-01",
      status: "停业",
      closedOn: movedOn,
      osm: null,
      note: `迁至${outlet.address}`,
    });
    outlet.openedOn = movedOn;
    outlet.note = `由${old.address}迁来`;
  }
  for (let i = 0; i < 5; i++) {
    const trade = random.pick(front.filter((t) => !notOnTheMap.has(t.category)));
    put(trade, choose(trade), { status: "筹建", openedOn: "", osm: null, note: "装修中，预计年内开业" });
  }
}

/** By the main gate of every compound, inside: the property office, parcel lockers, a water machine. */
function placesInCompounds(city: City): (category: CategoryId) => Place[] {
  const offsets: Partial<Record<CategoryId, [inward: number, aside: number]>> = {
    "property-service": [16, 7],
    parcel: [9, -4],
    "water-vending": [22, -4],
  };
  const lists = new Map<CategoryId, Place[]>();
  const parcels = new Map(city.parcels.map((parcel) => [parcel.plan.name?.zh ?? "", parcel]));
  for (const [category, [inward, aside]] of Object.entries(offsets) as [CategoryId, [number, number]][]) {
    const places: Place[] = [];
    const seen = new Set<string>();
    for (const gate of city.gates) {
      if (seen.has(gate.compound) || gate.kind !== "open") continue;
      seen.add(gate.compound);
      const parcel = parcels.get(gate.compound)!;
      const step = gate.side === "N" || gate.side === "E" ? -inward : inward;
      const upright = gate.side === "N" || gate.side === "S";
      const at: Point = upright
        ? [gate.at[0] + aside, gate.at[1] + step]
        : [gate.at[0] + step, gate.at[1] + Math.abs(aside) * 0.8];
      const { street } = parcel.sides[gate.side];
      places.push({
        at: [Math.round(at[0] * 10) / 10, Math.round(at[1] * 10) / 10],
        street: street.zh,
        number: numberOf(gate.at, gate.side),
        compound: gate.compound,
      });
    }
    lists.set(category, places);
  }
  return (category) => lists.get(category) ?? [];
}

/** Kiosks and machines at the entrances of parks, squares, schools and the hospital. */
function placesInParks(city: City): Place[] {
  const places: Place[] = [];
  for (const parcel of city.parcels) {
    if (!["park", "square", "hospital", "school", "mall", "offices"].includes(parcel.plan.kind)) continue;
    for (const side of ["N", "E", "S", "W"] as const) {
      const { line, street, streetClass } = parcel.sides[side];
      const inward = side === "S" || side === "W" ? 1 : -1;
      const depth = (streetClass === "linhai" ? 17 : streetClass === "cangxi" ? 13.5 : 8) * inward;
      const along: Named = street;
      for (const shift of [-31, 44]) {
        const middle =
          side === "N" || side === "S" ? (parcel.wall[0] + parcel.wall[2]) / 2 : (parcel.wall[1] + parcel.wall[3]) / 2;
        const u = Math.round(middle + shift);
        const at: Point = side === "N" || side === "S" ? [u, line + depth] : [line + depth, u];
        places.push({ at, street: along.zh, number: numberOf(at, side), compound: "" });
      }
    }
  }
  return places;
}
