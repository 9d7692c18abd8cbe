/** One PostgreSQL server for all tests of a run, started in the process of vitest itself when the first of them asks. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "./postgres-cluster.ts";
import type { Cluster } from "./postgres-cluster.ts";
import { CLUSTER_SOCKET } from "./postgres.ts";

/** Called by vitest before the first test; what it returns, after the last. */
export default async function shareCluster(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-tests-"));
  let started: Promise<Cluster> | undefined;
  const server = createServer((socket) => {
    // A test that was killed meanwhile.
    socket.on("error", () => {});
    started ??= startCluster();
    started.then(
      ({ url }) => socket.end(JSON.stringify({ url })),
      (error: Error) => socket.end(JSON.stringify({ fault: error.message })),
    );
  });
  const path = join(folder, "cluster");
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  process.env[CLUSTER_SOCKET] = path;
  return async () => {
    delete process.env[CLUSTER_SOCKET];
    server.close();
    const cluster = await started?.catch(() => null);
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
