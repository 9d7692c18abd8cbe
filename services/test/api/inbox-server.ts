/** The app over a store with one town, stewards logged in, and residents who have had their forms for a while. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword, newToken } from "../../src/accounts/passwords.ts";
import { buildApp } from "../../src/api/app.ts";
import { csrfToken } from "../../src/api/auth.ts";
import { issueForm } from "../../src/inbox/form-token.ts";
import type { Role, Store } from "../../src/store/index.ts";
import { bareOutlet, sampleCity } from "../store/samples.ts";
import { DocumentedApp } from "./documented.ts";
import { openAnyStore } from "../stores.ts";

const SECRET = "a secret of the tests";

export interface InboxServer {
  app: FastifyInstance;
  store: Store;
  documented: DocumentedApp;
  /** A form that was asked for some seconds ago. */
  form(city?: string, secondsAgo?: number): string;
  /** Asks as somebody with an account. */
  as(
    who: "steward" | "second" | "bureau",
    status: number,
    method: InjectOptions["method"],
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse>;
  /** Sends a report from an address of its own, or the one given. */
  report(
    status: number,
    report: object,
    from?: { address?: string; photo?: Buffer; city?: string },
  ): Promise<LightMyRequestResponse>;
  /** A shop in town; its id. */
  shop(name: string, lng?: number): Promise<string>;
  close(): Promise<void>;
}

export async function startInboxServer(): Promise<InboxServer> {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-inbox-"));
  const store = await openAnyStore(folder);
  const app = await buildApp({ store, webFolder: "/nowhere", dataFolder: folder, secret: SECRET });
  const documented = await DocumentedApp.of(app);
  await store.putCity(sampleCity("town"));
  await store.putCity(sampleCity("elsewhere"));
  const password = await hashPassword("four quiet words");
  const headers: Record<string, Record<string, string>> = {};
  for (const [login, role] of Object.entries({ steward: "steward", second: "steward", bureau: "bureau" })) {
    const { id } = await store.addAccount({ login, name: login, password, roles: [role as Role], cities: null });
    const { token, hash } = newToken();
    await store.addSession(hash, id, 3600);
    headers[login] = { cookie: `quarterhour_session=${token}`, "x-csrf-token": csrfToken(token) };
  }
  let addresses = 0;
  const form = (city = "town", secondsAgo = 10) => issueForm(SECRET, city, Date.now() - secondsAgo * 1000);
  return {
    app,
    store,
    documented,
    form,
    as: (who, status, method, url, payload) =>
      documented.ask(status, { method, url, headers: headers[who], ...(payload ? { payload } : {}) }),
    report(status, report, { address = `2001:db8:0:${(++addresses).toString(16)}::1`, photo, city = "town" } = {}) {
      const body = { form: form(city), ...report };
      return documented.ask(status, {
        method: "POST",
        url: `/api/cities/${city}/reports`,
        remoteAddress: address,
        ...(photo ? multipart(JSON.stringify(body), photo) : { payload: body }),
      });
    },
    async shop(name, lng = 118.05) {
      const [id] = await store.addOutlets("town", "test", null, [
        bareOutlet({
          name,
          location: [lng, 38.75],
          address: "同福路 1 号",
          services: [{ category: "small-repair", kind: "shoe" }],
        }),
      ]);
      return id;
    },
    async close() {
      await app.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As a browser sends a form with a picture. */
export function multipart(report: string, photo: Buffer, names: { report?: string; photo?: string } = {}) {
  const boundary = "----quarterhour-test";
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${names.report ?? "report"}"\r\n\r\n${report}\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="${names.photo ?? "photo"}"; filename="IMG_1.jpg"\r\n` +
        `Content-Type: image/jpeg\r\n\r\n`,
    ),
    photo,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { payload, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}
