/** The long parts of an import as jobs, and what a process that was killed in one has left. */
import type { FastifyInstance } from "fastify";
import { geocodeChainOf } from "../intake/geocoding/index.ts";
import type { GeocodeSettings } from "../intake/geocoding/index.ts";
import {
  acceptPlaces,
  answerStaging,
  commitImport,
  findRowPairs,
  placeStagedRows,
  stageFile,
  undoImport,
} from "../intake/index.ts";
import type { StagingAnswers } from "../intake/index.ts";
import type { JobContext } from "../jobs/runner.ts";
import { routeFrame, workOf } from "./route-frame.ts";
import { lookForDuplicates } from "./routes/duplicates.ts";
import { dropUpload, tidyUploads } from "./uploads.ts";

/** Where another process on the same database may be reading a file, it is given so long. */
const HOURS_TO_READ = 6;

export interface ImportJobOptions {
  /** Where files lie until they are read. */
  uploadFolder: string;
  /** Map services that are asked about addresses, besides the city's own gazetteer. */
  geocoding: GeocodeSettings;
  /** Folder for answers of services that may be kept; null keeps them in memory only. */
  geocodedFolder: string | null;
}

type Subject = { city: string; importId: string };
type Stage = Subject & { file: string };
type Answer = Subject & { answers: StagingAnswers };
type Places = Subject & { again: boolean };
type Accept = Subject & { minConfidence: number };
type Commit = Subject & { skipBad: boolean };

/** Gives the jobs that read a file just now, by import: a discard calls them off. */
export function registerImportJobs(
  app: FastifyInstance,
  { uploadFolder, geocoding, geocodedFolder }: ImportJobOptions,
): Map<string, { job: string; file: string }> {
  const readings = new Map<string, { job: string; file: string }>();
  const { audit } = routeFrame(app);
  const geocoders = async (id: string) =>
    geocodeChainOf(app.store, (await app.store.getCity(id))!, geocoding, geocodedFolder);
  const stagingWork = (context: JobContext) => ({ ...workOf(context), geocoders });
  const countsOf = async ({ city, importId }: Subject) => ({
    import: importId,
    counts: await app.store.countStagedRows(city, importId),
  });

  app.jobs.register("import.stage", async (input: Stage, context) => {
    try {
      await stageFile(app.store, input, stagingWork(context));
    } finally {
      readings.delete(`${input.city}/${input.importId}`);
      await dropUpload(input.file);
    }
    return countsOf(input);
  });
  app.jobs.register("import.answer", async (input: Answer, context) => {
    await answerStaging(app.store, input, stagingWork(context));
    return countsOf(input);
  });
  app.jobs.register("import.places", async (input: Places, context) => {
    const summary = await placeStagedRows(app.store, input, stagingWork(context));
    return { ...(await countsOf(input)), ...summary };
  });
  app.jobs.register("import.accept-places", async (input: Accept, context) => {
    const { placed } = await acceptPlaces(app.store, input, workOf(context));
    const { city, importId, minConfidence } = input;
    await audit(context.job.actor, "import.places-accepted", city, importId, { minConfidence, placed });
    return { ...(await countsOf(input)), placed };
  });
  app.jobs.register("import.duplicates", async (input: Subject, context) => ({
    import: input.importId,
    ...(await findRowPairs(app.store, input, workOf(context))),
  }));
  app.jobs.register("import.commit", async (input: Commit, context) => {
    const { actor } = context.job;
    const done = await commitImport(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "import.committed", input.city, input.importId, done);
    await lookAgain(input, actor);
    return { import: input.importId, ...done };
  });
  app.jobs.register("import.undo", async (input: Subject, context) => {
    const { actor } = context.job;
    const changes = await undoImport(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "import.undone", input.city, input.importId, { changes });
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

  async function lookAgain({ city, importId }: Subject, actor: string): Promise<void> {
    const isOfOutlets = (await app.store.getImport(city, importId))?.what === "outlets";
    if (isOfOutlets) await lookForDuplicates(app, city, actor);
  }
  return readings;
}
