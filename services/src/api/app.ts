/** The HTTP service: one Fastify app over one store. */
import compress from "@fastify/compress";
import type { FastifyInstance, FastifyServerOptions, RouteOptions } from "fastify";
import Fastify from "fastify";
import plugin from "fastify-plugin";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants } from "node:zlib";
import { OidcProvider } from "../accounts/oidc.ts";
import type { OidcSettings } from "../accounts/oidc.ts";
import { AnswerCache } from "../compute/answer-cache.ts";
import { ComputePool } from "../compute/pool.ts";
import type { ComputePoolOptions } from "../compute/pool.ts";
import type { GeocodeSettings } from "../intake/geocoding/index.ts";
import { ReachWorkers } from "../jobs/reach-workers.ts";
import type { ReachWorkersOptions } from "../jobs/reach-workers.ts";
import type { Store } from "../store/store.ts";
import { authentication } from "./auth.ts";
import { CityContexts } from "./city-contexts.ts";
import { documentsPlugin } from "./documents.ts";
import { inboxPlugin } from "./inbox.ts";
import { jobsPlugin } from "./jobs.ts";
import { rateLimits } from "./limits.ts";
import type { RateLimits } from "./limits.ts";
import { metrics } from "./metrics.ts";
import type { MetricsOptions } from "./metrics.ts";
import { longWorkPlugin } from "./long-work.ts";
import { openApi } from "./openapi.ts";
import { osrmPlugin } from "./osrm.ts";
import type { OsrmServer } from "./osrm.ts";
import { answerBrokenRequest, answerFrameworkError, problemPlugin } from "./problem.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { backupRoutes } from "./routes/backup.ts";
import { basemapRoutes } from "./routes/basemaps.ts";
import { categoryRoutes } from "./routes/categories.ts";
import { changeRoutes } from "./routes/changes.ts";
import { circleFileRoutes } from "./routes/circles-files.ts";
import { circleShapeRoutes } from "./routes/circles-shapes.ts";
import { circleRoutes } from "./routes/circles.ts";
import { cityRoutes } from "./routes/cities.ts";
import { compoundRoutes } from "./routes/compounds.ts";
import { coverageComparisonRoutes } from "./routes/coverage-comparison.ts";
import { coverageTrendRoutes } from "./routes/coverage-trend.ts";
import { coverageRoutes } from "./routes/coverage.ts";
import { duplicateRoutes } from "./routes/duplicates.ts";
import { evidenceRoutes } from "./routes/evidence.ts";
import { exportRoutes } from "./routes/exports.ts";
import { gapRoutes } from "./routes/gaps.ts";
import { healthRoutes } from "./routes/health.ts";
import { importRoutes } from "./routes/imports.ts";
import { indicatorRoutes } from "./routes/indicators.ts";
import { isochroneRoutes } from "./routes/isochrones.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { ledgerRoutes } from "./routes/ledgers.ts";
import { matrixRoutes } from "./routes/matrix.ts";
import { ogcRoutes } from "./routes/ogc.ts";
import { oidcRoutes } from "./routes/oidc.ts";
import { outletEditingRoutes } from "./routes/outlet-editing.ts";
import { outletExportRoutes } from "./routes/outlet-exports.ts";
import { outletTimelineRoutes } from "./routes/outlet-timeline.ts";
import { outletRoutes } from "./routes/outlets.ts";
import { projectRoutes } from "./routes/projects.ts";
import { ratingRoutes } from "./routes/ratings.ts";
import { circleReportRoutes } from "./routes/reports-circle.ts";
import { datasetRoutes } from "./routes/dataset.ts";
import { districtReportRoutes } from "./routes/reports-district.ts";
import { reportRoutes } from "./routes/reports.ts";
import { residenceRoutes } from "./routes/residences.ts";
import { scenarioRoutes } from "./routes/scenarios.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { siteRoutes } from "./routes/sites.ts";
import { sitingRoutes } from "./routes/siting.ts";
import { surveyImportRoutes } from "./routes/survey-imports.ts";
import { surveyRoutes } from "./routes/surveys.ts";
import { tileRoutes } from "./routes/tiles.ts";
import { updateRoutes } from "./routes/updates.ts";
import { walkRoutes } from "./routes/walks.ts";
import { validatorCompiler } from "./request-values.ts";
import { scenariosPlugin } from "./scenarios.ts";

import { securityHeaders } from "./security-headers.ts";
import type { Tianditu } from "./tianditu.ts";
import { REQUEST_MILLISECONDS, slowRequests } from "./slow-requests.ts";
import { tracing } from "./tracing.ts";
import type { TraceOptions } from "./tracing.ts";
import { webPages } from "./web-pages.ts";

declare module "fastify" {
  interface FastifyInstance {
    store: Store;
    cities: CityContexts;
    computePool: ComputePool;
    /** Answers given lately. */
    answers: AnswerCache;
    /** Where people can log in other than with a password. */
    oidc: OidcProvider | null;
  }
}

export interface AppOptions {
  store: Store;
  /** Folder of this service, for files that are uploaded; one for passing files of the system when left out. */
  dataFolder?: string;
  /** Folder of the built web pages; the workspace's own when left out. */
  webFolder?: string;
  logger?: FastifyServerOptions["logger"];
  /** A second walking engine, see osrm.ts. */
  osrm?: OsrmServer;
  /** Map services that are asked for addresses which the city itself does not know; none when left out. */
  geocoding?: GeocodeSettings;
  /** 天地图 as ground of the maps; not offered when left out. */
  tianditu?: Tianditu | null;
  /** Threads that compute; started with the first question that needs one, ended with the app. */
  compute?: ComputePoolOptions;
  /** The PostgreSQL of the store, through which workers are asked; none are when left out. */
  workers?: Pick<ReachWorkersOptions, "databaseUrl" | "fewestHomes" | "chunkHomes">;
  /** Signs what people without an account fill in; the same on all instances. Random when left out. */
  secret?: string;
  /** Comments on outlets are seen before a steward has read them. */
  commentsAtOnce?: boolean;
  /** Addresses or networks of proxies in front, which say for whom they ask; nobody is believed when left out. */
  trustedProxies?: string[];
  /** Origins of web sites that may show `/embed` in a frame; `*` for all. Only this origin when left out. */
  embedOrigins?: string[];
  /** Origins whose pages may read the answers of API, tiles and OGC API; `*` for all. Only this origin when left out. */
  corsOrigins?: string[];
  /** How much one address may ask in a minute; as much as it likes when left out. */
  limits?: RateLimits;
  /** A provider that people can log in at; passwords alone when left out. */
  oidc?: OidcSettings;
  /** Where traces go; nowhere when left out. */
  traces?: TraceOptions;
  /** What is told of the service itself, and to whom. */
  metrics?: MetricsOptions;
  /** Told of every route as it is added. */
  onRoute?: (route: RouteOptions) => void;
}

/** 64 MB, when all were used. */
const answers = { slotBytes: 256 * 1024, mostSlots: 256 };

/** Builds the app; it neither listens nor closes the store. */
export async function buildApp({
  store,
  dataFolder,
  webFolder,
  logger = false,
  osrm,
  geocoding = {},
  tianditu = null,
  compute,
  workers,
  secret,
  commentsAtOnce = false,
  trustedProxies,
  embedOrigins,
  corsOrigins,
  limits,
  oidc,
  traces,
  metrics: metricsOptions = {},
  onRoute,
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger,
    ...(trustedProxies && { trustProxy: trustedProxies }),
    bodyLimit: 2 * 1024 * 1024,
    requestTimeout: REQUEST_MILLISECONDS,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, _request, reply) => answerFrameworkError(error, reply),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  });
  app.setValidatorCompiler(validatorCompiler);
  // Schemas describe answers and tests hold answers to them; they do not rewrite answers on the way out.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  if (onRoute) app.addHook("onRoute", onRoute);
  await app.register(problemPlugin);
  await app.register(securityHeaders, { embedOrigins, corsOrigins, mapOrigins: tianditu?.origins });
  await app.register(slowRequests, {});
  await app.register(compress, {
    encodings: ["br", "gzip"],
    threshold: 1024,
    // Quality 11, the standard, takes seconds for a city's GeoJSON.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await app.register(openApi);
  await app.register(cities(store, compute, workers));
  await app.register(rateLimits, { limits: limits ?? null, secret: secret ?? null });
  app.decorate("oidc", oidc ? new OidcProvider(oidc) : null);
  await app.register(authentication);
  await app.register(jobsPlugin);
  await app.register(metrics, metricsOptions);
  await app.register(tracing, { traces: traces ?? null });
  await app.register(longWorkPlugin);
  await app.register(scenariosPlugin, { compute });
  await app.register(documentsPlugin);
  await app.register(inboxPlugin, { secret: secret ?? null, commentsAtOnce });
  await app.register(osrmPlugin, { server: osrm });
  for (const routes of [
    healthRoutes,
    cityRoutes,
    circleRoutes,
    circleShapeRoutes,
    circleFileRoutes,
    indicatorRoutes,
    categoryRoutes,
    isochroneRoutes,
    matrixRoutes,
    walkRoutes,
    outletRoutes,
    outletTimelineRoutes,
    outletExportRoutes,
    outletEditingRoutes,
    ledgerRoutes,
    exportRoutes,
    siteRoutes,
    sitingRoutes,
    compoundRoutes,
    updateRoutes,
    reportRoutes,
    circleReportRoutes,
    districtReportRoutes,
    ratingRoutes,
    residenceRoutes,
    gapRoutes,
    coverageRoutes,
    coverageComparisonRoutes,
    coverageTrendRoutes,
    scenarioRoutes,
    changeRoutes,
    evidenceRoutes,
    surveyRoutes,
    projectRoutes,
    searchRoutes,
    tileRoutes,
    ogcRoutes,
    datasetRoutes,
    sessionRoutes,
    oidcRoutes,
    accountRoutes,
    jobRoutes,
    duplicateRoutes,
  ]) {
    await app.register(routes);
  }
  const uploadFolder = join(dataFolder ?? join(tmpdir(), "quarterhour"), "uploads");
  await app.register(surveyImportRoutes, { uploadFolder });
  await app.register(importRoutes, {
    uploadFolder,
    geocoding,
    geocodedFolder: dataFolder ?? null,
  });
  await app.register(backupRoutes, { folder: join(dataFolder ?? join(tmpdir(), "quarterhour"), "backups") });
  await app.register(basemapRoutes, { tianditu });
  await app.register(webPages, { webFolder: webFolder ?? join(import.meta.dirname, "../../../web/dist") });
  return app;
}

function cities(store: Store, compute: ComputePoolOptions | undefined, reached: AppOptions["workers"]) {
  return plugin(
    async (app: FastifyInstance) => {
      const pool = new ComputePool({
        onCrash: (error) => app.log.error({ err: error }, "a thread that computes ended unexpectedly"),
        onUnawaited: (error) =>
          app.log.error({ err: error }, "work in advance failed: answers take longer, and are the same"),
        ...compute,
      });
      app.decorate("store", store);
      app.decorate("computePool", pool);
      const workers = reached ? new ReachWorkers({ store, log: app.log, ...reached }) : null;
      app.decorate("cities", new CityContexts(store, app.log, pool, workers));
      if (workers) app.addHook("preClose", () => workers.close());
      app.decorate("answers", new AnswerCache(answers));
      // After the last answer was sent.
      app.addHook("onClose", () => pool.close());
    },
    { name: "cities" },
  );
}
