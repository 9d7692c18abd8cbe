/** A backup of everything, for administrators: the way to one while the embedded store is served. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { randomBytes } from "node:crypto";
import { mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Type } from "typebox";
import { writeBackup } from "../../backup/file.ts";
import { actorOf } from "../auth.ts";
import { Problem } from "../problem.ts";
import { problems } from "../schemas/common.ts";

const routes: FastifyPluginAsyncTypebox<{ folder: string }> = async (app, { folder }) => {
  let isBusy = false;
  app.get(
    "/api/backup",
    {
      config: { needs: "admin" },
      schema: {
        operationId: "getBackup",
        tags: ["Service"],
        summary: "Everything the store holds, at one moment, as a file that `quarterhour restore` takes",
        response: {
          200: {
            description: "The file; it was read again before it is sent",
            content: { "application/gzip": { schema: Type.String() } },
          },
          ...problems(401, 403, 503),
        },
      },
    },
    async (request, reply) => {
      if (isBusy) throw new Problem(503, "Another backup is being made. Please try again soon.");
      isBusy = true;
      const file = join(folder, `${randomBytes(8).toString("hex")}.qhb`);
      try {
        await mkdir(folder, { recursive: true });
        // to a file first: whoever reads it slowly holds up nobody
        const { rows } = await writeBackup(app.store, file);
        const { size } = await stat(file);
        const detail = { rows, bytes: size };
        await app.store.addAudit({ actor: actorOf(request), action: "backup.made", city: null, subject: null, detail });
        const day = new Date().toISOString().slice(0, 10);
        reply.header("Content-Disposition", `attachment; filename="quarterhour-${day}.qhb"`);
        reply.header("Cache-Control", "no-store");
        reply.header("Content-Length", size);
        reply.type("application/gzip");
        const handle = await open(file);
        // an open file is there until it is closed, as this one is with its stream, whatever becomes of this process
        await rm(file);
        return await reply.send(handle.createReadStream() as unknown as string);
      } finally {
        await rm(file, { force: true });
        isBusy = false;
      }
    },
  );
};

export const backupRoutes = plugin(routes, {
  name: "backup-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
