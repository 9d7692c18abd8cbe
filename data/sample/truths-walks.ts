/** The designed truths: what must come out, worked out from the plan alone. The engine is not asked here. */
import type { City } from "./city.ts";
import type { Gate, Residence } from "./compounds.ts";
import { distance, greatCircleMeters, type Placement, type Point, toLngLat } from "./geometry.ts";
import type { Outlet } from "./outlets.ts";
import { footbridges } from "./streets.ts";
import { type ReachTruth, type Stop, walk } from "./walks.ts";

export function reachTruths(city: City, outlets: readonly Outlet[], placement: Placement): ReachTruth[] {
  const outletOf = (key: string) => outlets.find((outlet) => outlet.designed === key)!;
  const gateOf = (compound: string, side: Gate["side"], kind: Gate["kind"] = "open") =>
    city.gates.find((gate) => gate.compound === compound && gate.side === side && gate.kind === kind)!;
  const homes = (compound: string) => city.residences.filter((residence) => residence.compound === compound);
  const nearest = (compound: string, to: Point) =>
    homes(compound).reduce((best, home) => (distance(home.door, to) < distance(best.door, to) ? home : best));
  /** The path that a door opens on lies eight metres north of it: six to the wall of the house, two inside. */
  const pathOf = (home: Residence): Point => [home.door[0], Math.round((home.door[1] + 8) * 10) / 10];
  const truths: ReachTruth[] = [];

  const add = (
    facts: Pick<ReachTruth, "id" | "zh" | "why" | "category" | "when" | "within"> & {
      home: Residence;
      outlet: Outlet;
      stops: Stop[];
      forbidden?: ReachTruth["forbidden"];
    },
  ) => {
    const walked = walk(facts.home.door, facts.stops, placement);
    const ring = 600;
    const { home, outlet, stops: _, ...rest } = facts;
    const ringSeconds = outlet.category === "bathhouse" ? 900 : ring;
    truths.push({
      ...rest,
      residence: home.id,
      residenceName: `${home.compound}${home.building}`,
      residenceLocation: toLngLat(home.door, placement),
      nearestSeconds: walked.seconds,
      toleranceSeconds: Math.max(1, Math.round(walked.seconds * 0.005 * 10) / 10),
      outlet: outlet.id,
      outletName: outlet.name,
      crowMeters: Math.round(greatCircleMeters(toLngLat(home.door, placement), toLngLat(outlet.at, placement))),
      state: walked.seconds <= ringSeconds ? "reached" : "gap",
      walk: walked,
    });
  };
  const leg = (outlet: Outlet): Stop => ({ to: outlet.at, what: "到网点门口" });
  const out = (home: Residence): Stop => ({ to: pathOf(home), what: "出门到院内小路" });

  // River: 250 m across, more than a kilometre round by 沧汐桥.
  {
    const home = nearest("南岸里", [-330, -290]);
    const gate = gateOf("南岸里", "N");
    const market = outletOf("market-shiqiao");
    add({
      id: "river",
      zh: "隔河相望的菜市场",
      category: "food-market",
      when: "base",
      within: { "5": 0, "10": 0 },
      home,
      outlet: market,
      why: "石桥菜市场就在河对岸，听澜路没有桥，要绕到沧汐桥再折回来。",
      stops: [
        out(home),
        { to: [gate.at[0], pathOf(home)[1]], what: "院内小路向西" },
        { to: gate.street, what: "出北门到清漪南道" },
        { to: [40, -250], what: "清漪南道向东" },
        { to: [40, -50], what: "过沧汐桥" },
        { to: [market.at[0], -50], what: "清漪北道向西" },
        leg(market),
      ],
    });
  }
  // Railway: the only way to the other side is the underpass of 和乐道.
  {
    const gate = gateOf("铁东新村", "W");
    const home = homes("铁东新村")
      .filter((h) => pathOf(h)[1] === gate.at[1])
      .reduce((a, b) => (a.door[0] < b.door[0] ? a : b));
    const market = outletOf("market-tiexi");
    add({
      id: "railway",
      zh: "铁路另一边的菜市场",
      category: "food-market",
      when: "base",
      within: { "5": 0, "10": 0 },
      home,
      outlet: market,
      why: "铁西菜市场隔着路堑，只有和乐道下穿铁路一处可过。",
      stops: [
        out(home),
        { to: gate.street, what: "院内小路向西出西门到铁东路" },
        { to: [620, 300], what: "铁东路向南" },
        { to: [500, 300], what: "和乐道下穿铁路" },
        { to: [500, market.at[1]], what: "铁西路向北" },
        leg(market),
      ],
    });
  }
  // Wall, and what opening the locked gate in it changes.
  {
    const market = outletOf("market-linhai");
    const home = nearest("联盟里", [-700, 676]);
    const south = gateOf("联盟里", "S");
    const locked = gateOf("联盟里", "N", "locked");
    const row = pathOf(home)[1];
    add({
      id: "wall",
      zh: "一墙之隔的菜市场",
      category: "food-market",
      when: "base",
      within: { "5": 0, "10": 0 },
      home,
      outlet: market,
      why: "菜市场紧贴联盟里北墙，北门常年上锁，只能出南门绕大半圈。",
      stops: [
        out(home),
        { to: [south.at[0], row], what: "院内小路向西" },
        { to: south.street, what: "院内道路向南，出南门到和乐道" },
        { to: [-1000, 300], what: "和乐道向西", signals: 1 },
        { to: [-1000, 716], what: "望潮路向北" },
        { to: [market.at[0], 716], what: "临海道南侧人行道向东" },
        leg(market),
      ],
    });
    add({
      id: "gate-opened",
      zh: "打开北门以后",
      category: "food-market",
      when: "gate-opened",
      within: { "5": 1, "10": 1 },
      home,
      outlet: market,
      why: "只把联盟里北门从“禁止通行”改为可通行，别的都不动。",
      stops: [
        out(home),
        { to: [locked.at[0], row], what: "院内小路向西" },
        { to: [locked.at[0], 716], what: "出北门到临海道南侧人行道" },
        { to: [market.at[0], 716], what: "人行道向东" },
        leg(market),
      ],
    });
  }
  // Footbridge with steps.
  {
    const market = outletOf("market-linhai");
    const gate = gateOf("潮音里", "S");
    const last = Math.min(...homes("潮音里").map((h) => h.door[1]));
    const home = homes("潮音里")
      .filter((h) => h.door[1] === last)
      .reduce((a, b) => (Math.abs(a.door[0] - gate.at[0]) < Math.abs(b.door[0] - gate.at[0]) ? a : b));
    const bridge = footbridges[1];
    add({
      id: "footbridge",
      zh: "走天桥去菜市场",
      category: "food-market",
      when: "base",
      within: { "5": 1, "10": 1 },
      home,
      outlet: market,
      why: "临海道不能平交过街，联盟里天桥（两头各32级台阶）最近；成人上下台阶不减速，轮椅和童车要绕行。",
      stops: [
        out(home),
        { to: [gate.at[0], pathOf(home)[1]], what: "院内小路" },
        { to: gate.street, what: "出南门到临海道北侧人行道" },
        { to: [bridge.x - 18, 744], what: "人行道向东" },
        { to: [bridge.x, 746], what: "上台阶" },
        { to: [bridge.x, 714], what: "过天桥" },
        { to: [bridge.x - 18, 716], what: "下台阶" },
        { to: [market.at[0], 716], what: "南侧人行道向东" },
        leg(market),
      ],
    });
  }
  // Closed last spring.
  {
    const gate = gateOf("听涛里", "W");
    const home = homes("听涛里")
      .filter((h) => pathOf(h)[1] === gate.at[1])
      .reduce((a, b) => (a.door[0] < b.door[0] ? a : b));
    const market = outletOf("market-linhai");
    const closed = outletOf("market-tingtao");
    const toClosed = walk(
      home.door,
      [out(home), { to: gate.street, what: "" }, { to: [-500, closed.at[1]], what: "" }, leg(closed)],
      placement,
    );
    add({
      id: "closed-market",
      zh: "今春关停的菜市场",
      category: "food-market",
      when: "base",
      within: { "5": 0, "10": 1 },
      home,
      outlet: market,
      why: `听涛菜市场${closed.closedOn}停业，不再算数；最近的是临海菜市场。`,
      forbidden: { why: "已停业的听涛菜市场", meters: toClosed.meters },
      stops: [
        out(home),
        { to: gate.street, what: "院内小路向西出西门到听澜路" },
        { to: [-500, 716], what: "听澜路向南，过临海道红绿灯", signals: 1 },
        { to: [market.at[0], 716], what: "临海道南侧人行道向西" },
        leg(market),
      ],
    });
  }
  // Closed at night.
  {
    const gate = gateOf("和乐里", "W", "night");
    const east = gateOf("和乐里", "E");
    const pharmacy = outletOf("pharmacy-hele");
    const home = homes("和乐里")
      .filter((h) => pathOf(h)[1] === gate.at[1])
      .reduce((a, b) => (a.door[0] < b.door[0] ? a : b));
    const inner = city.innerWays.get("和乐里")!;
    const facts = { category: "pharmacy" as const, home, outlet: pharmacy };
    const day: Stop[] = [
      out(home),
      { to: gate.street, what: "院内小路向西出西门到听澜路" },
      { to: [-500, pharmacy.at[1]], what: "听澜路" },
      leg(pharmacy),
    ];
    add({
      ...facts,
      id: "gate-by-day",
      zh: "白天走西门去药店",
      when: "base",
      within: { "5": 1, "10": 1 },
      why: "西门6:00至22:00开放，24小时药店就在门外。",
      stops: day,
    });
    add({
      ...facts,
      id: "gate-at-night",
      zh: "夜里西门关闭以后",
      when: "night",
      within: { "5": 0 },
      why: "22:00以后只剩东门，要绕大半圈；药店仍开着。",
      forbidden: { why: "夜间关闭的西门", meters: walk(home.door, day, placement).meters },
      stops: [
        out(home),
        { to: [inner.uprights.at(-1)!, pathOf(home)[1]], what: "院内小路向东" },
        { to: [inner.uprights.at(-1)!, east.at[1]], what: "院内道路" },
        { to: east.street, what: "出东门" },
        { to: [-230, 300], what: "支路向南" },
        { to: [-500, 300], what: "和乐道向西", signals: 1 },
        { to: [-500, pharmacy.at[1]], what: "听澜路向北" },
        leg(pharmacy),
      ],
    });
  }
  // Breakfast at half past seven.
  {
    const gate = gateOf("锦鳞里", "N");
    const south = gateOf("锦鳞里", "S");
    const inner = city.innerWays.get("锦鳞里")!;
    const late = outletOf("breakfast-late");
    const early = outletOf("breakfast-early");
    const home = nearest("锦鳞里", [-385, 255]);
    add({
      id: "breakfast",
      zh: "最近的早餐店",
      category: "breakfast",
      when: "base",
      within: { "5": 1 },
      home,
      outlet: late,
      why: `${late.name}离家最近，但${late.hours}才营业。`,
      stops: [
        out(home),
        { to: [gate.at[0], pathOf(home)[1]], what: "院内小路" },
        { to: gate.street, what: "出北门到和乐道" },
        { to: [late.at[0], 300], what: "和乐道向东" },
        leg(late),
      ],
    });
    const byNorth: Stop[] = [
      out(home),
      { to: [gate.at[0], pathOf(home)[1]], what: "院内小路" },
      { to: gate.street, what: "出北门到和乐道" },
      { to: [-500, 300], what: "和乐道向西", signals: 1 },
      { to: [-500, early.at[1]], what: "听澜路向南" },
      leg(early),
    ];
    const bySouth: Stop[] = [
      out(home),
      { to: [south.at[0], pathOf(home)[1]], what: "院内小路" },
      { to: [south.at[0], inner.rows.at(-1)!], what: "院内道路向南" },
      { to: south.street, what: "出南门" },
      { to: [-500, south.street[1]], what: "支路向西" },
      { to: [-500, early.at[1]], what: "听澜路向南" },
      leg(early),
    ];
    const stops =
      walk(home.door, byNorth, placement).seconds < walk(home.door, bySouth, placement).seconds ? byNorth : bySouth;
    add({
      id: "breakfast-at-seven",
      zh: "早上七点吃早餐",
      category: "breakfast",
      when: "07:00",
      within: {},
      home,
      outlet: early,
      why: `七点钟${late.name}还没开门，开着的最近一家是${early.name}（${early.hours}）。`,
      stops,
    });
  }
  // For cars only.
  {
    const motor = gateOf("和睦里", "W", "motor");
    const gate = gateOf("和睦里", "S");
    const inner = city.innerWays.get("和睦里")!;
    const laundry = outletOf("laundry-hemu");
    const home = homes("和睦里")
      .filter((h) => pathOf(h)[1] === motor.at[1])
      .reduce((a, b) => (a.door[0] < b.door[0] ? a : b));
    add({
      id: "motor-gate",
      zh: "只许车走的门",
      category: "laundry",
      when: "base",
      within: { "5": 0 },
      home,
      outlet: laundry,
      why: "和睦里西门仅限机动车，行人从南门出。",
      forbidden: {
        why: "仅限机动车的西门",
        meters: walk(
          home.door,
          [out(home), { to: motor.street, what: "" }, { to: [-500, laundry.at[1]], what: "" }, leg(laundry)],
          placement,
        ).meters,
      },
      stops: [
        out(home),
        { to: [gate.at[0], pathOf(home)[1]], what: "院内小路向东" },
        { to: [gate.at[0], inner.rows.at(-1)!], what: "院内道路向南" },
        { to: gate.street, what: "出南门" },
        { to: [-500, gate.street[1]], what: "支路向西" },
        { to: [-500, laundry.at[1]], what: "听澜路向北" },
        leg(laundry),
      ],
    });
  }
  // Not through other people's compound.
  {
    const gate = gateOf("临漪公寓", "E");
    const west = gateOf("鸥鹭里", "W");
    const east = gateOf("鸥鹭里", "E");
    const bath = outletOf("bathhouse-tiexi");
    const home = homes("临漪公寓")
      .filter((h) => pathOf(h)[1] === gate.at[1])
      .reduce((a, b) => (a.door[0] > b.door[0] ? a : b));
    add({
      id: "no-cut-through",
      zh: "不能穿过别人的小区",
      category: "bathhouse",
      when: "base",
      within: { "5": 0, "15": 1 },
      home,
      outlet: bath,
      why: "鸥鹭里东西两门相对，直穿最近，但小区内道路不对外，只能从清漪北道绕。",
      forbidden: {
        why: "穿过鸥鹭里",
        meters: walk(
          home.door,
          [
            out(home),
            { to: gate.street, what: "" },
            { to: west.street, what: "" },
            { to: east.street, what: "" },
            { to: [500, bath.at[1]], what: "" },
            leg(bath),
          ],
          placement,
        ).meters,
      },
      stops: [
        out(home),
        { to: gate.street, what: "院内小路向东出东门" },
        { to: [gate.street[0], -50], what: "支路向南" },
        { to: [500, -50], what: "清漪北道向东" },
        { to: [500, bath.at[1]], what: "铁西路向北" },
        leg(bath),
      ],
    });
  }
  return truths;
}
