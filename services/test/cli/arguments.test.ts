import { describe, expect, it } from "vitest";
import { readCommandLine, UsageError } from "../../src/cli/options.ts";
import type { Arguments, CommandEntry } from "../../src/cli/options.ts";
import { run } from "./run.ts";

const commands: CommandEntry[] = [
  {
    name: "paint wall",
    summary: "paints a wall",
    load: async () => ({
      positionals: [{ name: "WALL", description: "which", choices: ["north", "south"] }],
      options: [
        { name: "colour", value: "NAME", description: "of the paint", required: true },
        { name: "coat", value: "N", description: "one more", repeated: true },
        { name: "finish", value: "KIND", description: "how it shines", choices: ["matt", "gloss"] },
        { name: "dry-run", description: "only looks" },
      ],
      run: async () => 0,
    }),
  },
  {
    name: "paint door",
    summary: "paints a door",
    load: async () => ({ positionals: [], options: [], run: async () => 0 }),
  },
];

const words = (line: string) => line.split(" ").filter(Boolean);

async function read(line: string): Promise<Arguments> {
  const result = await readCommandLine(words(line), commands);
  if ("help" in result) throw new Error("help");
  return result.args;
}

async function help(line: string): Promise<string> {
  const result = await readCommandLine(words(line), commands);
  return "help" in result ? result.help : "";
}

describe("a command line", () => {
  it("is read in any order, with values after a space or an equals sign", async () => {
    const args = await read("paint wall --coat 1 north --dry-run --colour=red --coat 2");
    expect(args.positional("WALL")).toBe("north");
    expect(args.required("colour")).toBe("red");
    expect(args.texts("coat")).toEqual(["1", "2"]);
    expect([args.flag("dry-run"), args.text("finish")]).toEqual([true, undefined]);
  });

  it.each([
    ["pain wall", /no command "pain"; did you mean paint/],
    ["paint", /paint needs one of: wall, door/],
    ["paint roof", /paint needs one of: wall, door/],
    ["paint wall --color red north", /no option --color; did you mean --colour\?/],
    ["paint wall --dry north --colour red", /no option --dry; did you mean --dry-run\?/],
    ["paint wall -x north", /no option -x/],
    ["paint wall north", /needs --colour NAME/],
    ["paint wall --colour red", /needs WALL: quarterhour paint wall north\|south --colour NAME \[options\]/],
    ["paint wall west --colour red", /cannot take "west": north, south/],
    ["paint wall north south --colour red", /no place for "south"/],
    ["paint wall north --colour", /--colour needs a value: --colour NAME/],
    ["paint wall north --colour red --colour blue", /--colour is given twice/],
    ["paint wall north --colour red --finish mat", /--finish cannot be "mat": matt or gloss; did you mean matt\?/],
    ["paint wall north --colour red --dry-run=yes", /--dry-run takes no value/],
  ])("%s is refused with what would be right", async (line, message) => {
    await expect(read(line)).rejects.toThrow(UsageError);
    await expect(read(line)).rejects.toThrow(message);
  });

  it("is explained by --help, at the top, for a group and for a command", async () => {
    expect(await help("")).toMatch(/paint wall {2,}paints a wall\n {2}paint door/);
    expect(await help("--help")).toBe(await help("-h"));
    expect(await help("paint --help")).toContain("paints a door");
    const wall = await help("paint wall --help");
    expect(wall).toContain("Usage: quarterhour paint wall north|south --colour NAME [options]");
    expect(wall).toMatch(/--finish matt\|gloss {2}how it shines/);
    expect(wall).toMatch(/--colour NAME +of the paint \(required\)/);
  });
});

describe("the tool itself", () => {
  it("lists its commands on stdout", async () => {
    const { code, stdout, stderr } = await run(["--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const name of ["serve", "city add", "city list", "city remove", "import", "assess", "matrix", "isochrones"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} {2,}\\S`, "m"));
    }
  });

  it("says on stderr what is wrong with its arguments, and exits with 2", async () => {
    const { code, stdout, stderr } = await run(["matrix", "--osn", "map.osm"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "quarterhour: matrix has no option --osn; did you mean --osm?\nquarterhour matrix --help shows what there is\n",
    );
  });
});
