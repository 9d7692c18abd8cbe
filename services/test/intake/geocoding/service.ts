/** A small local server that answers as a map service would; counts and keeps what it was asked. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface FakeService {
  base: string;
  asked: URL[];
  /** Most questions that were open at the same time. */
  mostAtOnce: number;
}

type Answer = unknown | ((request: IncomingMessage, response: ServerResponse, count: number) => void);

/** JSON for everything, or a function that answers itself. Closed after the test. */
export async function fakeService(answer: Answer): Promise<FakeService> {
  const service: FakeService = { base: "", asked: [], mostAtOnce: 0 };
  let open = 0;
  const server = createServer((request, response) => {
    service.asked.push(new URL(request.url ?? "/", "http://service"));
    open++;
    service.mostAtOnce = Math.max(service.mostAtOnce, open);
    response.on("close", () => open--);
    if (typeof answer === "function") return answer(request, response, service.asked.length);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  service.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return service;
}
