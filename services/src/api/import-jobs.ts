/** The long parts of an import as jobs, and what a process that was killed in one has left. */
import type { FastifyInstance } from "fastify";
import { answerStaging, commitImport, stageFile, undoImport } from "../intake/index.ts";
import type { StagingAnswers } from "../intake/index.ts";
import type { JobContext } from "../jobs/runner.ts";
import { lookForDuplicates } from "./routes/duplicates.ts";
import { dropUpload, tidyUploads } from "./uploads.ts";

type Audit = (
  actor: string,
  action: string,
  subject: { city: string; importId: string },
  detail: unknown,
) => Promise<void>;

/** Where another process on the same database may be reading a file, it is given so long. */
const HOURS_TO_READ = 6;

export function registerImportJobs(
  app: FastifyInstance,
  uploadFolder: string,
  audit: Audit,
): Map<string, { job: string; file: string }> {
  /** Jobs that read a file, by import: a discard calls them off. */
  const readings = new Map<string, { job: string; file: string }>();

  type Stage = { city: string; importId: string; file: string };
  type Answer = { city: string; importId: string; answers: StagingAnswers };
  type Commit = { city: string; importId: string; skipBad: boolean };
  type Undo = { city: string; importId: string };
  const workOf = ({ signal, progress }: JobContext) => ({
    signal,
    onProgress: ({ step, fraction }: { step: string; fraction: number | null }) => progress(step, fraction),
  });
  app.jobs.register("import.stage", async (input: Stage, context) => {
    try {
      await stageFile(app.store, input, workOf(context));
    } finally {
      readings.delete(`${input.city}/${input.importId}`);
      await dropUpload(input.file);
    }
    return { import: input.importId, counts: await app.store.countStagedRows(input.city, input.importId) };
  });
  app.jobs.register("import.answer", async (input: Answer, context) => {
    await answerStaging(app.store, input, workOf(context));
    return { import: input.importId, counts: await app.store.countStagedRows(input.city, input.importId) };
  });
  app.jobs.register("import.commit", async (input: Commit, context) => {
    const { actor } = context.job;
    const done = await commitImport(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "import.committed", input, done);
    await lookAgain(input, actor);
    return { import: input.importId, ...done };
  });
  app.jobs.register("import.undo", async (input: Undo, context) => {
    const { actor } = context.job;
    const changes = await undoImport(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "import.undone", input, { changes });
    await lookAgain(input, actor);
    return { import: input.importId, changes };
  });

  app.addHook("onReady", async () => {
    // one process has the embedded store to itself; on PostgreSQL another may be reading a file just now
    const isAlone = app.store.kind === "embedded";
    if (!isAlone && app.store.kind !== "postgres") return;
    await app.store.breakStagings(new Date(Date.now() - (isAlone ? 0 : HOURS_TO_READ * 3_600_000)).toISOString());
    await tidyUploads(uploadFolder, isAlone);
  });

  async function lookAgain({ city, importId }: { city: string; importId: string }, actor: string): Promise<void> {
    const isOfOutlets = (await app.store.getImport(city, importId))?.what === "outlets";
    if (isOfOutlets) await lookForDuplicates(app, city, actor);
  }
  return readings;
}
