import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { openStore, SchemaTooNew, StoreCorrupt, StoreUnavailable } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { startPostgres } from "../postgres.ts";
import type { TestPostgres } from "../postgres.ts";
import { storeContract } from "./contract.ts";
import { bareOutlet, fullOutlet, fullResidence, sampleCity } from "./samples.ts";

describe("the store on PostgreSQL", () => {
  let server: TestPostgres;
  let store: Store;

  const open = () => openStore({ databaseUrl: server.url, dataFolder: "unused" });

  async function query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
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

  describe("refuses by itself what gets past the checks before it", () => {
    beforeAll(async () => {
      await store.putCity(sampleCity("checked"));
      await store.addOutlets("checked", "s", null, [fullOutlet()]);
      await store.replaceResidences("checked", "s", null, [fullResidence()]);
    });

    test.each([
      ["update cities set west = 200 where id = 'checked'", "cities_bbox"],
      ["update cities set id = 'Checked/1' where id = 'checked'", "cities_id"],
      ["update outlets set status = 'gone' where city = 'checked'", "outlets_status"],
      ["update outlets set closed_on = '1999-01-01' where city = 'checked'", "outlets_dates"],
      [
        "update outlets set location = ST_SetSRID(ST_MakePoint(181, 0), 4326) where city = 'checked'",
        "outlets_location",
      ],
      ["update outlets set location = 'SRID=3857;POINT(0 0)' where city = 'checked'", "SRID"],
      ["update outlets set original_crs = null where city = 'checked'", "outlets_original"],
      ["update outlets set import_id = 'i_none' where city = 'checked'", "outlets_import"],
      ["update outlet_services set category = '' where city = 'checked'", "outlet_services_category"],
      ["update residences set households = -1 where city = 'checked'", "residences_households"],
      ["update residences set elderly_share = 25 where city = 'checked'", "residences_elderly_share"],
      [
        "update residences set footprint = ST_SetSRID(ST_MakePoint(1, 1), 4326) where city = 'checked'",
        "residences_footprint",
      ],
      ["update residences set district = 'a_none' where city = 'checked'", "residences_district"],
      ["delete from cities where id = 'checked'; select 1 / 0", "division by zero"],
    ])("%s", async (statement, complaint) => {
      await expect(query(statement)).rejects.toThrow(complaint);
    });
  });

  test("notices stored bytes that are no longer those put in", async () => {
    await store.putCity(sampleCity("bytes"));
    const key = (version: string) => ({ city: "bytes", kind: "network", version });
    for (const version of ["flipped", "lost", "cut"]) await store.putArtifact(key(version), new Uint8Array(5_000_000));
    await query("update artifact_parts set data = set_byte(data, 7, 1) where version = 'flipped' and part = 1");
    await query("delete from artifact_parts where version = 'lost' and part = 0");
    await query("update artifact_parts set data = '' where version = 'cut' and part = 1");
    await expect(store.getArtifact(key("flipped"))).rejects.toThrow(
      /network flipped of bytes is damaged: its checksum/,
    );
    await expect(store.getArtifact(key("lost"))).rejects.toThrow(/part 0 is missing/);
    await expect(store.getArtifact(key("cut"))).rejects.toThrow(/4194304 bytes in place of 5000000/);
    await expect(store.getArtifact(key("cut"))).rejects.toThrow(StoreCorrupt);
  });

  test("gives stored bytes whole or not at all while others remove and replace them", async () => {
    await store.putCity(sampleCity("replaced"));
    const key = { city: "replaced", kind: "reach", version: "1" };
    const of = (fill: number) => new Uint8Array(9_000_000).fill(fill);
    let replacing = true;
    const replace = async () => {
      for (let round = 0; round < 12; round++) {
        await store.putArtifact(key, of(round % 2));
        if (round % 3 === 2) await store.deleteArtifacts("replaced", "reach");
      }
      replacing = false;
    };
    let reads = 0;
    const read = async () => {
      while (replacing) {
        const found = await store.getArtifact(key);
        reads++;
        if (found !== null) expect(Buffer.compare(found, of(found[0]))).toBe(0);
      }
    };
    await Promise.all([replace(), read(), read()]);
    expect(reads).toBeGreaterThan(5);
  });

  test("says so when the server goes away in the middle, keeps nothing, and recovers by itself", async () => {
    await store.putCity(sampleCity("outage"));
    const work = store.transaction(async (inner) => {
      await inner.addOutlets("outage", "s", null, [bareOutlet()]);
      await query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quarterhour' and datname = current_database()",
      );
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
