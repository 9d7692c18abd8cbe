import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWalkNetwork, EmbeddedEngine, openWalkNetwork, type Position, type WalkNetwork } from "../src/index.ts";
import { measureRings } from "./accuracy.ts";
import { asPbf } from "./as-pbf.ts";
import { ascending, quantile } from "./figures.ts";
import type { BenchMap } from "./inputs.ts";
import { openValhalla, type Peer } from "./valhalla.ts";

const MINUTES = [5, 10, 15];
/** One more goes before, when no ground has been looked at and nothing is compiled. */
const ROUNDS = 30;

export interface Speed {
  origins: number;
  rounds: number;
  /** Milliseconds for 5+10+15 minutes from one origin, until the polygons can be worked with. */
  here: { p50: number; p99: number };
  /** The first round, when no piece of ground has been looked at before. */
  hereFirstRound: { p50: number; p99: number };
  /** The same after `prepare`, with an engine of its own and compiled code; milliseconds that `prepare` took, and tiles. */
  herePrepared: { p50: number; p99: number; milliseconds: number; tiles: number };
  valhalla: { p50: number; p99: number } | null;
  /** Here ÷ Valhalla: the median of all pairs, and of the two p50 and p99. */
  ratio: { median: number; p50: number; p99: number } | null;
  /**
   * The same of the quickest round of each origin: what the work itself takes, where other work on the machine makes some
   * rounds longer.
   */
  ratioOfLeast: { p50: number; p99: number } | null;
  valhallaRings: { minutes: number; iou: number }[] | null;
  why: string | null;
  buildMilliseconds: number;
  openMilliseconds: number;
  readMilliseconds: number;
}

/** Times isochrones beside Valhalla: same process, same points, the two in turn. */
export async function measureSpeed({ osm, reference }: BenchMap, network: WalkNetwork): Promise<Speed> {
  const origins = reference
    ? [...reference.iso.map(({ origin }) => origin), ...reference.od.points.slice(0, 64)]
    : spread(network, 64);
  const folder = await mkdtemp(join(tmpdir(), "speed-"));
  let peer: Peer | null = null;
  let why: string | null = null;
  try {
    peer = await openValhalla(await asPbf(osm, folder));
  } catch (error) {
    why = `Valhalla left out: ${(error as Error).message}`;
  }
  try {
    const engine = new EmbeddedEngine(network);
    const first: number[] = [];
    const here: number[] = [];
    const there: number[] = [];
    const ratios: number[] = [];
    const leastHere = origins.map(() => Infinity);
    const leastThere = origins.map(() => Infinity);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [i, origin] of origins.entries()) {
        const start = performance.now();
        engine.isochronesSync(origin, MINUTES, { privateWays: "exclude" });
        const mine = performance.now() - start;
        let its = Number.NaN;
        if (peer) {
          const begin = performance.now();
          await peer.rings(origin, MINUTES).catch(() => []);
          its = performance.now() - begin;
        }
        if (round === 0) first.push(mine);
        else {
          here.push(mine);
          leastHere[i] = Math.min(leastHere[i], mine);
          if (peer) {
            there.push(its);
            leastThere[i] = Math.min(leastThere[i], its);
            ratios.push(mine / its);
          }
        }
      }
    }
    const row = (numbers: number[]): { p50: number; p99: number } => {
      const sorted = ascending(numbers);
      return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
    };
    const prepared = new EmbeddedEngine(network);
    const beginning = performance.now();
    const tiles = await prepared.prepare({ privateWays: "exclude" });
    const milliseconds = performance.now() - beginning;
    const afterwards = origins.map((origin) => {
      const start = performance.now();
      prepared.isochronesSync(origin, MINUTES, { privateWays: "exclude" });
      return performance.now() - start;
    });
    let valhallaRings: Speed["valhallaRings"] = null;
    if (peer && reference) {
      const answers = new Map<string, Awaited<ReturnType<Peer["rings"]>>>();
      for (const { origin } of reference.iso) answers.set(String(origin), await peer.rings(origin, MINUTES));
      valhallaRings = measureRings(reference, (origin) => answers.get(String(origin)) ?? []);
    }
    const mine = row(here);
    const its = row(there);
    const [least, leastIts] = [row(leastHere), row(leastThere)];
    return {
      origins: origins.length,
      rounds: ROUNDS,
      here: mine,
      hereFirstRound: row(first),
      herePrepared: { ...row(afterwards), milliseconds, tiles },
      valhalla: peer ? its : null,
      ratio: peer
        ? { median: quantile(ascending(ratios), 0.5), p50: mine.p50 / its.p50, p99: mine.p99 / its.p99 }
        : null,
      ratioOfLeast: peer ? { p50: least.p50 / leastIts.p50, p99: least.p99 / leastIts.p99 } : null,
      valhallaRings,
      why,
      ...(await measureFiles(osm, network)),
    };
  } finally {
    await peer?.close();
    await rm(folder, { recursive: true });
  }
}

async function measureFiles(
  osm: string,
  network: WalkNetwork,
): Promise<Pick<Speed, "buildMilliseconds" | "openMilliseconds" | "readMilliseconds">> {
  const median = async (work: () => unknown): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    return quantile(ascending(times), 0.5);
  };
  const folder = await mkdtemp(join(tmpdir(), "network-"));
  const file = join(folder, "network");
  await writeFile(file, network.bytes);
  const figures = {
    buildMilliseconds: await median(() => buildWalkNetwork(osm)),
    openMilliseconds: await median(() => openWalkNetwork(network.bytes)),
    readMilliseconds: await median(() => readFile(file)),
  };
  await rm(folder, { recursive: true });
  return figures;
}

/** Junctions spread evenly over the network's own order, which runs along the ground. */
function spread(network: WalkNetwork, count: number): Position[] {
  return Array.from({ length: count }, (_, index) =>
    network.vertexPosition(Math.floor(((index + 0.5) / count) * network.vertexCount)),
  );
}
