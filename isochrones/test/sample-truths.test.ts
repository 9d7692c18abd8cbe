/** The walking engine on the fictional sample city, against walks added up by hand in data/sample/TRUTHS.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWalkNetwork, EmbeddedEngine, type GroupReach, type Position } from "../src/index.ts";

const sample = join(import.meta.dirname, "../../data/sample");
const mapFile = join(sample, "files/sample.osm.gz");
const truths = JSON.parse(readFileSync(join(sample, "truths.json"), "utf8"));
const categoryNames = new Map<string, string>(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../data/categories.json"), "utf8")).categories.map(
    (category: { id: string; nameZh: string }) => [category.id, category.nameZh],
  ),
);

/** Rows of a table by column name. Quoted cells of these two tables hold no line breaks. */
function table(name: string): Record<string, string>[] {
  const lines = readFileSync(join(sample, "files", name), "utf8")
    .trimEnd()
    .split("\r\n");
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain);
  const header = cells(lines[0]);
  return lines.slice(1).map((line) => Object.fromEntries(cells(line).map((cell, i) => [header[i], cell])));
}
const outlets = table("outlets.csv").filter((row) => row.状态 === "营业");
const residences = table("residences.csv");
const positionOf = (row: Record<string, string>): Position => [Number(row.经度), Number(row.纬度)];
const doors = residences.map(positionOf);
/** Whatever does it, be it as its main trade or beside others. */
const outletsOf = (category: string) => {
  const name = categoryNames.get(category)!;
  return outlets.filter((row) => row.业态 === name || row.服务.split("、").includes(name));
};

const folder = mkdtempSync(join(tmpdir(), "sample-truths-"));
const engines = new Map<string, EmbeddedEngine>();

async function engineWith(change: (xml: string) => string): Promise<EmbeddedEngine> {
  const xml = gunzipSync(readFileSync(mapFile)).toString("utf8");
  const changed = change(xml);
  expect(changed).not.toBe(xml);
  const file = join(folder, "changed.osm.gz");
  writeFileSync(file, gzipSync(changed, { level: 1 }));
  return new EmbeddedEngine(await buildWalkNetwork(file));
}

function reach(engine: EmbeddedEngine, origins: Position[], targets: Position[], at?: string): GroupReach {
  return engine.reachByGroup(
    origins,
    { positions: targets, groups: targets.map(() => [0]), groupCount: 1 },
    [5, 10, 15],
    30,
    { at },
  );
}

const households = (keep: (row: Record<string, string>, index: number) => boolean) =>
  residences.reduce((sum, row, i) => sum + (keep(row, i) ? Number(row.户数) : 0), 0);

beforeAll(async () => {
  engines.set("base", new EmbeddedEngine(await buildWalkNetwork(mapFile)));
  // The same map with one gate opened.
  engines.set(
    "gate-opened",
    await engineWith((xml) =>
      xml.replace(
        new RegExp(`(<node id="${truths.openedGate.gateNode}"[^>]*>).*?</node>`),
        '$1<tag k="barrier" v="gate"/></node>',
      ),
    ),
  );
  engines.set("night", engines.get("base")!);
  engines.set("07:00", engines.get("base")!);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A Wednesday; no time where the truth names none. */
const times: Record<string, string> = { night: "2026-11-04T23:00", "07:00": "2026-11-04T07:00" };

describe("walks added up by hand", () => {
  for (const truth of truths.reach) {
    it(`${truth.id}: ${truth.zh}`, () => {
      const home = residences.find((row) => row.编号 === truth.residence)!;
      // At seven the shop that opens at half past seven is out of the question.
      const open = outletsOf(truth.category).filter(
        (row) => truth.when !== "07:00" || !row.营业时间.startsWith("7:30"),
      );
      const found = reach(engines.get(truth.when)!, [positionOf(home)], open.map(positionOf), times[truth.when]);
      expect(open[found.nearestTarget[0]].编号).toBe(truth.outlet);
      expect(Math.abs(found.nearestSeconds[0] - truth.nearestSeconds)).toBeLessThanOrEqual(truth.toleranceSeconds);
      const ring = truth.category === "bathhouse" ? 900 : 600;
      expect(found.nearestSeconds[0] <= ring ? "reached" : "gap").toBe(truth.state);
      const counts = Object.fromEntries(["5", "10", "15"].map((minutes, i) => [minutes, found.within[i][0]]));
      expect(counts).toMatchObject(truth.within);
      // None of these gaps lies at the edge of the map.
      expect(truth.state === "gap" && found.edgeOfDataSeconds[0] <= ring).toBe(false);
    });
  }
});

it("the same engine gives the same walk again by day, at night and without a time", () => {
  const home = residences.find((row) => row.编号 === "C2R1-00-07")!;
  const pharmacies = outletsOf("pharmacy").map(positionOf);
  const seconds = (at?: string) => reach(engines.get("base")!, [positionOf(home)], pharmacies, at).nearestSeconds[0];
  const [day, night] = [seconds(), seconds("2026-11-04T23:00")];
  expect(night).toBeGreaterThan(3 * day);
  for (const open of ["2026-11-04T06:00", "2026-11-07T21:59:59", "2026-11-04T13:59Z"]) expect(seconds(open)).toBe(day);
  for (const shut of ["2026-11-04T05:59", "2026-11-07T22:00", "2026-11-04T14:00Z"]) expect(seconds(shut)).toBe(night);
});

describe("many homes at once", () => {
  it("every home and every outlet finds a way", () => {
    const engine = engines.get("base")!;
    const far = [...residences, ...outlets].filter(
      (row) => !((engine.attach(positionOf(row))?.accessMeters ?? Infinity) < 45),
    );
    expect(far.map((row) => row.编号)).toEqual([]);
  });

  it("every home in a compound is left and come to through a gate", () => {
    const engine = engines.get("base")!;
    const isPrivate = (place: Position) => engine.network.edgeClassOf(engine.attach(place)!.edge).private;
    const inside = doors.filter(isPrivate);
    expect(inside.length).toBeGreaterThan(doors.length / 2);
    const shop = outlets.map(positionOf).find((place) => !isPrivate(place))!;
    const withoutGate = inside.filter((home) =>
      [engine.routeSync(home, shop)!, engine.routeSync(shop, home)!].some(
        ({ features }) => !features.some(({ kind }) => kind === "gate"),
      ),
    );
    expect(withoutGate).toEqual([]);
  });

  it("between places on the street compounds change nothing: nobody walks through one", () => {
    const engine = engines.get("base")!;
    const shops = outlets
      .map(positionOf)
      .filter((place) => {
        const [one, other] = [engine.attach(place)!, engine.attach(place, { privateWays: "exclude" })!];
        return one.edge === other.edge;
      })
      .slice(0, 200);
    expect(shops.length).toBe(200);
    const without = engine.matrixSync(shops, shops, { privateWays: "exclude" });
    expect(engine.matrixSync(shops, shops).seconds).toEqual(without.seconds);
  });

  it("one opened gate brings a food market to a whole compound", () => {
    const markets = outletsOf("food-market").map(positionOf);
    const covered = (when: string) => {
      const found = reach(engines.get(when)!, doors, markets);
      return households((row, i) => row.社区 === truths.openedGate.community && found.nearestSeconds[i] <= 600);
    };
    expect(covered("base")).toBe(truths.openedGate.coveredHouseholdsBefore);
    expect(covered("gate-opened")).toBe(truths.openedGate.coveredHouseholdsAfter);
  });

  it("a market in the circle is out of reach for every home east of the railway", () => {
    const facts = truths.presentButOutOfReach;
    const circle = JSON.parse(readFileSync(join(sample, "files/circles.geojson"), "utf8")).features.find(
      (feature: { properties: { name: string } }) => feature.properties.name === facts.circle,
    );
    const ring: Position[] = circle.geometry.coordinates[0];
    const inside = ([x, y]: Position) =>
      ring.reduce((is, [bx, by], i) => {
        const [ax, ay] = ring[(i || ring.length) - 1];
        return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !is : is;
      }, false);
    const inCircle = doors.map(inside);
    expect(households((_, i) => inCircle[i])).toBe(facts.households);
    const found = reach(engines.get("base")!, doors, outletsOf(facts.category).map(positionOf));
    const covered = households((_, i) => inCircle[i] && found.nearestSeconds[i] <= 600);
    expect(covered).toBeLessThanOrEqual(facts.householdsWestOfRailway);
    const coveredEast = households(
      (row, i) => inCircle[i] && row.社区 === "铁东社区" && found.nearestSeconds[i] <= 600,
    );
    expect(coveredEast).toBe(facts.coveredEastOfRailway);
    expect(facts.householdsEastOfRailway / facts.households).toBeGreaterThan(0.5);
  });

  it("the map ends within ten minutes of the home whose gap is unknown", () => {
    const home = residences.find((row) => row.编号 === truths.mapEdge.residence)!;
    const found = reach(engines.get("base")!, [positionOf(home)], outletsOf(truths.mapEdge.category).map(positionOf));
    expect(found.nearestSeconds[0]).toBeGreaterThan(600);
    expect(found.edgeOfDataSeconds[0]).toBeLessThan(600);
  });

  it("the best spare site for a cobbler is the best by far", () => {
    const facts = truths.cobbler;
    const cobblers = outlets.filter((row) => row.小类 === "修鞋" || row.服务.split("、").includes("修鞋"));
    expect(cobblers.map((row) => row.编号).toSorted()).toEqual(facts.existing.toSorted());
    const engine = engines.get("base")!;
    const before = reach(engine, doors, cobblers.map(positionOf));
    const gains = table("sites.csv").map((site) => {
      const after = reach(engine, doors, [positionOf(site)]);
      return {
        id: site.编号,
        gain: households((_, i) => before.nearestSeconds[i] > 600 && after.nearestSeconds[i] <= 600),
      };
    });
    gains.sort((a, b) => b.gain - a.gain);
    expect(gains[0].id).toBe(facts.best);
    expect(gains[0].gain).toBeGreaterThan(1.2 * gains[1].gain);
  });
});
