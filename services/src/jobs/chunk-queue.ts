/**
 * What is agreed between whoever hands out chunks and workers: pg-boss on the service's own PostgreSQL, in its schema
 * `pgboss`. Each run has a queue of its own, whose name tells what a worker has to know before it takes a job of it.
 */
import { randomBytes } from "node:crypto";
import { PgBoss } from "pg-boss";
import { programVersion } from "../program-version.ts";
import { NAMED_PROGRAM } from "../store/index.ts";

/** A worker that says nothing for so long has ended; pg-boss allows no less. */
const HEARTBEAT_SECONDS = 10;
/** How often that is looked at. */
const WATCH_SECONDS = 1;
/** One chunk takes seconds; one that takes so long hangs. */
const CHUNK_SECONDS = 600;
/** A chunk whose worker failed or ended is begun anew so many times. */
const RETRIES = 4;
/** Chunks that failed each time are kept here for whoever looks after the service. */
const DEAD_QUEUE = "reach-dead";
const DEAD_DAYS = 14;

const QUEUE_PREFIX = "reach";
const NETWORK_LETTERS = 16;
const ARTIFACT_PREFIX = "reach-run-";

export interface ChunkJob {
  city: string;
  networkVersion: string;
  run: string;
  chunk: number;
}

/** A run as the name of its queue tells it. */
export interface RunQueue {
  name: string;
  /** Of the program that waits: another could neither read its question nor would it walk as it does. */
  version: string;
  /** The beginning of the network's version. */
  network: string;
  run: string;
  /** The program that waits for the answers. */
  program: string;
}

/** A name to be seen under by others on the same database: `what`, the version, and some letters. */
export function programName(what: "api" | "worker", version = programVersion()): string {
  return `${NAMED_PROGRAM}${what}-${version}-${randomBytes(6).toString("hex")}`;
}

/** A worker of the own version. */
export const isWorker = (program: string): boolean => program.startsWith(`${NAMED_PROGRAM}worker-${programVersion()}-`);
export const isAnyWorker = (program: string): boolean => program.startsWith(`${NAMED_PROGRAM}worker-`);

/** Opens the queues, whose tables are made when missing. Call `stop` in the end. */
export async function openBoss(databaseUrl: string, program: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: program,
    max: 2,
    connectionTimeoutMillis: 5_000,
    schedule: false,
    superviseIntervalSeconds: WATCH_SECONDS,
    monitorIntervalSeconds: WATCH_SECONDS,
  });
  boss.on("error", onError);
  await boss.start();
  return boss;
}

/** Throws what the database says. */
export async function beginRun(
  boss: PgBoss,
  jobs: Omit<ChunkJob, "run">[],
  run: string,
  program: string,
): Promise<RunQueue> {
  const network = jobs[0].networkVersion.slice(0, NETWORK_LETTERS);
  const queue = queueOf({ version: programVersion(), network, run, program });
  await boss.createQueue(DEAD_QUEUE, { deleteAfterSeconds: DEAD_DAYS * 86_400, retentionSeconds: DEAD_DAYS * 86_400 });
  await boss.createQueue(queue.name, {
    deadLetter: DEAD_QUEUE,
    retryLimit: RETRIES,
    retryDelay: 0,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: CHUNK_SECONDS,
  });
  await boss.insert(
    queue.name,
    jobs.map((job) => ({ data: { ...job, run } satisfies ChunkJob })),
  );
  return queue;
}

export function queueOf(queue: Omit<RunQueue, "name">): RunQueue {
  const { version, network, run, program } = queue;
  return { name: [QUEUE_PREFIX, version, network, run, program].join("."), ...queue };
}

/** Those of all versions. */
export async function runQueues(boss: PgBoss): Promise<RunQueue[]> {
  const queues = await boss.getQueues();
  return queues.flatMap(({ name }) => {
    const [prefix, version, network, run, program] = name.split(".");
    return prefix !== QUEUE_PREFIX || program === undefined ? [] : [{ name, version, network, run, program }];
  });
}

export const isOfNetwork = (queue: RunQueue, networkVersion: string): boolean =>
  networkVersion.startsWith(queue.network);
export const isOwnVersion = (queue: RunQueue): boolean => queue.version === programVersion();

/** Where the question and the answers of a run lie among the artifacts of the city. */
export const artifactKind = (run: string): string => `${ARTIFACT_PREFIX}${run}`;
export const isArtifactKind = (kind: string): boolean => kind.startsWith(ARTIFACT_PREFIX);
export const QUESTION = "question";
/** Where a worker leaves its name when it begins a chunk that was begun so often before. */
export const takerVersion = (chunk: number, retryCount: number): string => `taker-${chunk}-${retryCount}`;
