/** The client of an OSRM server against real answers, errors included, and against servers that misbehave. */
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CircuitBreaker } from "../src/engines/osrm/breaker.ts";
import { OsrmClient, parseOsrmUrl, type OsrmClientOptions } from "../src/engines/osrm/client.ts";
import { OsrmError } from "../src/engines/osrm/errors.ts";
import type { Position } from "../src/index.ts";
import { always, OsrmServer, recorded, send } from "./osrm-server.ts";

const place: Position = [113.94, 22.548];
let server: OsrmServer;
beforeEach(async () => {
  server = await OsrmServer.start(always("nearest-ok"));
});
afterEach(() => server.close());

const quick = { retryMilliseconds: 1, timeoutMilliseconds: 2000, breakerFailures: 1000 };
const clientOf = (options: OsrmClientOptions = {}) => new OsrmClient(server.url, { ...quick, ...options });
const patience = () => AbortSignal.timeout(10_000);
const ask = (client: OsrmClient) => client.ask("nearest", [place], { number: "1" }, patience());

async function faultOf(asking: Promise<unknown>): Promise<OsrmError> {
  const error = await asking.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OsrmError);
  return error as OsrmError;
}

describe("what a server answers", () => {
  test("an answer is handed over as it is", async () => {
    expect(await ask(clientOf())).toEqual(recorded("nearest-ok").body);
    expect(server.asked[0].path).toBe("/nearest/v1/foot/113.94,22.548?number=1");
  });

  test("coordinates have six decimals at most, and never an exponent", async () => {
    const places: Position[] = [
      [113.123456789, -22.00000004],
      [0.0000004, 1e-7],
    ];
    await clientOf().ask("table", places, { sources: "0", destinations: "0;1" }, patience());
    expect(server.asked[0].path).toBe("/table/v1/foot/113.123457,-22;0,0?sources=0&destinations=0;1");
  });

  test.each([
    ["bad-version", "InvalidVersion", /does not know version 1.*Service table not found!/],
    ["nearest-invalid-number", "InvalidOptions", /did not accept an option or a coordinate \(InvalidOptions\)/],
    ["nearest-malformed", "InvalidQuery", /did not understand the question.*position 17/],
    ["nearest-no-segment", "NoSegment", /no walkable way near a place/],
    ["nearest-out-of-range", "InvalidOptions", /Coordinates are invalid/],
    ["route-one-coordinate", "InvalidOptions", /needs to be at least two/],
    ["table-no-segment", "NoSegment", /segment for coordinate 0/],
    ["table-too-big", "TooBig", /larger than the OSRM server allows/],
    ["unknown-service", "InvalidService", /does not know this service/],
  ])("the refusal %s is told in words and not tried again", async (name, code, message) => {
    server.answer = always(name);
    const error = await faultOf(ask(clientOf()));
    expect(error).toMatchObject({ fault: "refused", code });
    expect(error.message).toMatch(message);
    expect(server.asked).toHaveLength(1);
  });

  test.each(["InvalidValue", "InvalidUrl", "NoRoute", "NoTable", "NotImplemented", "DisabledDataset", "Surprise"])(
    "the code %s is told in words",
    async (code) => {
      server.answer = (_question, response) => send(response, 400, { code, message: "so\u0000it\u001b[31m is" });
      const error = await faultOf(ask(clientOf()));
      expect(error).toMatchObject({ fault: "refused", code });
      expect(error.message).toMatch(/^[\p{L}\p{N}\p{P}\p{Zs}]+$/u);
    },
  );
});

describe("a server that misbehaves", () => {
  test.each([500, 502, 503, 504, 429])("HTTP %i is tried again, and given up after the retries", async (status) => {
    server.answer = (_question, response) => send(response, status, "<html>no</html>");
    expect(await faultOf(ask(clientOf({ retries: 2 })))).toMatchObject({ fault: "failing" });
    expect(server.asked).toHaveLength(3);
  });

  test("a connection that is cut is tried again", async () => {
    server.answer = (question, response, request) => {
      if (server.asked.length < 3) request.socket.destroy();
      else always("nearest-ok")(question, response, request);
    };
    expect(await ask(clientOf({ retries: 2 }))).toMatchObject({ code: "Ok" });
    expect(server.asked).toHaveLength(3);
  });

  test("nothing listens", async () => {
    const client = clientOf({ retries: 1 });
    await server.close();
    const error = await faultOf(ask(client));
    expect(error.fault).toBe("unreachable");
    expect(error.message).toBe("OSRM cannot be reached: nothing listens there");
  });

  test("a slow answer is given up and not asked for again", async () => {
    server.answer = () => {};
    expect(await faultOf(ask(clientOf({ timeoutMilliseconds: 50 })))).toMatchObject({ fault: "slow" });
    expect(server.asked).toHaveLength(1);
  });

  test("an answer that trickles is given up too", async () => {
    server.answer = (_question, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"code":');
    };
    expect(await faultOf(ask(clientOf({ timeoutMilliseconds: 50 })))).toMatchObject({ fault: "slow" });
  });

  test("the patience of the question ends it before its own time", async () => {
    server.answer = () => {};
    const asking = clientOf().ask("nearest", [place], {}, AbortSignal.timeout(30));
    expect(await faultOf(asking)).toMatchObject({ fault: "slow" });
  });

  test.each([
    ["JSON that breaks off", "application/json", '{"code":"Ok","waypoints":[{"dist', /broken off/],
    ["a page", "text/html; charset=utf-8", "<html><h1>Welcome to nginx!</h1></html>", /text\/html instead of JSON/],
    ["a page with no type", "", "hello", /something instead of JSON/],
    ["nothing", "application/json", "", /empty/],
    ["a list", "application/json", "[1]", /not OSRM's/],
    ["a word", "application/json", '"Ok"', /not OSRM's/],
    ["an object without a code", "application/json", '{"status":"ok"}', /not OSRM's/],
  ])("%s in place of an answer", async (_name, type, body, message) => {
    server.answer = (_question, response) => response.writeHead(200, type ? { "content-type": type } : {}).end(body);
    const error = await faultOf(ask(clientOf()));
    expect(error.fault).toBe("garbled");
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/nginx|hello/);
    expect(server.asked).toHaveLength(1);
  });

  test("a body that is cut off in the middle", async () => {
    server.answer = (_question, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"code":"Ok"', () => response.destroy());
    };
    expect(await faultOf(ask(clientOf({ retries: 1 })))).toMatchObject({ fault: "unreachable" });
    expect(server.asked).toHaveLength(2);
  });

  test("a body without end is left at the allowed size", async () => {
    let sent = 0;
    server.answer = (_question, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (!response.destroyed && sent < 2 ** 30) {
          sent += 65_536;
          if (!response.write(" ".repeat(65_536))) {
            response.once("drain", more);
            return;
          }
        }
      };
      more();
    };
    const error = await faultOf(ask(clientOf({ maxResponseBytes: 2 ** 20 })));
    expect(error.message).toBe("OSRM's answer is larger than 1 MiB");
    expect(sent).toBeLessThan(2 ** 25);
  });

  test("a redirect is not followed", async () => {
    const other = await OsrmServer.start(always("nearest-ok"));
    try {
      for (const status of [301, 302, 307, 308]) {
        server.answer = (_question, response) => response.writeHead(status, { location: other.url.href }).end();
        const error = await faultOf(ask(clientOf()));
        expect(error.fault).toBe("garbled");
        expect(error.message).toMatch(/answers with a redirect/);
      }
      expect(other.asked).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test.each([413, 414, 431])("HTTP %i says that the address is too long", async (status) => {
    server.answer = (_question, response) => response.writeHead(status).end("<html>");
    expect(await faultOf(ask(clientOf()))).toMatchObject({ fault: "refused", code: "TooLong" });
  });
});

describe("credentials", () => {
  test("go into a header and into no message", async () => {
    const url = parseOsrmUrl(server.url.href.replace("//", "//planner:s%40cret@"));
    const client = new OsrmClient(url, { ...quick, retries: 0, timeoutMilliseconds: 50 });
    await ask(client);
    expect(server.headers[0].authorization).toBe(`Basic ${Buffer.from("planner:s@cret").toString("base64")}`);
    expect(server.asked[0].path).not.toContain("planner");
    const wrongs: OsrmServer["answer"][] = [
      always("nearest-malformed"),
      (_question, response) => send(response, 500, ""),
      (_question, response) => send(response, 401, "<html>"),
      (_question, response) => response.writeHead(302, { location: url.href }).end(),
      (_question, _response, request) => request.socket.destroy(),
      () => {},
    ];
    for (const wrong of wrongs) {
      server.answer = wrong;
      expect(inspect(await faultOf(ask(client)), { depth: 10 })).not.toMatch(/planner|s@cret|s%40cret|cGxhbm5lc/);
    }
  });

  test.each([
    ["ftp://planner:secret@osrm", /http or https/],
    ["osrm:5000", /http or https/],
    ["", /http or https/],
    ["http://", /http or https/],
    ["http://planner:secret@osrm:5000/?a=b", /without \? and #/],
    ["http://planner:secret@osrm:5000/#x", /without \? and #/],
    ["http://plan%ner:secret@osrm", /percent-encoding/],
  ])("the address %s is refused without being repeated", (text, message) => {
    let said = "";
    try {
      parseOsrmUrl(text);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      said = inspect(error);
    }
    expect(said).toMatch(message);
    expect(said.split("\n")[0]).not.toMatch(/secret/);
  });

  test("a path before OSRM's own is kept", async () => {
    await ask(new OsrmClient(parseOsrmUrl(` ${server.url.href}maps/foot/ `), quick));
    expect(server.asked[0].path).toMatch(/^\/maps\/foot\/nearest\/v1\/foot\//);
  });
});

describe("leaving a failing server alone", () => {
  test("after so many failures nothing is asked; after the rest one probe is, and closes or opens it again", async () => {
    const client = clientOf({ retries: 0, breakerFailures: 3, breakerMilliseconds: 200 });
    server.answer = (_question, response) => send(response, 503, "");
    for (let i = 0; i < 3; i++) expect((await faultOf(ask(client))).fault).toBe("failing");
    expect((await faultOf(ask(client))).message).toMatch(/left alone for 1 s/);
    expect(server.asked).toHaveLength(3);
    const rest = () => new Promise((resolve) => setTimeout(resolve, 220));
    await rest();
    // two at once: only one of them is the probe
    const faults = await Promise.all([faultOf(ask(client)), faultOf(ask(client))]);
    expect(faults.map(({ fault }) => fault).sort()).toEqual(["failing", "resting"]);
    expect(server.asked).toHaveLength(4);
    await rest();
    server.answer = always("nearest-ok");
    expect(await ask(client)).toMatchObject({ code: "Ok" });
    expect(await ask(client)).toMatchObject({ code: "Ok" });
  });

  test("a refusal is an answer and opens nothing", async () => {
    const client = clientOf({ breakerFailures: 2 });
    server.answer = always("nearest-no-segment");
    for (let i = 0; i < 5; i++) expect((await faultOf(ask(client))).code).toBe("NoSegment");
    expect(server.asked).toHaveLength(5);
  });

  test("a question that is called off says nothing of the server", async () => {
    const client = clientOf({ breakerFailures: 1 });
    server.answer = () => {};
    for (let i = 0; i < 3; i++) {
      const calling = new AbortController();
      const asking = client.ask("nearest", [place], {}, calling.signal);
      await expect.poll(() => server.asked.length).toBe(i + 1);
      calling.abort();
      await faultOf(asking);
    }
    server.answer = always("nearest-ok");
    expect(await ask(client)).toMatchObject({ code: "Ok" });
  });

  test("failures in between successes do not add up", () => {
    let now = 0;
    const breaker = new CircuitBreaker({ failures: 2, restMilliseconds: 100, now: () => now });
    for (let i = 0; i < 5; i++) {
      breaker.failed();
      breaker.succeeded();
    }
    expect(breaker.enter()).toBe("pass");
    breaker.failed();
    breaker.failed();
    expect(breaker.enter()).toBe(100);
    now = 100;
    expect(breaker.enter()).toBe("probe");
    expect(breaker.enter()).toBe(0);
    breaker.left();
    expect(breaker.enter()).toBe("probe");
    breaker.failed();
    expect(breaker.enter()).toBe(100);
  });
});

describe("many questions at once", () => {
  test("only so many are under way; all are answered", async () => {
    let underWay = 0;
    let most = 0;
    server.answer = (question, response, request) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        always("nearest-ok")(question, response, request);
      }, 5);
    };
    const client = clientOf({ concurrency: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(client)));
    expect(answers).toHaveLength(20);
    expect(most).toBe(3);
  });

  test("who waits too long leaves the line, and the others still have their turn", async () => {
    const waiting: (() => void)[] = [];
    server.answer = (question, response, request) =>
      waiting.push(() => always("nearest-ok")(question, response, request));
    const client = clientOf({ concurrency: 1 });
    const first = ask(client);
    await expect.poll(() => waiting.length).toBe(1);
    const hasty = client.ask("nearest", [place], {}, AbortSignal.timeout(20));
    const patient = ask(client);
    expect((await faultOf(hasty)).message).toMatch(/too slow for the questions that wait/);
    waiting[0]();
    await first;
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]();
    expect(await patient).toMatchObject({ code: "Ok" });
  });

  test("beyond a long line of waiting ones it says so at once", async () => {
    server.answer = () => {};
    const client = clientOf({ concurrency: 1, timeoutMilliseconds: 100, retries: 0, breakerFailures: 1 });
    const faults = await Promise.all(Array.from({ length: 300 }, () => faultOf(ask(client))));
    expect(faults.filter(({ fault }) => fault === "busy")).toHaveLength(300 - 257);
    expect(faults.filter(({ fault }) => fault === "slow")).toHaveLength(1);
    expect(faults.filter(({ fault }) => fault === "resting")).toHaveLength(256);
  });
});
