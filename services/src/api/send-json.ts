import type { FastifyReply } from "fastify";

/**
 * Sends JSON that a thread wrote, as it is. What a handler returns is typed by its schema; these bytes are held to it by
 * tests instead.
 */
export function sendJson(reply: FastifyReply, bytes: Uint8Array): never {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return reply.type("application/json; charset=utf-8").send(body) as never;
}
