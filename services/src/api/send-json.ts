import type { FastifyReply } from "fastify";
import type { Answer } from "../compute/answer-cache.ts";

/**
 * Sends JSON that a thread wrote, as it is, and says when it is sent. What a handler returns is typed by its schema;
 * these bytes are held to it by tests instead.
 */
export function sendJson(
  reply: FastifyReply,
  { bytes, sent }: Answer | { bytes: Uint8Array; sent?: undefined },
): never {
  if (sent !== undefined) {
    // All handed to the system, or nobody left to take it.
    reply.raw.once("finish", sent);
    reply.raw.once("close", sent);
  }
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Fastify knows bytes by their ArrayBuffer, and would write out those in shared memory number by number.
  return reply.type("application/json; charset=utf-8").serializer(asItIs).send(body) as never;
}

const asItIs = ((body: unknown) => body) as (body: unknown) => string;
