import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Role } from "../../src/store/index.ts";
import { phonePhoto, scriptSvg } from "../inbox/pictures.ts";
import { DocumentedApp } from "./documented.ts";
import { form } from "./multipart.ts";
import { signedIn } from "./signed-in.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let tiny: TinyServer;
let app: FastifyInstance;
let documented: DocumentedApp;
let headers: Partial<Record<Role, Record<string, string>>>;
let circle: string;
let other: string;
let base: string;

beforeAll(async () => {
  tiny = await startTinyServer();
  ({ app } = tiny);
  documented = await DocumentedApp.of(app);
  headers = await signedIn(tiny.store, ["planner", "bureau"]);
  const ring = [
    [118.03, 38.745],
    [118.07, 38.745],
    [118.07, 38.755],
    [118.03, 38.745],
  ];
  const boundary = { type: "Polygon" as const, coordinates: [ring] };
  const draft = { name: "同福", kind: "15min" as const, boundary, details: null, requiredBasic: null, note: null };
  const added = await tiny.store.addCircles("tiny", [draft, { ...draft, name: "另一个" }], "u_1");
  [circle, other] = added.map(({ id }) => id);
  base = `/api/cities/tiny/circles/${circle}`;
});

afterAll(() => tiny.close());

const as = (role: Role, options: InjectOptions): InjectOptions => ({
  ...options,
  headers: { ...options.headers, ...headers[role] },
});
const put = (status: number, measure: string, payload: object, role: Role = "planner") =>
  documented.ask(status, as(role, { method: "PUT", url: `${base}/evidence/${measure}`, payload }));
const list = async (query = "") => (await documented.ask(200, `${base}/evidence${query}`)).json().items;

function send(status: number, name: string, content: Buffer | string, field = "file") {
  const { payload, type } = form([[field, name, content]]);
  const url = `${base}/files`;
  return documented.ask(status, as("planner", { method: "POST", url, payload, headers: { "content-type": type } }));
}

describe("evidence", () => {
  it("is kept by measure, takes the place of what was said before, and can be withdrawn", async () => {
    const first = (
      await put(200, "breakfastKinds", { value: 5, text: " 现场清点\r\n两处 ", date: "2026-10-12" })
    ).json();
    expect(first).toMatchObject({
      measure: "breakfastKinds",
      value: 5,
      text: "现场清点\n两处",
      date: "2026-10-12",
      file: null,
    });
    await put(200, "breakfastKinds", { value: 8 });
    await put(200, "marketServices", { value: ["hygiene", "fair-scales"] });
    expect((await list()).map(({ measure, value }: { measure: string; value: unknown }) => [measure, value])).toEqual([
      ["breakfastKinds", 8],
      ["marketServices", ["fair-scales", "hygiene"]],
    ]);
    const all = await list("?all=1");
    expect(all).toHaveLength(3);
    expect(all.at(-1)).toMatchObject({ value: 5, endedAt: expect.any(String) });
    const url = `${base}/evidence/breakfastKinds`;
    await documented.ask(204, as("planner", { method: "DELETE", url }));
    await documented.ask(404, as("planner", { method: "DELETE", url }));
    expect((await list()).map(({ measure }: { measure: string }) => measure)).toEqual(["marketServices"]);
  });

  it("does not say in public who entered it; the audit log does", async () => {
    await put(200, "signMap", { value: true });
    const { id } = (await tiny.store.findAccount("planner"))!;
    const open = await documented.ask(200, `${base}/evidence?all=1`);
    expect(open.body).not.toContain(id);
    const { actor, detail } = (await tiny.store.listAudit({ limit: 1 }))[0];
    expect({ actor, detail }).toMatchObject({ actor: id, detail: { measure: "signMap", value: true } });
  });

  test.each([
    ["breakfastKinds", { value: "eight" }, "value"],
    ["breakfastKinds", { value: -1 }, "value"],
    ["harmony", { value: "great" }, "value"],
    ["platformShopShare", { value: 70 }, "value"],
    ["machinesByKind", { value: { beds: 1 } }, "value"],
    ["breakfastKinds", {}, "value"],
    ["breakfastKinds", { value: 5, date: "2099-01-01" }, "date"],
    ["breakfastKinds", { value: 5, date: "gestern" }, "date"],
    ["breakfastKinds", { value: 5, file: "f_zzzzzz" }, "file"],
    ["breakfastKinds", { value: 5, text: "字".repeat(2001) }, "text"],
    ["happiness", { value: 5 }, "measure"],
  ])("%s refuses %j", async (measure, payload, field) => {
    const before = await list("?all=1");
    const { errors } = (await put(400, measure, payload)).json();
    expect(errors.map((one: { field: string }) => one.field)).toContain(field);
    expect(await list("?all=1")).toEqual(before);
  });

  it("is for planners to enter, of circles that there are", async () => {
    const payload = { value: true };
    const url = `${base}/evidence/signMap`;
    expect((await documented.ask(401, { method: "PUT", url, payload })).json().detail).toMatch(/Log in/);
    await put(403, "signMap", payload, "bureau");
    const nowhere = "/api/cities/tiny/circles/q_zzzzzz/evidence";
    await documented.ask(404, nowhere);
    await documented.ask(404, as("planner", { method: "PUT", url: `${nowhere}/signMap`, payload }));
  });
});

describe("files", () => {
  it("are pictures written anew, without what the camera knew", async () => {
    const sent = (await send(201, "../证据 1.jpeg", await phonePhoto(80, 60))).json();
    expect(sent).toMatchObject({ name: "证据 1.jpg", mediaType: "image/jpeg" });
    const kept = (await put(200, "scanToPayAndCameras", { value: true, file: sent.id })).json();
    expect(kept.file).toEqual(sent);
    const url = `${base}/files/${sent.id}`;
    await documented.ask(401, url);
    const got = await documented.ask(200, as("bureau", { url }));
    expect(got.headers["content-type"]).toBe("image/jpeg");
    expect(got.rawPayload.toString("latin1")).not.toMatch(/SecretPhone|Wang Xiaoming|Exif/);
    // of another circle it is none
    await documented.ask(404, as("bureau", { url: url.replace(circle, other) }));
  });

  it("are PDFs, handed out to be saved", async () => {
    const pdf = Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n");
    const sent = (await send(201, "第三方评价报告.PDF", pdf)).json();
    expect(sent).toMatchObject({ name: "第三方评价报告.pdf", mediaType: "application/pdf", bytes: pdf.length });
    const got = await documented.ask(200, as("bureau", { url: `${base}/files/${sent.id}` }));
    expect(got.headers["content-disposition"]).toMatch(/^attachment; filename\*=UTF-8''%E7%AC%AC/);
    expect(got.rawPayload.equals(pdf)).toBe(true);
  });

  it("are nothing else, whatever they are called", async () => {
    const refusals = await Promise.all([
      send(400, "photo.jpg", scriptSvg),
      send(400, "photo.jpg", "MZ"),
      send(400, "half.pdf", "%PDF-1.7 and no end"),
      send(400, "photo.jpg", await phonePhoto(40, 40), "picture"),
      send(413, "large.pdf", Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(10 * 1024 * 1024)])),
      documented.ask(415, as("planner", { method: "POST", url: `${base}/files`, payload: { file: "x" } })),
    ]);
    expect(refusals[0].json().errors[0].message).toMatch(/JPEG, PNG or WebP picture, or a PDF/);
    const files = await tiny.store.listCircleFiles("tiny", circle);
    expect(files.map(({ name }) => name)).toEqual(["证据 1.jpg", "第三方评价报告.pdf"]);
  });
});
