import { sql } from "kysely";
import type { Kysely } from "kysely";
import * as accounts from "./accounts.ts";
import * as areas from "./areas.ts";
import * as artifacts from "./artifacts.ts";
import { circleStore } from "./circle-store.ts";
import * as cities from "./cities.ts";
import { dumpStore } from "./dump.ts";
import { duplicateStore } from "./duplicates.ts";
import { inboxStore } from "./inbox.ts";
import { importPairStore } from "./import-pairs.ts";
import * as identities from "./identities.ts";
import * as importBefore from "./import-before.ts";
import * as importRows from "./import-rows.ts";
import * as imports from "./imports.ts";
import * as changes from "./outlet-changes.ts";
import * as jobs from "./jobs.ts";
import { outletsOn, readHistory } from "./outlet-history.ts";
import { restoreOutlet } from "./outlet-restoring.ts";
import { recordsOfMerged, recordsOfOutlet } from "./outlet-writing.ts";
import * as outlets from "./outlets.ts";
import { connectedPrograms } from "./programs.ts";
import { projectStore } from "./project-store.ts";
import * as residences from "./residences.ts";
import { readRevisions } from "./revisions.ts";
import { scenarioStore } from "./scenario-store.ts";
import { endedTransactions } from "./session.ts";
import { stockStore } from "./stock.ts";
import type { GrownTable, Session } from "./session.ts";
import type { Database } from "./schema.ts";
import type { Store } from "./store.ts";
import { surveyStore } from "./survey-store.ts";

const outletTables: GrownTable[] = ["outlets", "outlet_services", "outlet_history"];

/** From this many rows on, the planner is told anew what the tables look like. */
const manyRows = 500;

/** The one Store over SQL: reads run as they are, each write in a transaction of its own or the one under way. */
export function sqlStore(
  kind: Store["kind"],
  session: Session,
  close: () => Promise<void>,
  connections: Store["connections"] = () => null,
): Store {
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
    transaction: (work) => session.transaction((inner) => work(sqlStore(kind, inner, close, connections))),

    listCities: () => read((db) => cities.listCities(db)),
    getCity: (id) => read((db) => cities.getCity(db, id)),
    putCity: (city) => write((db) => cities.putCity(db, city)),
    deleteCity: (id) => write((db) => cities.deleteCity(db, id)),
    getEstimate: (city) => read((db) => cities.getEstimate(db, city)),
    setEstimate: (city, change) => write((db) => cities.setEstimate(db, city, change)),
    countCity: (city) => read((db) => cities.countCity(db, city)),

    addImport: (draft) => write((db) => imports.addImport(db, draft)),
    getImport: (city, id) => read((db) => imports.getImport(db, city, id)),
    endStaging: (city, id, state, counts) => write((db) => imports.endStaging(db, city, id, state, counts)),
    listImports: (city) => read((db) => imports.listImports(db, city)),
    getStaging: (city, id) => read((db) => imports.getStaging(db, city, id)),
    lockStaging: (city, id) => write((db) => imports.lockStaging(db, city, id)),
    changeStaging: (city, id, change) => write((db) => imports.changeStaging(db, city, id, change)),
    lastImportOptions: (city, what, source) => read((db) => imports.lastOptions(db, city, what, source)),
    breakStagings: (begunBefore) => write((db) => imports.breakStagings(db, begunBefore)),
    markImportUndone: (city, id) => write((db) => imports.markImportUndone(db, city, id)),
    addStagedRows: (city, id, rows) => write((db) => importRows.addStagedRows(db, city, id, rows)),
    putStagedRows: (city, id, rows) => write((db) => importRows.putStagedRows(db, city, id, rows)),
    stagedRows: (city, id, query) => read((db) => importRows.stagedRows(db, city, id, query)),
    countStagedRows: (city, id) => read((db) => importRows.countStagedRows(db, city, id)),
    groupProblems: (city, id, limit) => read((db) => importRows.groupProblems(db, city, id, limit)),
    stagedChanges: (city, id) => read((db) => importRows.stagedChanges(db, city, id)),
    removeStagedRows: (city, id, states) => write((db) => importRows.removeStagedRows(db, city, id, states)),
    keepBefore: (city, id, before) => write((db) => importBefore.keepBefore(db, city, id, before)),
    readBefore: (city, id) => read((db) => importBefore.readBefore(db, city, id)),
    dropBefore: (city, id) => write((db) => importBefore.dropBefore(db, city, id)),
    restoreClaims: (city, source, claims) => write((db) => cities.restoreClaims(db, city, source, claims)),

    addOutlets: (city, source, importId, drafts, change) =>
      writeMany(outletTables, drafts.length, (db) => changes.addOutlets(db, city, source, importId, drafts, change)),
    replaceOutlets: (city, source, importId, drafts, change) =>
      // how many rows are staged is not worth asking
      writeMany(outletTables, Array.isArray(drafts) ? drafts.length : Number.POSITIVE_INFINITY, (db) =>
        changes.replaceOutlets(db, city, source, importId, drafts, change),
      ),
    editOutlet: (city, id, fields, change, corrects) =>
      write((db) => changes.editOutlet(db, city, id, fields, change, corrects)),
    removeOutlet: (city, id, change) => write((db) => changes.removeOutlet(db, city, id, change)),
    restoreOutlet: (city, id, change) => write((db) => restoreOutlet(db, city, id, change)),
    mergeOutlets: (city, keep, others, change) => write((db) => changes.mergeOutlets(db, city, keep, others, change)),
    mergeOutletGroups: (city, groups, change) =>
      writeMany([...outletTables, "outlet_records"], groups.length, (db) =>
        changes.mergeOutletGroups(db, city, groups, change),
      ),
    splitOutlet: (city, id, formerId, change) => write((db) => changes.splitOutlet(db, city, id, formerId, change)),
    undoOutletImport: (city, id, actor) => write((db) => changes.undoOutletImport(db, city, id, actor)),
    outletRecords: (city, id) => read((db) => recordsOfOutlet(db, city, id)),
    recordsOfMerged: (city) => read((db) => recordsOfMerged(db, city)),
    outletHistory: (city, id) => read((db) => readHistory(db, city, id)),
    outletsOn: (city, date) => read((db) => outletsOn(db, city, date)),
    findOutlets: (city, query) => read((db) => outlets.findOutlets(db, city, query)),
    getOutlet: (city, id) => read((db) => outlets.getOutlet(db, city, id)),
    allOutlets: (city) => read((db) => outlets.allOutlets(db, city)),
    countOutlets: (city, status) => read((db) => outlets.countOutlets(db, city, status)),

    replaceResidences: (city, source, importId, drafts) =>
      writeMany(["residences"], drafts.length, (db) =>
        residences.replaceResidences(db, city, source, importId, drafts),
      ),
    removeResidences: (city, ids) => write((db) => residences.removeResidences(db, city, ids)),
    restoreResidences: (city, source, rows) =>
      writeMany(["residences"], rows.length, (db) => residences.restoreResidences(db, city, source, rows)),
    returnResidences: (city, rows) =>
      writeMany(["residences"], rows.length, (db) => residences.returnResidences(db, city, rows)),
    findResidences: (city, query) => read((db) => residences.findResidences(db, city, query)),
    getResidence: (city, id) => read((db) => residences.getResidence(db, city, id)),
    allResidences: (city) => read((db) => residences.allResidences(db, city)),

    replaceAreas: (city, source, importId, drafts) =>
      writeMany(["areas", "residences"], drafts.length, (db) => areas.replaceAreas(db, city, source, importId, drafts)),
    restoreAreas: (city, source, rows) => write((db) => areas.restoreAreas(db, city, source, rows)),
    listAreas: (city, level) => read((db) => areas.listAreas(db, city, level)),

    setClaims: (city, source, asOf, categories, areaIds, since) =>
      write((db) => cities.setClaims(db, city, source, asOf, categories, areaIds, since)),
    claimsOn: (city, date) => read((db) => cities.claimsOn(db, city, date)),
    listClaims: (city) => read((db) => cities.listClaims(db, city)),

    putArtifact: (key, bytes) => write((db) => artifacts.putArtifact(db, key, bytes)),
    getArtifact: (key) => read((db) => artifacts.getArtifact(db, key)),
    listArtifacts: (city) => read((db) => artifacts.listArtifacts(db, city)),
    deleteArtifacts: (city, kindOf, exceptVersion) =>
      write((db) => artifacts.deleteArtifacts(db, city, kindOf, exceptVersion)),

    addAccount: (draft) => write((db) => accounts.addAccount(db, draft)),
    findAccount: (idOrLogin) => read((db) => accounts.findAccount(db, idOrLogin)),
    listAccounts: () => read((db) => accounts.listAccounts(db)),
    changeAccount: (id, change) => write((db) => accounts.changeAccount(db, id, change)),
    noteFailure: (id, lockAfter, lockSeconds) => write((db) => accounts.noteFailure(db, id, lockAfter, lockSeconds)),
    noteSuccess: (id) => write((db) => accounts.noteSuccess(db, id)),
    addSession: (hash, id, seconds) => write((db) => accounts.addSession(db, hash, id, seconds)),
    accountOfSession: (hash, idleSeconds) => read((db) => accounts.accountOfSession(db, hash, idleSeconds)),
    endSession: (hash) => write((db) => accounts.endSession(db, hash)),
    addInvitation: (hash, id, seconds) => write((db) => accounts.addInvitation(db, hash, id, seconds)),
    takeInvitation: (hash) => write((db) => accounts.takeInvitation(db, hash)),
    addApiKey: (hash, key) => write((db) => accounts.addApiKey(db, hash, key)),
    listApiKeys: (id) => read((db) => accounts.listApiKeys(db, id)),
    revokeApiKey: (account, id) => write((db) => accounts.revokeApiKey(db, account, id)),
    accountOfApiKey: (hash) => read((db) => accounts.accountOfApiKey(db, hash)),
    findIdentity: (identity) => read((db) => identities.findIdentity(db, identity)),
    addIdentity: (identity, account, governed) =>
      write((db) => identities.addIdentity(db, identity, account, governed)),
    addAudit: (record) => write((db) => accounts.addAudit(db, record)),
    listAudit: (query) => read((db) => accounts.listAudit(db, query)),

    addJob: (draft) => write((db) => jobs.addJob(db, draft)),
    getJob: (id) => read((db) => jobs.getJob(db, id)),
    listJobs: (city, states) => read((db) => jobs.listJobs(db, city, states)),
    startJob: (id) => write((db) => jobs.startJob(db, id)),
    noteJob: (id, step, fraction) => write((db) => jobs.noteJob(db, id, step, fraction)),
    endJob: (id, state, outcome) => write((db) => jobs.endJob(db, id, state, outcome)),

    ...inboxStore(read, write),
    ...dumpStore(session),
    ...duplicateStore(read, write),
    ...circleStore(read, write),
    ...scenarioStore(read, write),
    ...surveyStore(read, write),
    ...projectStore(read, write),
    ...importPairStore(read, write),
    ...stockStore(read, write),

    revisions: (city) => read((db) => readRevisions(db, city)),
    revision: async (city) => (await read((db) => readRevisions(db, city))).all,
    // What was known before a store was closed is not what it says now.
    localChanges: () => endedTransactions() + (isClosed ? 0.5 : 0),

    connectedPrograms: () => (kind === "embedded" ? Promise.resolve([]) : read(connectedPrograms)),
    connections,
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
