/** Against a local server that behaves like the public ones, on its bad days too. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { downloadExtract } from "../../../src/intake/download/download.ts";
import type { ExtractServers } from "../../../src/intake/download/places.ts";
import { IntakeError } from "../../../src/intake/errors.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const map = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const newer = Buffer.from(map.map((byte) => byte ^ 1));
const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest("hex");
const quick = { pauseMilliseconds: 1, stallMilliseconds: 300, retries: 3 };

let server: Server;
let servers: ExtractServers;
let folder: string;
/** Path → answer; what is not there is a 404. */
const pages = new Map<string, Answer>();
const asked: { path: string; range: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ path: request.url!, range: request.headers.range });
    const answer = pages.get(request.url!);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  servers = { geofabrik: base, bbbike: `${base}/osm/bbbike` };
});

afterAll(() => server.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quarterhour-download-"));
  asked.length = 0;
  pages.clear();
  pages.set("/osm/bbbike/", text('<a href="../">..</a> <a href="Beijing/">Beijing</a> <a href="Berlin/">Berlin</a>'));
  const region = (id: string, parent: string, name: string) => ({
    properties: { id, parent, name, urls: { pbf: `https://download.geofabrik.de/${parent}/${id}-latest.osm.pbf` } },
  });
  const features = [
    region("jiangsu", "china", "Jiangsu"),
    region("georgia", "us", "Georgia"),
    region("georgia", "asia", "Georgia"),
    region("hong-kong", "china", "Hong Kong"),
  ];
  pages.set("/index-v1-nogeom.json", text(JSON.stringify({ type: "FeatureCollection", features })));
  pages.set("/china/jiangsu-latest.osm.pbf", file(map, '"v1"'));
  pages.set("/china/jiangsu-latest.osm.pbf.md5", text(`${md5(map)}  jiangsu-261101.osm.pbf\n`));
  pages.set("/osm/bbbike/Beijing/Beijing.osm.pbf", file(map, '"b"'));
  pages.set(
    "/osm/bbbike/Beijing/CHECKSUM.txt",
    text(`${"0".repeat(32)}  Beijing.osm.gz\n${md5(map)}  Beijing.osm.pbf\n${"1".repeat(64)}  Beijing.osm.pbf\n`),
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

const text =
  (body: string): Answer =>
  (_request, response) =>
    void response.end(body);

/** As a well-kept server gives a file: whole, or on from where it is asked while it is the same. */
function file(bytes: Buffer, tag: string): Answer {
  return ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? Number.NaN);
    if (from >= bytes.length && headers["if-range"] === tag) {
      response.writeHead(416, { "Content-Range": `bytes */${bytes.length}` }).end();
    } else if (from >= 0 && headers["if-range"] === tag) {
      const rest = bytes.subarray(from);
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { "Content-Range": range, "Content-Length": rest.length, ETag: tag }).end(rest);
    } else response.writeHead(200, { "Content-Length": bytes.length, ETag: tag }).end(bytes);
  };
}

/** Sends so many bytes and hangs up. */
function cutAfter(count: number, whole: Answer): Answer {
  return (request, response) => {
    const { write } = response;
    response.end = ((chunk: Buffer) => {
      write.call(response, chunk.subarray(0, count), "utf8", () => setTimeout(() => response.destroy(), 30));
      return response;
    }) as typeof response.end;
    whole(request, response);
  };
}

/** Each answer for one request, the last for all that follow. */
const inTurn =
  (...answers: Answer[]): Answer =>
  (request, response) =>
    (answers.length > 1 ? answers.shift()! : answers[0])(request, response);

const download = (place: string, signal?: AbortSignal) =>
  downloadExtract(place, folder, servers, () => {}, { ...quick, ...(signal ? { signal } : {}) });
const jiangsu = "/china/jiangsu-latest.osm.pbf";
const partOf = (path: string) => asked.filter(({ path: one }) => one === path);

test.each(["江苏", "江苏省", "jiangsu", " Jiangsu ", "geofabrik:Jiangsu"])(
  "%s is found and comes whole",
  async (place) => {
    const found = await download(place);
    expect(found).toMatchObject({ name: "Jiangsu", wasThere: false });
    expect(readFileSync(found.file).equals(map)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["jiangsu-latest.osm.pbf", "jiangsu-latest.osm.pbf.md5"]);
  },
);

test("a city of BBBike's list comes from there, checked by the right line of its checksums", async () => {
  expect(await download("北京")).toMatchObject({ name: "Beijing" });
  expect(partOf("/osm/bbbike/Beijing/Beijing.osm.pbf")).toHaveLength(1);
  await expect(download("geofabrik:Beijing")).rejects.toThrow(/No extract/);
});

test("without BBBike the other server is asked all the same", async () => {
  pages.delete("/osm/bbbike/");
  expect(await download("江苏")).toMatchObject({ name: "Jiangsu" });
});

test("of two regions of one name the nearer to China is meant", async () => {
  pages.set("/asia/georgia-latest.osm.pbf", file(map, '"a"'));
  pages.set("/asia/georgia-latest.osm.pbf.md5", text(`${md5(map)}  georgia-latest.osm.pbf`));
  expect((await download("georgia")).url).toMatch(/\/asia\/georgia/);
});

test("what is not there names what comes near, and how to get a city of a province", async () => {
  await expect(download("Hong")).rejects.toThrow(/Hong Kong/);
  await expect(download("南京")).rejects.toThrow(/--clip 南京市/);
  await expect(download("  ")).rejects.toThrow(IntakeError);
});

test("a download that breaks off goes on where it stopped", async () => {
  const whole = file(map, '"v1"');
  pages.set(jiangsu, inTurn(cutAfter(120_000, whole), cutAfter(50_000, whole), whole));
  const { file: there } = await download("江苏");
  expect(readFileSync(there).equals(map)).toBe(true);
  const ranges = partOf(jiangsu).map(({ range }) => range);
  expect(ranges[0]).toBeUndefined();
  expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ""))).toBe(true);
});

test("what came before it was given up is gone on with by the next command", async () => {
  const whole = file(map, '"v1"');
  pages.set(
    jiangsu,
    inTurn(cutAfter(120_000, whole), (_request, response) => void response.writeHead(503).end()),
  );
  await expect(download("江苏")).rejects.toThrow(/goes on from there/);
  pages.set(jiangsu, whole);
  asked.length = 0;
  expect(readFileSync((await download("江苏")).file).equals(map)).toBe(true);
  expect(partOf(jiangsu)[0].range).toMatch(/^bytes=[1-9]/);
});

test("a file that changed meanwhile begins anew", async () => {
  pages.set(jiangsu, inTurn(cutAfter(120_000, file(map, '"v1"')), file(newer, '"v2"')));
  pages.set(`${jiangsu}.md5`, text(`${md5(newer)}  x`));
  expect(readFileSync((await download("江苏")).file).equals(newer)).toBe(true);
});

test("a damaged file is thrown away and said to be", async () => {
  pages.set(`${jiangsu}.md5`, text(`${md5(newer)}  x`));
  await expect(download("江苏")).rejects.toThrow(/came damaged/);
  expect(readdirSync(folder).filter((name) => name.endsWith(".pbf") || name.endsWith(".part"))).toEqual([]);
});

test("the same file is not fetched twice, a newer one is", async () => {
  await download("江苏");
  expect(await download("江苏")).toMatchObject({ wasThere: true });
  expect(partOf(jiangsu)).toHaveLength(1);
  pages.set(jiangsu, file(newer, '"v2"'));
  pages.set(`${jiangsu}.md5`, text(`${md5(newer)}  x`));
  expect(readFileSync((await download("江苏")).file).equals(newer)).toBe(true);
});

test("trouble that passes is waited for, a refusal is not", async () => {
  const busy: Answer = (_request, response) => void response.writeHead(429).end();
  pages.set(jiangsu, inTurn(busy, busy, file(map, '"v1"')));
  expect((await download("江苏")).wasThere).toBe(false);
  pages.set(`${jiangsu}.md5`, text(`${md5(newer)}  x`));
  pages.set(jiangsu, (_request, response) => void response.writeHead(403).end());
  asked.length = 0;
  await expect(download("江苏")).rejects.toThrow(/answered 403/);
  expect(partOf(jiangsu)).toHaveLength(1);
});

test("a server that falls silent is not waited for without end", async () => {
  pages.set(jiangsu, (_request, response) => {
    response.writeHead(200, { "Content-Length": map.length, ETag: '"v1"' });
    response.write(map.subarray(0, 1000));
  });
  await expect(download("江苏")).rejects.toThrow(/nothing came for 0.3 s|could not be fetched/);
});

test("mirrors are followed, endless ways round are not", async () => {
  pages.set(jiangsu, (_request, response) => void response.writeHead(302, { Location: "/mirror" }).end());
  pages.set("/mirror", file(map, '"m"'));
  expect((await download("江苏")).name).toBe("Jiangsu");
  pages.set(`${jiangsu}.md5`, text(`${md5(newer)}  x`));
  pages.set("/mirror", (_request, response) => void response.writeHead(302, { Location: "/mirror" }).end());
  await expect(download("江苏")).rejects.toThrow(/without end/);
});

test("cancelling stops at once and keeps what came", async () => {
  const stop = new AbortController();
  pages.set(jiangsu, (_request, response) => {
    response.writeHead(200, { "Content-Length": map.length, ETag: '"v1"' });
    response.write(map.subarray(0, 1000), () => setTimeout(() => stop.abort(), 20));
  });
  await expect(download("江苏", stop.signal)).rejects.toThrow(/abort/i);
  expect(readdirSync(folder)).toContain("jiangsu-latest.osm.pbf.part");
});

test("a list that is none is told", async () => {
  pages.set("/index-v1-nogeom.json", text("<html>maintenance</html>"));
  await expect(download("江苏")).rejects.toThrow(/not the list of extracts/);
});
