import { sql } from "kysely";
import type { Kysely } from "kysely";
import * as areas from "./areas.ts";
import * as artifacts from "./artifacts.ts";
import * as cities from "./cities.ts";
import * as outlets from "./outlets.ts";
import * as residences from "./residences.ts";
import { readRevision } from "./revisions.ts";
import { endedTransactions } from "./session.ts";
import type { GrownTable, Session } from "./session.ts";
import type { Database } from "./schema.ts";
import type { Store } from "./store.ts";

/** From this many rows on, the planner is told anew what the tables look like. */
const manyRows = 500;

/** The one Store over SQL: reads run as they are, each write in a transaction of its own or the one under way. */
export function sqlStore(kind: Store["kind"], session: Session, close: () => Promise<void>): Store {
  let isClosed = false;
  const read = session.run.bind(session);
  const write: Session["run"] = (work) => session.transaction((inner) => inner.run(work));
  const writeMany = <T>(tables: GrownTable[], rows: number, work: (db: Kysely<Database>) => Promise<T>): Promise<T> =>
    session.transaction((inner) => {
      if (rows >= manyRows) inner.noteGrowth(tables);
      return inner.run(work);
    });
  return {
    kind,
    transaction: (work) => session.transaction((inner) => work(sqlStore(kind, inner, close))),

    listCities: () => read((db) => cities.listCities(db)),
    getCity: (id) => read((db) => cities.getCity(db, id)),
    putCity: (city) => write((db) => cities.putCity(db, city)),
    deleteCity: (id) => write((db) => cities.deleteCity(db, id)),
    countCity: (city) => read((db) => cities.countCity(db, city)),

    addImport: (record) => write((db) => cities.addImport(db, record)),
    listImports: (city) => read((db) => cities.listImports(db, city)),

    addOutlets: (city, source, importId, drafts) =>
      writeMany(["outlets", "outlet_services"], drafts.length, (db) =>
        outlets.addOutlets(db, city, source, importId, drafts),
      ),
    replaceOutlets: (city, source, importId, drafts) =>
      writeMany(["outlets", "outlet_services"], drafts.length, (db) =>
        outlets.replaceOutlets(db, city, source, importId, drafts),
      ),
    findOutlets: (city, query) => read((db) => outlets.findOutlets(db, city, query)),
    getOutlet: (city, id) => read((db) => outlets.getOutlet(db, city, id)),
    allOutlets: (city) => read((db) => outlets.allOutlets(db, city)),
    countOutlets: (city, status) => read((db) => outlets.countOutlets(db, city, status)),

    replaceResidences: (city, source, importId, drafts) =>
      writeMany(["residences"], drafts.length, (db) =>
        residences.replaceResidences(db, city, source, importId, drafts),
      ),
    findResidences: (city, query) => read((db) => residences.findResidences(db, city, query)),
    getResidence: (city, id) => read((db) => residences.getResidence(db, city, id)),
    allResidences: (city) => read((db) => residences.allResidences(db, city)),

    replaceAreas: (city, source, importId, drafts) =>
      writeMany(["areas", "residences"], drafts.length, (db) => areas.replaceAreas(db, city, source, importId, drafts)),
    listAreas: (city, level) => read((db) => areas.listAreas(db, city, level)),

    setClaims: (city, source, asOf, categories) => write((db) => cities.setClaims(db, city, source, asOf, categories)),
    listClaims: (city) => read((db) => cities.listClaims(db, city)),

    putArtifact: (key, bytes) => write((db) => artifacts.putArtifact(db, key, bytes)),
    getArtifact: (key) => read((db) => artifacts.getArtifact(db, key)),
    listArtifacts: (city) => read((db) => artifacts.listArtifacts(db, city)),
    deleteArtifacts: (city, kindOf, exceptVersion) =>
      write((db) => artifacts.deleteArtifacts(db, city, kindOf, exceptVersion)),

    revision: (city) => read((db) => readRevision(db, city)),
    // What was known before a store was closed is not what it says now.
    localChanges: () => endedTransactions() + (isClosed ? 0.5 : 0),

    ping: () =>
      read(async (db) => {
        await sql`select 1`.execute(db);
      }),
    async close() {
      isClosed = true;
      await close();
    },
  };
}
