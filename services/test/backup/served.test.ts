/** A backup of a store that is being served, asked of the server. */
import type { FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hashPassword } from "../../src/accounts/passwords.ts";
import { buildApp } from "../../src/api/app.ts";
import { verifyBackup } from "../../src/backup/file.ts";
import { main } from "../../src/cli/main.ts";
import type { Store } from "../../src/store/index.ts";
import { signedIn } from "../api/signed-in.ts";
import { sampleCity } from "../store/samples.ts";
import { openTestStore } from "../stores.ts";

let folder: string;
let store: Store;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-served-"));
  store = await openTestStore({ dataFolder: folder });
  await store.putCity(sampleCity("town"));
  app = await buildApp({ store, dataFolder: folder, webFolder: "/nowhere" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await app?.close();
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

test("is for administrators, by the command as well, and restores", async () => {
  const headers = await signedIn(store, ["admin", "bureau"]);
  expect((await app.inject({ url: "/api/backup" })).statusCode).toBe(401);
  expect((await app.inject({ url: "/api/backup", headers: headers.bureau })).statusCode).toBe(403);
  expect((await app.inject({ url: "/api/backup", headers: headers.admin })).statusCode).toBe(200);
  expect(await readdir(join(folder, "backups"))).toEqual([]);
  expect((await store.listAudit({ limit: 1 }))[0]).toMatchObject({ action: "backup.made", city: null });

  const password = await hashPassword("four quiet words");
  await store.addAccount({ login: "machine", name: "machine", password, roles: ["admin"], cities: null });
  const session = await app.inject({
    method: "POST",
    url: "/api/session",
    payload: { login: "machine", password: "four quiet words" },
  });
  const cookie = String(session.headers["set-cookie"]).split(";", 1)[0];
  const made = await app.inject({
    method: "POST",
    url: "/api/keys",
    headers: { cookie, "x-csrf-token": session.json().csrf },
    payload: { name: "nightly backup", roles: ["admin"] },
  });
  const out = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const err = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  try {
    const file = join(folder, "served.qhb");
    vi.stubEnv("QUARTERHOUR_KEY", "");
    expect(await main(["backup", file, "--url", url])).toBe(2);
    vi.stubEnv("QUARTERHOUR_KEY", "no such key");
    expect(await main(["backup", file, "--url", url])).toBe(1);
    expect(err.mock.calls.flat().join("")).toContain("401");
    vi.stubEnv("QUARTERHOUR_KEY", made.json().key);
    expect(await main(["backup", file, "--url", url])).toBe(0);
    expect((await verifyBackup(file)).tables.find(({ name }) => name === "cities")?.rows).toBe(1);
    expect(await main(["backup", file, "--url", url])).toBe(2);
    expect(await main(["backup", file, "--url", "ftp://x"])).toBe(2);
    // the store itself is in use: the command says whom to ask
    vi.stubEnv("QUARTERHOUR_DATA", folder);
    expect(await main(["backup", join(folder, "other.qhb")])).toBe(1);
    expect(err.mock.calls.flat().join("")).toContain("--url");
    vi.stubEnv("QUARTERHOUR_DATA", join(folder, "fresh"));
    expect(await main(["restore", file])).toBe(0);
    expect(await main(["restore", file])).toBe(1);
    expect(out.mock.calls.flat().join("")).toContain("read again and the same");
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}, 240_000);
