/** Designed truths about many homes at once. */
import { categories } from "../src/index.ts";
import { categoriesPresent, circles, inRectangle } from "./areas.ts";
import type { City } from "./city.ts";
import type { Residence } from "./compounds.ts";
import { notSurveyed } from "./designed.ts";
import { distance } from "./geometry.ts";
import type { Outlet } from "./outlets.ts";
import { streetNames, streetX, streetY } from "./plan.ts";
import type { MapOnly, Site } from "./tables.ts";

export function otherTruths(
  city: City,
  outlets: readonly Outlet[],
  mapOnly: readonly MapOnly[],
  sites: readonly Site[],
) {
  const households = (homes: readonly Residence[]) => homes.reduce((sum, home) => sum + home.households, 0);
  const lianmeng = city.residences.filter((home) => home.compound === "联盟里");
  const locked = city.gates.find((gate) => gate.kind === "locked")!;
  const tiedong = circles.find((circle) => circle.id === "tiedong")!;
  const inCircle = city.residences.filter((home) => inRectangle(home.door, tiedong.area));
  const eastOfRailway = inCircle.filter((home) => home.door[0] > 560);
  const edgeHome = city.residences
    .filter((home) => home.compound === "西堤花园")
    .reduce((a, b) => (distance(a.door, [-1400, 800]) < distance(b.door, [-1400, 800]) ? a : b));
  return {
    openedGate: {
      zh: "打开一道门改变什么",
      why: "联盟里唯一能走的门是南门，从南门到最近的菜市场也要走 833 米以上，所以全小区都够不到；北门一开，最远的一栋也只有七百来米。",
      gateNode: locked.node.id,
      gateLocation: locked.node.lngLat,
      /** Tags that the node has after opening. */
      openedTags: { barrier: "gate" },
      community: "联盟社区",
      category: "food-market",
      residences: lianmeng.length,
      households: households(lianmeng),
      coveredHouseholdsBefore: 0,
      coveredHouseholdsAfter: households(lianmeng),
    },
    unsurveyed: {
      zh: "没有人调查过的业态",
      category: notSurveyed,
      state: "unknown",
      residences: city.residences.length,
      why: "所有表里都没有自助寄存仓的任何一行，地图上也没有：只能说不清楚，不能说没有。",
    },
    mapEdge: {
      zh: "地图的边上",
      why: "跨海大道通往对岸，地图到那里为止；西堤花园这栋楼十分钟内能走到地图边缘，对岸有没有主食厨房不知道。岛上十分钟内没有。",
      residence: edgeHome.id,
      residenceName: `${edgeHome.compound}${edgeHome.building}`,
      category: "staple-food-kitchen",
      edge: city.map.ways.find((way) => way.tags.name === "跨海大道")!.vertices[0].lngLat,
      state: "unknown",
    },
    presentButOutOfReach: {
      zh: "圈里有、大多数人够不到",
      why: "铁东生活圈里有一家营业的菜市场（铁西菜市场），但在铁路以西。圈内铁路以东的住户都在和乐道以北 215 米以外，先走到下穿东口（620, 300），再走约 750 米到菜市场，合计至少 965 米，超过十分钟的 833 米；往南到东海菜市场至少 939 米。所以铁路以东一户也够不到，够得到的只在铁路以西。",
      circle: tiedong.name,
      category: "food-market",
      marketsInside: outlets
        .filter(
          (outlet) =>
            outlet.category === "food-market" && outlet.status === "营业" && inRectangle(outlet.at, tiedong.area),
        )
        .map((outlet) => outlet.id),
      households: households(inCircle),
      householdsEastOfRailway: households(eastOfRailway),
      householdsWestOfRailway: households(inCircle) - households(eastOfRailway),
      coveredEastOfRailway: 0,
    },
    circles: circles.map((circle) => {
      const present = categoriesPresent(circle, outlets, mapOnly);
      const basic = categories.filter(({ id, tier }) => tier === "basic" && present.has(id)).length;
      const quality = categories.filter(({ id, tier }) => tier === "quality" && present.has(id)).length;
      const points = (basic >= 15 ? 60 : 0) + Math.min(40, quality * 1.5);
      const type = points >= 90 ? "品质型" : points >= 80 ? "提升型" : points >= 70 ? "基础型" : "未达标";
      return {
        id: circle.id,
        name: circle.name,
        categoriesPresent: [...present].toSorted(),
        basic,
        quality,
        points,
        type,
        /** 四至: the streets that run along the line; null where it runs between them. */
        bounds: {
          east: streetAt(streetX, circle.area[2]),
          south: streetAt(streetY, circle.area[1]),
          west: streetAt(streetX, circle.area[0]),
          north: streetAt(streetY, circle.area[3]),
        },
      };
    }),
    cobbler: {
      zh: "修鞋师傅最该去哪儿",
      why: "六处修鞋点里西南一处也没有；备选点中只有安澜道闲置报刊亭在西南腹地。",
      kind: "shoe",
      existing: outlets
        .filter((outlet) => outlet.status === "营业" && (outlet.subtype === "修鞋" || outlet.services.includes("修鞋")))
        .map((outlet) => outlet.id),
      sites: sites.map((site) => site.id),
      best: sites[0].id,
      bestName: sites[0].name,
      minutes: 10,
    },
  };
}

function streetAt(lines: Record<string, number>, at: number): string | null {
  const id = Object.keys(lines).find((key) => lines[key] === at);
  return id === undefined ? null : streetNames[id].zh;
}
