import { basename } from "node:path";
import { buildWalkNetwork, EmbeddedEngine } from "../src/index.ts";
import { measureAccuracy, type Accuracy } from "./accuracy.ts";
import { readInputs } from "./inputs.ts";
import { measureSpeed, type Speed } from "./speed.ts";

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

function printAccuracy(accuracy: Accuracy): void {
  const { seconds, meters } = accuracy;
  console.log(`  walking times, ${accuracy.pairs} pairs        bar`);
  console.log(`    median difference   ${percent(seconds.median).padStart(9)}   0.5 %`);
  console.log(`    95th percentile     ${percent(seconds.p95).padStart(9)}   2 %`);
  console.log(`    99th percentile     ${percent(seconds.p99).padStart(9)}`);
  console.log(`    metres: median ${percent(meters.median)}, 95th percentile ${percent(meters.p95)}`);
  console.log(`    no way here but there: ${accuracy.missingHere}; here but not there: ${accuracy.missingThere}`);
  for (const { point, here, there } of accuracy.snappedElsewhere) {
    console.log(
      `    other access leg at ${point.join(",")}: ${here === null ? "none" : `${here.toFixed(1)} m`} here, ${there} m there`,
    );
  }
  printOutliers(accuracy.outliers);
  console.log("  polygons, cell centres      bar");
  for (const ring of accuracy.rings) {
    console.log(
      `    ${String(ring.minutes).padStart(2)} minutes: IoU ${ring.iou.toFixed(3)}   0.95   (${ring.cells} cells, ${ring.onlyHere} only here, ${ring.onlyThere} only there)`,
    );
  }
}

function printOutliers({ pairs, share, cells, classes }: Accuracy["outliers"]): void {
  console.log(`  outliers: ${pairs} pairs over 2 % or without a way (${percent(share)}), ${cells} cells; gone without`);
  for (const row of classes) {
    if (row.pairs === 0 && row.cells === 0 && row.places.length === 0) continue;
    const places = row.places.length > 0 ? `, access legs at ${row.places.length} places` : "";
    console.log(`    ${row.rule}: ${row.pairs} pairs (${percent(row.share)}), ${row.cells} cells${places}`);
    if (!row.worst) continue;
    const { from, to, here, there } = row.worst;
    console.log(`      ${from.join(",")} to ${to.join(",")}: ${here ?? "no way"} s here, ${there} s there`);
  }
}

function printSpeed(speed: Speed): void {
  console.log(
    `  5+10+15 minutes, ${speed.origins} origins × ${speed.rounds} rounds, until the polygons can be worked with`,
  );
  console.log(`    here       p50 ${milliseconds(speed.here.p50)}, p99 ${milliseconds(speed.here.p99)}`);
  console.log(
    `    first round p50 ${milliseconds(speed.hereFirstRound.p50)}, p99 ${milliseconds(speed.hereFirstRound.p99)}`,
  );
  const { p50: preparedP50, p99: preparedP99, tiles, milliseconds: took } = speed.herePrepared;
  console.log(
    `    first round of an engine with ground prepared (${tiles} tiles, ${milliseconds(took)})  p50 ${milliseconds(preparedP50)}, p99 ${milliseconds(preparedP99)}`,
  );
  if (speed.valhalla && speed.ratio) {
    console.log(`    Valhalla   p50 ${milliseconds(speed.valhalla.p50)}, p99 ${milliseconds(speed.valhalla.p99)}`);
    const { p50, p99, median } = speed.ratio;
    console.log(
      `    here ÷ Valhalla: p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}, median of all pairs ${median.toFixed(2)}   bar 0.33`,
    );
  }
  if (speed.ratioOfLeast) {
    const { p50, p99 } = speed.ratioOfLeast;
    console.log(`    of each origin's quickest round: p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}`);
  }
  if (speed.valhallaRings) {
    console.log(`    Valhalla's polygons: IoU ${speed.valhallaRings.map(({ iou }) => iou.toFixed(2)).join(" / ")}`);
  }
  if (speed.why) console.log(`    ${speed.why}`);
  console.log(
    `  OSM file to network ${milliseconds(speed.buildMilliseconds)}; opening it ${milliseconds(speed.openMilliseconds)}; reading its file ${milliseconds(speed.readMilliseconds)}`,
  );
}

try {
  const { maps, what, json } = readInputs(process.argv.slice(2));
  const results = [];
  for (const map of maps) {
    const network = await buildWalkNetwork(map.osm);
    const accuracy =
      what.has("accuracy") && map.reference
        ? await measureAccuracy(map.osm, new EmbeddedEngine(network), map.reference)
        : null;
    const speed = what.has("speed") ? await measureSpeed(map, network) : null;
    results.push({ map: basename(map.osm), vertices: network.vertexCount, edges: network.edgeCount, accuracy, speed });
    if (json) continue;
    console.log(`${basename(map.osm)}: ${network.vertexCount} vertices, ${network.edgeCount} edges`);
    if (accuracy) printAccuracy(accuracy);
    else if (what.has("accuracy")) console.log("  accuracy: no --reference given for this map");
    if (speed) printSpeed(speed);
  }
  if (json) console.log(JSON.stringify(results, null, 2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
