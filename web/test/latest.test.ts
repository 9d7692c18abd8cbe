import { expect, test } from "vitest";
import { createLatestAsker } from "../src/state/latest.ts";

/** A server that answers when told to. */
function slowServer() {
  const asked: string[] = [];
  const aborted: string[] = [];
  const answers: (() => void)[] = [];
  const send = (question: string, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      asked.push(question);
      answers.push(resolve);
      signal.addEventListener("abort", () => {
        aborted.push(question);
        resolve();
      });
    });
  return { asked, aborted, send, answer: async (index: number) => (answers[index](), await settled()) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("while moving one question runs at a time, and only the newest waits", async () => {
  const server = slowServer();
  const asker = createLatestAsker(server.send);
  for (const place of ["a", "b", "c", "d"]) asker.ask(place, true);
  expect(server.asked).toEqual(["a"]);
  await server.answer(0);
  expect(server.asked).toEqual(["a", "d"]);
  await server.answer(1);
  expect(server.asked).toEqual(["a", "d"]);
  expect(server.aborted).toEqual([]);
});

test("a final place aborts what runs and forgets what waits", async () => {
  const server = slowServer();
  const asker = createLatestAsker(server.send);
  asker.ask("a", true);
  asker.ask("b", true);
  asker.ask("here", false);
  await settled();
  expect(server.aborted).toEqual(["a"]);
  expect(server.asked).toEqual(["a", "here"]);
  await server.answer(1);
  expect(server.asked).toEqual(["a", "here"]);
});

test("stopping aborts and asks nothing more", async () => {
  const server = slowServer();
  const asker = createLatestAsker(server.send);
  asker.ask("a", true);
  asker.ask("b", true);
  asker.stop();
  await settled();
  expect(server.asked).toEqual(["a"]);
  expect(server.aborted).toEqual(["a"]);
});
