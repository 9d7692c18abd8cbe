/**
 * A process that gives freed memory back, or with "as-it-is" one that does as the system has it: tables come and go
 * between pieces that stay. Prints its id, its flags and words, and MB resident before, at most, and in the end.
 */
import { setTimeout } from "node:timers/promises";
import { giveFreedMemoryBack } from "../../src/cli/freed-memory.ts";

if (!process.argv.includes("as-it-is")) giveFreedMemoryBack(16);

const resident = (): number => process.memoryUsage.rss() / 2 ** 20;

/** Written to, so that it is resident. */
const piece = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(1);

async function collected(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc!();
    // what is not used any more is freed by a thread
    await setTimeout(50);
  }
}

const before = resident();
// largest first: from each that is freed glibc learns what is large
for (const megabytes of [31, 24, 16]) {
  piece(megabytes * 2 ** 20);
  await collected();
}
const staying: Uint8Array[] = [];
let tables: Uint8Array[] = [];
for (let i = 0; i < 100; i++) {
  tables.push(piece(3 * 2 ** 20));
  staying.push(piece(60_000));
}
const most = resident();
tables = [];
await collected();
const end = resident();
process.stdout.write(
  JSON.stringify({ pid: process.pid, flags: process.execArgv, words: process.argv.slice(2), before, most, end }),
);
// not before
staying.length = 0;
