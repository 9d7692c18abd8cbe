/**
 * Load on an HTTP server: so many connections, each asking again as soon as it has its answer. A process of its own,
 * told what to ask by its parent. It reads no more of an answer than its length, so that it takes as little as it can of
 * the processors it shares with the server.
 */
import { connect } from "node:net";
import type { Socket } from "node:net";

export interface Request {
  method: "GET" | "POST";
  path: string;
  body?: string;
}

export interface LoadTask {
  host: string;
  port: number;
  connections: number;
  /** Asked one after another, from the first again after the last. */
  requests: Request[];
  /** Ends after so many seconds, or once each request was asked, whichever comes first. */
  seconds: number;
  once: boolean;
  /** So many answers, spread over the run, are handed back whole. */
  samples: number;
  headers?: Record<string, string>;
}

export interface LoadReport {
  /** Of answers with a status of 200 to 299, in the order they came. */
  milliseconds: number[];
  /** Index of the request behind each of them. */
  request: number[];
  bytes: number;
  /** How often each other status came, and broken connections. */
  errors: Record<string, number>;
  seconds: number;
  cpuSeconds: number;
  samples: { request: Request; status: number; body: string }[];
}

const headEnd = Buffer.from("\r\n\r\n");

function load(task: LoadTask): Promise<LoadReport> {
  const { connections, requests, samples } = task;
  const encoded = requests.map((request) => encode(request, task));
  const report: LoadReport = {
    milliseconds: [],
    request: [],
    bytes: 0,
    errors: {},
    seconds: 0,
    cpuSeconds: 0,
    samples: [],
  };
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  let asked = 0;
  let nextSampleAt = startedAt;
  const isOver = (): boolean =>
    performance.now() - startedAt >= task.seconds * 1000 || (task.once && asked >= requests.length);

  /** Asks over one connection until the end; resolves then, also where the connection breaks. */
  const run = (): Promise<void> =>
    new Promise((resolve) => {
      const socket: Socket = connect({ host: task.host, port: task.port, noDelay: true });
      let request = -1;
      let askedAt = 0;
      let head: Buffer = Buffer.alloc(0);
      let status = 0;
      /** Bytes of the body still to come; -1 within the head. */
      let left = -1;
      let kept: Buffer[] | null = null;
      const ask = (): void => {
        if (isOver()) {
          socket.end();
          resolve();
          return;
        }
        request = asked++ % requests.length;
        askedAt = performance.now();
        kept = report.samples.length < samples && askedAt >= nextSampleAt ? [] : null;
        if (kept !== null) nextSampleAt += (task.seconds * 1000) / samples;
        socket.write(encoded[request]);
      };
      const end = (): void => {
        if (status >= 200 && status < 300) {
          report.milliseconds.push(performance.now() - askedAt);
          report.request.push(request);
        } else count(report.errors, `status ${status}`);
        if (kept !== null) {
          report.samples.push({ request: requests[request], status, body: Buffer.concat(kept).toString("utf8") });
        }
        left = -1;
        ask();
      };
      socket.on("connect", ask);
      socket.on("data", (chunk: Buffer) => {
        report.bytes += chunk.length;
        if (left < 0) {
          head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
          const at = head.indexOf(headEnd);
          if (at < 0) return;
          const text = head.toString("latin1", 0, at);
          status = Number(text.slice(9, 12));
          left = lengthIn(text, status);
          chunk = head.subarray(at + headEnd.length);
          head = Buffer.alloc(0);
        }
        if (kept !== null) kept.push(Buffer.from(chunk));
        left -= chunk.length;
        if (left === 0) end();
      });
      socket.on("error", (error) => {
        count(report.errors, error.message);
        resolve();
      });
      socket.on("close", () => resolve());
    });

  return Promise.all(Array.from({ length: connections }, run)).then(() => {
    const { user, system } = process.cpuUsage(cpu);
    report.seconds = (performance.now() - startedAt) / 1000;
    report.cpuSeconds = (user + system) / 1e6;
    return report;
  });
}

function encode({ method, path, body }: Request, { host, port, headers = {} }: LoadTask): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}:${port}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
}

function lengthIn(head: string, status: number): number {
  const length = /^content-length: *(\d+)/im.exec(head);
  if (length !== null) return Number(length[1]);
  if (status === 204 || status === 304) return 0;
  throw new Error("an answer without Content-Length cannot be measured here");
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

process.once("message", (task: LoadTask) => {
  void load(task).then((report) => process.send!(report, () => process.disconnect()));
});
