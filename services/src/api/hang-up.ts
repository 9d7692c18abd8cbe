import type { FastifyReply } from "fastify";
import { HungUp } from "./problem.ts";

/** Aborts where the connection ends before the answer is sent: nobody waits for what has not begun by then. */
export function hangUpSignal(reply: FastifyReply): AbortSignal {
  const abort = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) abort.abort(new HungUp("the connection was closed before the answer"));
  });
  return abort.signal;
}
