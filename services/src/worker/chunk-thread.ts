/** A thread of a worker: answers chunks of one question after another, what they share made ready once. */
import { openWalkNetwork, ReachInParts } from "@quarterhour/isochrones";
import { parentPort } from "node:worker_threads";
import { packAnswer, readQuestion, writeAnswer } from "../jobs/reach-wire.ts";
import type { OpenedQuestion } from "../jobs/reach-wire.ts";

export interface ChunkTask {
  run: string;
  chunk: number;
  /** In shared memory, both of them. */
  network: Uint8Array;
  question: Uint8Array;
}

export type ChunkReply = { answer: Uint8Array } | { error: string };

let known: { run: string; question: OpenedQuestion; reach: ReachInParts } | null = null;

function ready({ run, network, question: bytes }: ChunkTask): NonNullable<typeof known> {
  if (known?.run === run) return known;
  // room for the next one first
  known = null;
  const question = readQuestion(bytes);
  const { targets, ringMinutes, limitMinutes, settings } = question;
  const reach = new ReachInParts(openWalkNetwork(network), targets, ringMinutes, limitMinutes, settings);
  known = { run, question, reach };
  return known;
}

parentPort?.on("message", (task: ChunkTask) => {
  try {
    const { question, reach } = ready(task);
    const answer = packAnswer(writeAnswer(reach.solve(question.originsOf(task.chunk))));
    parentPort?.postMessage({ answer } satisfies ChunkReply);
  } catch (error) {
    parentPort?.postMessage({ error: (error as Error).message } satisfies ChunkReply);
  }
});
