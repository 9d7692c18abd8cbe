/** Documents behind the API: made by the press, kept for those who ask for the same again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { createHash } from "node:crypto";
import type { DocumentOrder, MadeDocument, OnStep } from "../reports/documents.ts";
import { Press, PressBusy, PressFailed } from "../reports/press.ts";
import type { CityContext } from "./city-context.ts";
import { Problem } from "./problem.ts";

declare module "fastify" {
  interface FastifyInstance {
    documents: Documents;
  }
}

export const mediaTypes = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
  svg: "image/svg+xml",
  csv: "text/csv",
  geojson: "application/geo+json",
} as const;

export type Ending = keyof typeof mediaTypes;

const mostKept = 24;

/** The last documents made, by what they were made from. */
class Documents {
  readonly #press: Press;
  readonly #log: FastifyInstance["log"];
  /** Least recently asked for first. */
  readonly #made = new Map<string, Promise<MadeDocument>>();

  constructor(log: FastifyInstance["log"]) {
    this.#log = log;
    this.#press = new Press({
      onCrash: (err) => log.error({ err }, "the process that makes documents ended unexpectedly"),
    });
  }

  /**
   * Throws a 503 Problem where too many are waiting or the city has no basemap. What has been asked for is made, whoever
   * has hung up: the next who asks finds it there.
   */
  async make(context: CityContext, order: DocumentOrder, onStep?: OnStep): Promise<MadeDocument> {
    const basemap = await context.basemapBytes();
    if (basemap === null) {
      throw new Problem(503, `${context.city.id} has no map to draw; "quarterhour city add" makes it.`);
    }
    const key = createHash("sha256")
      .update(JSON.stringify([basemap.version, order]))
      .digest("hex");
    const known = this.#made.get(key);
    if (known !== undefined) {
      this.#made.delete(key);
      this.#made.set(key, known);
      return known;
    }
    const stored = { city: context.city.id, ...basemap };
    const making = this.#press.make(order, stored, onStep).catch((error: unknown) => {
      if (error instanceof PressBusy || error instanceof PressFailed) throw new Problem(503, error.message);
      throw error;
    });
    this.#made.set(key, making);
    making.catch(() => this.#made.delete(key));
    for (const old of this.#made.keys()) {
      if (this.#made.size <= mostKept) break;
      this.#made.delete(old);
    }
    const made = await making;
    if (made.missing.length > 0) {
      this.#log.warn(
        { document: order.kind, city: context.city.id, characters: made.missing },
        "no font has these characters; they are drawn as 〓. A font of the system that has them is used once it is installed (Debian: fonts-noto-cjk, fonts-hanazono).",
      );
    }
    return made;
  }

  close(): Promise<void> {
    return this.#press.close();
  }
}

export const documentsPlugin = plugin(
  async (app: FastifyInstance) => {
    const documents = new Documents(app.log);
    app.decorate("documents", documents);
    app.addHook("onClose", () => documents.close());
  },
  { name: "documents", dependencies: ["cities"] },
);

/** Where people reach this service, for links in documents. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

export function sendDocument(
  reply: FastifyReply,
  name: string,
  ending: Ending,
  made: Pick<MadeDocument, "bytes" | "missing">,
) {
  const isShown = ending === "svg" || ending === "pdf";
  reply.type(ending === "csv" ? "text/csv; charset=utf-8" : mediaTypes[ending]);
  reply.header(
    "Content-Disposition",
    `${isShown ? "inline" : "attachment"}; filename="document.${ending}"; filename*=UTF-8''${encodeURIComponent(`${name}.${ending}`)}`,
  );
  reply.header("Cache-Control", "no-cache");
  // Its own letters and styles, and nothing else.
  if (ending === "svg") {
    reply.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox");
  }
  if (made.missing.length > 0) reply.header("Quarterhour-Missing-Letters", encodeURIComponent(made.missing.join("")));
  return reply.send(Buffer.from(made.bytes) as unknown as string);
}
