import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { startForFreeing } from "../../src/cli/freed-memory.ts";

interface Told {
  pid: number;
  flags: string[];
  words: string[];
  before: number;
  most: number;
  end: number;
}

async function inPieces(...words: string[]): Promise<{ spawned: number; told: Told }> {
  const script = join(import.meta.dirname, "heap-in-pieces.ts");
  const child = spawn(process.execPath, ["--expose-gc", script, ...words], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { spawned: child.pid!, told: JSON.parse(await text(child.stdout)) as Told };
}

const isGlibc = "glibcVersionRuntime" in (process.report.getReport() as { header: object }).header;

describe("memory that is free", () => {
  it.runIf(process.platform === "linux" && isGlibc)("goes back to the system", async () => {
    const { spawned, told } = await inPieces("one word", "another");
    expect(told.pid).toBe(spawned);
    expect(told.flags).toEqual(["--expose-gc", "--min-semi-space-size=16", "--max-semi-space-size=16"]);
    expect(told.words).toEqual(["one word", "another"]);
    // 300 MB of tables came, and went
    expect(told.most - told.before).toBeGreaterThan(290);
    expect(told.most - told.end).toBeGreaterThan(250);
  });

  it.each([
    [{ MALLOC_MMAP_THRESHOLD_: "1000000" }],
    [{ MALLOC_TRIM_THRESHOLD_: "1000000" }],
    [{ GLIBC_TUNABLES: "glibc.malloc.mmap_threshold=1000000" }],
  ])("is left as %j has it", (chosen) => {
    expect(startForFreeing({ environment: chosen, flags: [] }, 16, "linux")).toBeNull();
  });

  it("is asked for beside what the environment and the flags have, where the system is Linux", () => {
    const start = { environment: { PORT: "80" }, flags: ["--expose-gc"] };
    expect(startForFreeing(start, 16, "linux")).toMatchObject({
      environment: { PORT: "80", MALLOC_MMAP_THRESHOLD_: expect.any(String) as string },
      flags: ["--expose-gc", "--min-semi-space-size=16", "--max-semi-space-size=16"],
    });
    expect(startForFreeing(start, 16, "darwin")).toBeNull();
    expect(startForFreeing(start, 16, "win32")).toBeNull();
  });

  it.each([
    { environment: {}, flags: ["--max-semi-space-size=2"] },
    { environment: { NODE_OPTIONS: "--max-semi-space-size=2" }, flags: [] },
  ])("has room for newest objects as somebody chose it: %j", (start) => {
    expect(startForFreeing(start, 16, "linux")!.flags).toEqual(start.flags);
  });
});
