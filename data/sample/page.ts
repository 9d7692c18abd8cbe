/** The page of designed truths, TRUTHS.md, written from the same figures as truths.json. */
import type { LngLat } from "./geometry.ts";
import type { otherTruths } from "./truths-many.ts";
import type { surveyTruths } from "./truths-surveys.ts";
import type { ReachTruth } from "./walks.ts";

/** Why each truth is what it is; the Chinese sentence stands in truths.json. */
const reasons: Record<string, string> = {
  river:
    "The market stands on the other bank. 听澜路 (Tinglan Road) has no bridge; the nearest one is 沧汐桥, further bridges are 1,040 m west and 990 m east of it. No food market lies nearer on the southern bank: 南岸菜市场 is 470 m east and 430 m south of the gate and more.",
  railway:
    "The railway runs in a fenced cut. Between the sea in the north and the river the only way across is the underpass of 和乐道 (Hele Street), 629 m south of the compound's gate. 临海高架路 crosses above, closed to walkers.",
  wall: "The market stands against the compound's northern wall. The gate in that wall is locked all year; the only other gate is in the south, so the walk goes round the western half of the block.",
  "gate-opened":
    "The same home and market after the node of the northern gate has lost access=no and locked=yes. Nothing else changes.",
  footbridge:
    "临海道 (Linhai Street) has its carriageway closed to walkers (foot=no) and pavements on both sides. The footbridge 联盟里天桥 has steps at both ends, walked by adults at the same speed; the next place to cross is 望潮路, 150 m west of the gate. For a wheelchair or a pram the answer must be another.",
  "closed-market":
    "听涛菜市场, 147 m along the street from the gate, closed on 2026-04-12. It is in the tables as 停业 and must not count: were it counted, the five-minute count would be 1.",
  "gate-by-day":
    "The western gate (06:00–22:00) opens on the street in which the pharmacy stands. An answer without a time of day takes the gate as open.",
  "gate-at-night":
    "After 22:00 the western gate is shut and only the eastern one is left; the pharmacy is open round the clock. For when answers know the time of day.",
  breakfast: "The nearest breakfast shop, whatever the hour.",
  "breakfast-at-seven":
    "At 07:00 the nearest shop (7:30–10:30) is still shut; the nearest that is open is another. For when answers know the time of day.",
  "motor-gate": "The western gate is for cars only (barrier=lift_gate, foot=no); people leave by the southern gate.",
  "no-cut-through":
    "The gates of the compound 鸥鹭里 face each other and a walk through would be short. But private ways lead only out of one's own home and into the destination, so the walk goes round by 清漪北道.",
};

const place = ([lng, lat]: LngLat) => `${lng.toFixed(6)}, ${lat.toFixed(6)}`;
const whenText = { base: "", "gate-opened": " (with the gate open)", night: " (after 22:00)", "07:00": " (at 07:00)" };

function walkSection(truth: ReachTruth): string {
  const { walk } = truth;
  const rows = walk.legs.map((leg, i) => `| ${leg.what} | ${leg.meters.toFixed(1)} | ${place(walk.corners[i + 1])} |`);
  const lights = walk.signals ? ` + ${walk.signals} × 2 s at traffic lights` : "";
  const counts = Object.entries(truth.within).map(([minutes, count]) => `${count} within ${minutes} minutes`);
  return `### ${truth.zh} · \`${truth.id}\`

${truth.residenceName} (\`${truth.residence}\`, ${place(truth.residenceLocation)}) → ${truth.outletName} (\`${truth.outlet}\`), ${truth.category}${whenText[truth.when]}. ${truth.crowMeters} m as the crow flies.

${reasons[truth.id]}

| leg | metres | to (lng, lat) |
|---|---:|---|
${rows.join("\n")}

${walk.meters.toFixed(1)} m ÷ 1.3889 m/s${lights} = **${truth.nearestSeconds} s** (± ${truth.toleranceSeconds}), **${truth.state}**${counts.length ? `; ${counts.join(", ")}` : ""}.${truth.forbidden ? ` Not to be taken: ${truth.forbidden.why}, ${truth.forbidden.meters.toFixed(0)} m.` : ""}
`;
}

export function truthsPage(
  reach: readonly ReachTruth[],
  many: ReturnType<typeof otherTruths> & { surveys: ReturnType<typeof surveyTruths> },
): string {
  return `# What must come out

示例数据，纯属虚构。 This page and \`truths.json\` are written by \`generate.ts\` from the plan; no engine is asked. Each walk is the sum of straight legs between the corners given here, so it can be checked with a ruler.

## How the walks are counted

- 5 km/h = 1.3889 m/s everywhere, on steps as well (the adult profile). A node with traffic lights costs 2 s.
- The first and the last leg are access legs: from the door straight to the nearest way, and from the street straight to the shop. Doors of buildings lie 8 m from their path: 6 m to the house, 2 m inside.
- Metres are great-circle metres (R = 6,371,008.8 m). On the ellipsoid north–south lengths are 0.16 % shorter and east–west ones 0.25 % longer here; the tolerance is 1 s or 0.5 %, whichever is more.
- Rings: 10 minutes for basic categories (833 m), 15 for quality ones (1,250 m).
- Outlets are those of \`files/outlets.csv\`. Categories that the walks use do not occur on the map, so a product that also reads shops from the map comes to the same.

## Where things are

\`\`\`
                  望潮路          听澜路          沧汐大街     铁西路 ║ 铁东路     东海路
       北堤道 ──────┼───────────────┼───────────────┼──────────┼──╫──┼──────────┼────
                    │ 潮音里        │ 听涛里        │          │铁西║铁东        │
                    │   ▲footbridge │ ×closed       │          │市场║新村        │
  ═ 临海道 ═════════╪═══╧═临海市场══╪═══════════════╪══════════╪══╫══╪══════════╪════  (elevated)
                    │ ───wall────── │ 和睦里        │          │  ║  │ 铁东公园   │
                    │    联盟里     │ 和乐里  广场  │          │  ║  │            │
       和乐道 ──────┼───────────────┼───────────────┼──────────┼──╨──┼──────────┼────  underpass
                    │   石桥古街    │ 锦鳞里        │临漪 鸥鹭 │  ║  │            │
     清漪北道 ──────┼───────────────┼─石桥市场──────┼──────────┤  ║  ├──────────┼────
   ～～～～～～望潮桥～～～～～～～～～～～～～～沧汐桥～～～～～～～～║～～～～～～～东海桥～～～
     清漪南道 ──────┼───────────────┼─南岸里────────┼──────────┤  ║  ├──────────┼────
\`\`\`

## Walks

${reach.map(walkSection).join("\n")}
## Many homes at once

### ${many.openedGate.zh} · \`openedGate\`

Node ${many.openedGate.gateNode} (${place(many.openedGate.gateLocation)}), the northern gate of 联盟里. 联盟社区 consists of this compound alone: ${many.openedGate.residences} buildings, ${many.openedGate.households} households. The only other gate leads to 和乐道 at its south-western end; from there it is 26 + 100 + 416 + 306 + 7.5 = 856 m to 临海菜市场, more than the 833 m of ten minutes even from the gate itself, and every other market is farther: **no household is covered**. Through the northern gate the farthest building has 8 m to its path, at most 217 m along it, at most 330 m to the gate, 20 m to the pavement and 63 m to the market: less than 650 m. **All ${many.openedGate.coveredHouseholdsAfter} households are covered.**

### ${many.presentButOutOfReach.zh} · \`presentButOutOfReach\`

${many.presentButOutOfReach.circle} holds an open food market (${many.presentButOutOfReach.marketsInside.map((id) => `\`${id}\``).join(", ")}), west of the railway. Its homes east of the railway (${many.presentButOutOfReach.householdsEastOfRailway} of ${many.presentButOutOfReach.households} households) all lie north of the street that is 215 m north of 和乐道; they must reach the underpass (215 m at least), pass it (120 m) and walk 618 m north again: 953 m at least. The next market, 东海菜市场, lies 939 m or more from them. So **none of them** reaches a market in ten minutes, though the official count says that the circle has one.

### ${many.unsurveyed.zh} · \`unsurveyed\`

No table and no tag of the map has a single ${many.unsurveyed.category} (自助寄存仓). All ${many.unsurveyed.residences} residences: **unknown**, never a gap and never zero.

### ${many.mapEdge.zh} · \`mapEdge\`

${many.mapEdge.residenceName} (\`${many.mapEdge.residence}\`) and ${many.mapEdge.category}. On the island the nearest is farther than ten minutes (ordinary ones keep at least 1,050 m off). 跨海大道 leaves the map at ${place(many.mapEdge.edge as LngLat)}, within ten minutes of the home: what stands on the other shore is not in the data, so the answer is **unknown**.

### ${many.cobbler.zh} · \`cobbler\`

Shoe repair is done at ${many.cobbler.existing.length} places, none of them in the south-west. Of the ${many.cobbler.sites.length} spare sites of \`files/sites.csv\`, **${many.cobbler.bestName}** (\`${many.cobbler.best}\`) stands in the middle of the compounds there and gains the most households within ten minutes; the sites at the rim of that quarter come second and third, the others stand where a cobbler is near already.

### Circles · \`circles\`

By the rule of attachment 2 (15 of the 20 basic categories present = 60 points, each quality category 1.5, at most 40), counting what the open outlets inside the line do, their services beside the main one included (一店多能), and the few shops that stand on the map only:

| circle | basic | quality | points | type | 四至 |
|---|---:|---:|---:|---|---|
${many.circles.map((c) => `| ${c.name} | ${c.basic} | ${c.quality} | ${c.points} | ${c.type} | ${boundsText(c.bounds)} |`).join("\n")}

A side marked … runs between the streets that have names on the plan; what is named there is no designed answer.

### ${many.surveys.zh} · \`surveys\`

What \`files/surveys.csv\` says, counted by its words; people are those of the homes whose door lies inside. No circle has asked one in ten, so by attachment 3 both satisfactions give 0 points, whatever the answers.

| circle | answers | people | satisfied with what there is | satisfied with the service | want a cobbler | want a market |
|---|---:|---:|---:|---:|---:|---:|
${many.surveys.circles.map((c) => `| ${c.name} | ${c.answers} | ${c.people} | ${c.category.satisfied} of ${c.category.answers} | ${c.service.satisfied} of ${c.service.answers} | ${c.wantsRepair} | ${c.wantsMarket} |`).join("\n")}
`;
}

function boundsText({ east, south, west, north }: Record<"east" | "south" | "west" | "north", string | null>): string {
  return `东至${east ?? "…"}，南至${south ?? "…"}，西至${west ?? "…"}，北至${north ?? "…"}`;
}
