/**
 * A thread of a worker: answers chunks of one question after another. What does not depend on the homes is made ready
 * once, and kept for the next question where that is about the same outlets, settings and network.
 */
import { openWalkNetwork, ReachInParts } from "@quarterhour/isochrones";
import { parentPort } from "node:worker_threads";
import { packAnswer, writeAnswer } from "../jobs/reach-answer.ts";
import { readQuestion } from "../jobs/reach-question.ts";
import type { OpenedQuestion } from "../jobs/reach-question.ts";

export interface ChunkTask {
  run: string;
  chunk: number;
  networkVersion: string;
  /** In shared memory, both of them. */
  network: Uint8Array;
  question: Uint8Array;
}

export type ChunkReply = { answer: Uint8Array } | { error: string };

let known: { run: string; networkVersion: string; question: OpenedQuestion; reach: ReachInParts } | null = null;

function ready({ run, networkVersion, network, question: bytes }: ChunkTask): NonNullable<typeof known> {
  if (known?.run === run) return known;
  const question = readQuestion(bytes);
  if (known?.networkVersion === networkVersion && known.question.version === question.version) {
    known = { ...known, run, question };
    return known;
  }
  // room for the next one first
  known = null;
  const { targets, ringMinutes, limitMinutes, settings } = question;
  const reach = new ReachInParts(openWalkNetwork(network), targets, ringMinutes, limitMinutes, settings);
  known = { run, networkVersion, question, reach };
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
