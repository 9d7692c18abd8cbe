import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { openStore, SchemaTooNew, StoreUnavailable } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { startPostgres } from "../postgres.ts";
import type { TestPostgres } from "../postgres.ts";
import { storeContract } from "./contract.ts";
import { bareOutlet, sampleCity } from "./samples.ts";

describe("the store on PostgreSQL", () => {
  let server: TestPostgres;
  let store: Store;

  const open = () => openStore({ databaseUrl: server.url, dataFolder: "unused" });

  async function query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  beforeAll(async () => {
    server = await startPostgres();
    // Several processes may start at once on a new database.
    const stores = await Promise.all([open(), open(), open()]);
    store = stores[0];
    await Promise.all(stores.slice(1).map((other) => other.close()));
  });

  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  storeContract(() => store);

  test("says so when the server goes away in the middle, keeps nothing, and recovers by itself", async () => {
    await store.putCity(sampleCity("outage"));
    const work = store.transaction(async (inner) => {
      await inner.addOutlets("outage", "s", null, [bareOutlet()]);
      await query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quarterhour'");
      await inner.addOutlets("outage", "s", null, [bareOutlet()]);
    });
    await expect(work).rejects.toThrow(StoreUnavailable);
    await expect
      .poll(() =>
        store.ping().then(
          () => "answers",
          () => "gone",
        ),
      )
      .toBe("answers");
    expect(await store.allOutlets("outage")).toEqual([]);
  });

  test("says so when there is no server", async () => {
    const nobody = openStore({ databaseUrl: "postgres://nobody@127.0.0.1:9/none", dataFolder: "unused" });
    await expect(nobody).rejects.toThrow(StoreUnavailable);
    await expect(nobody).rejects.toThrow(/127\.0\.0\.1:9/);
  });

  test("refuses a database that a newer version wrote", async () => {
    await query("insert into schema_versions (version, name) values (9999, 'from the future')");
    const refused = open();
    await expect(refused).rejects.toThrow(SchemaTooNew);
    await expect(refused).rejects.toThrow(/schema version 9999/);
    await query("delete from schema_versions where version = 9999");
    await (await open()).close();
  });
});
