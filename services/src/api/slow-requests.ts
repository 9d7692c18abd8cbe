/** Nobody keeps a connection by sending slowly. Uploads of files have as long as the server gives any request. */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

/** For the body of a request that is no upload: at most 2 MB. */
const BODY_MILLISECONDS = 30_000;

/** From the first byte to the last of any request: 512 MB in 15 minutes are 4.8 Mbit/s. */
export const REQUEST_MILLISECONDS = 15 * 60_000;

export const slowRequests = plugin(
  async (app: FastifyInstance, { bodyMilliseconds = BODY_MILLISECONDS }: { bodyMilliseconds?: number }) => {
    app.addHook("onRequest", async (request) => {
      const { headers, raw } = request;
      const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
      if (!hasBody || headers["content-type"]?.startsWith("multipart/") === true) return;
      const timer = setTimeout(() => raw.destroy(), bodyMilliseconds).unref();
      const stop = () => clearTimeout(timer);
      raw.once("end", stop).once("close", stop);
    });
  },
  { name: "slow-requests" },
);
