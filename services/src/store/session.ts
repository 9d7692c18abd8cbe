import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { translateDatabaseError } from "./errors.ts";
import type { Database } from "./schema.ts";
import type { StoreConnections } from "./store.ts";

/** A database ready for a Session. */
export interface Opened {
  db: Kysely<Database>;
  afterGrowth: AfterGrowth;
  /** Absent where there is one connection. */
  connections?(): StoreConnections;
  close(): Promise<void>;
}

/** One transaction, or one savepoint within it. */
interface Scope {
  /** Tables to look after once the transaction is committed; one set for it and all its savepoints. */
  grown: Set<GrownTable>;
  /** The connection pool's Kysely that it belongs to. */
  root: Kysely<Database>;
  db: Kysely<Database>;
  parent: Scope | null;
  ended: boolean;
  /** Settles when everything begun in this scope so far is done: one statement or savepoint at a time. */
  tail: Promise<unknown>;
}

type AfterGrowth = (db: Kysely<Database>, tables: GrownTable[]) => Promise<void>;

/** Tables that a bulk write can change so much that the planner's picture of them is wrong. */
export type GrownTable = "outlets" | "outlet_services" | "outlet_history" | "outlet_records" | "residences" | "areas";

const currentScope = new AsyncLocalStorage<Scope>();

let ended = 0;

/** How many transactions have ended in this process, through any store, committed or not. */
export function endedTransactions(): number {
  return ended;
}

/**
 * Finds the right connection for a call. Inside `transaction`, every call in the same asynchronous flow joins
 * that transaction, also through the outer store: on the embedded store's single connection it would otherwise
 * wait for itself, and on PostgreSQL it would not see what was just written.
 */
export class Session {
  readonly #db: Kysely<Database>;
  readonly #bound: Scope | null;
  readonly #afterGrowth: AfterGrowth;

  /** `afterGrowth` runs after the commit of a transaction that called `noteGrowth`; the caller waits for it. */
  constructor(db: Kysely<Database>, afterGrowth: AfterGrowth, bound: Scope | null = null) {
    this.#db = db;
    this.#afterGrowth = afterGrowth;
    this.#bound = bound;
  }

  /** Says, inside of a transaction, that it wrote many rows. */
  noteGrowth(tables: GrownTable[]): void {
    const scope = this.#scope();
    for (const table of tables) scope?.grown.add(table);
  }

  /** Runs statements on the transaction under way, or else outside of any. */
  async run<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T> {
    const scope = this.#scope();
    const guarded = async (): Promise<T> => {
      try {
        return await work(scope?.db ?? this.#db);
      } catch (error) {
        throw translateDatabaseError(error);
      }
    };
    return scope ? inTurn(scope, guarded) : guarded();
  }

  /** Runs `work` in a transaction, or in a savepoint of the one under way. What `work` throws comes out unchanged. */
  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const scope = this.#scope();
    return scope ? inTurn(scope, () => this.#savepoint(scope, work)) : this.#begin(work);
  }

  async #begin<T>(work: (session: Session) => Promise<T>): Promise<T> {
    let thrown: { error: unknown } | null = null;
    const grown = new Set<GrownTable>();
    let result: T;
    try {
      result = await this.#db.transaction().execute(async (db) => {
        try {
          return await this.#within(
            { root: this.#db, db, grown, parent: null, ended: false, tail: Promise.resolve() },
            work,
          );
        } catch (error) {
          thrown = { error };
          throw error;
        }
      });
    } catch (error) {
      // Only the database's own faults are translated, not an ECONNREFUSED from something else that `work` did.
      const fromWork = thrown as { error: unknown } | null;
      if (fromWork) throw fromWork.error;
      throw translateDatabaseError(error);
    } finally {
      // Also after a failure: a commit whose answer was lost may have happened.
      ended++;
    }
    // Committed: what fails from here on is no reason to say that it was not.
    if (grown.size > 0) await this.#afterGrowth(this.#db, [...grown]).catch(() => {});
    return result;
  }

  async #savepoint<T>(parent: Scope, work: (session: Session) => Promise<T>): Promise<T> {
    const { db } = parent;
    try {
      await sql`savepoint nested`.execute(db);
    } catch (error) {
      throw translateDatabaseError(error);
    }
    let result: T;
    try {
      result = await this.#within(
        { root: this.#db, db, grown: parent.grown, parent, ended: false, tail: Promise.resolve() },
        work,
      );
    } catch (error) {
      // Where even this fails the connection is gone, and with it the transaction.
      await sql`rollback to savepoint nested`.execute(db).catch(() => {});
      await sql`release savepoint nested`.execute(db).catch(() => {});
      throw error;
    }
    try {
      await sql`release savepoint nested`.execute(db);
    } catch (error) {
      throw translateDatabaseError(error);
    }
    return result;
  }

  async #within<T>(scope: Scope, work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await currentScope.run(scope, () => work(new Session(this.#db, this.#afterGrowth, scope)));
    } finally {
      // What was begun and not awaited still belongs to this transaction.
      await scope.tail;
      scope.ended = true;
    }
  }

  #scope(): Scope | null {
    for (let scope = currentScope.getStore() ?? null; scope; scope = scope.parent) {
      if (scope.root === this.#db && !scope.ended) return scope;
    }
    if (this.#bound?.ended) throw new Error("This transaction has ended: its store cannot be used any more");
    return this.#bound;
  }
}

function inTurn<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  const result = scope.tail.then(work);
  scope.tail = result.catch(() => {});
  return result;
}
