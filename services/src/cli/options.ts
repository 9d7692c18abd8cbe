/** Reads a command line against the description of the commands, and writes their help from the same description. */
import { parseArgs } from "node:util";
import { nearestWord } from "../nearest-word.ts";

export interface OptionSpec {
  /** Without the dashes. */
  name: string;
  /** What stands for its value in the help; none for a switch. */
  value?: string;
  description: string;
  required?: boolean;
  /** May be given several times. */
  repeated?: boolean;
  choices?: readonly string[];
}

export interface PositionalSpec {
  name: string;
  description: string;
  choices?: readonly string[];
}

/** A command as the list of commands knows it; the rest is loaded when it is asked for. */
export interface CommandEntry {
  /** One or two words, such as `city add`. */
  name: string;
  summary: string;
  load(): Promise<CommandSpec>;
}

export interface CommandSpec {
  /** Paragraphs below the options. */
  details?: string;
  positionals: readonly PositionalSpec[];
  options: readonly OptionSpec[];
  /** Environment variables it reads. */
  environment?: readonly { name: string; description: string }[];
  run(args: Arguments): Promise<number>;
}

/** Wrong use of the command line; exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
  /** The command whose help would show what is right. */
  readonly command: string | null;
  constructor(message: string, command: string | null = null) {
    super(message);
    this.command = command;
  }
}

/** What was given to a command. Only names of its own description may be asked for. */
export class Arguments {
  readonly #command: string;
  readonly #positionals: Map<string, string>;
  readonly #values: Map<string, string[]>;

  constructor(command: string, positionals: Map<string, string>, values: Map<string, string[]>) {
    this.#command = command;
    this.#positionals = positionals;
    this.#values = values;
  }

  positional(name: string): string {
    const value = this.#positionals.get(name);
    if (value === undefined) throw new Error(`${this.#command} has no argument ${name}`);
    return value;
  }

  flag(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new Error(`${this.#command} has no required option ${name}`);
    return value;
  }

  texts(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  /** A wrong value of an option, said so that one can mend it. */
  wrong(name: string, message: string): UsageError {
    return new UsageError(`--${name} ${message}`, this.#command);
  }
}

/** The command that the words name, and its arguments; or the help that they ask for. Rejects with UsageError. */
export async function readCommandLine(
  argv: readonly string[],
  entries: readonly CommandEntry[],
): Promise<{ command: CommandSpec; args: Arguments } | { help: string }> {
  const entry = entries.find(({ name }) => isPrefix(name.split(" "), argv));
  if (entry === undefined) return { help: helpInsteadOfCommand(argv, entries) };
  const rest = argv.slice(entry.name.split(" ").length);
  const command = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) return { help: helpOfCommand(entry, command) };
  return { command, args: readArguments(entry.name, command, rest) };
}

function helpInsteadOfCommand(argv: readonly string[], entries: readonly CommandEntry[]): string {
  const wantsHelp = argv.length === 0 || argv.includes("--help") || argv.includes("-h");
  const first = argv.find((word) => !word.startsWith("-"));
  if (wantsHelp && first === undefined) return helpOf(entries);
  const group = entries.filter(({ name }) => name.startsWith(`${first} `));
  if (wantsHelp && group.length > 0) return helpOf(group);
  if (group.length > 0) {
    throw new UsageError(`${first} needs one of: ${group.map(({ name }) => name.split(" ")[1]).join(", ")}`);
  }
  const wrong = first ?? argv[0];
  const names = entries.map(({ name }) => name);
  throw new UsageError(`there is no command "${wrong}"${suggestion(wrong, names)}`);
}

function readArguments(commandName: string, command: CommandSpec, words: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      command.options.map(
        ({ name, value }) => [name, { type: value === undefined ? "boolean" : "string", multiple: true }] as const,
      ),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const fail = (message: string) => new UsageError(message, commandName);
  const values = new Map<string, string[]>();
  const given: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") given.push(token.value);
    if (token.kind !== "option") continue;
    const option = command.options.find(({ name }) => name === token.name);
    if (option === undefined || !token.rawName.startsWith("--")) {
      const names = command.options.map(({ name }) => `--${name}`);
      throw fail(`${commandName} has no option ${token.rawName}${suggestion(token.rawName, names)}`);
    }
    if (option.value === undefined && token.value !== undefined) throw fail(`${token.rawName} takes no value`);
    if (option.value !== undefined && (token.value === undefined || token.value === "")) {
      throw fail(`${token.rawName} needs a value: ${token.rawName} ${option.value}`);
    }
    if (values.has(option.name) && option.repeated !== true) throw fail(`${token.rawName} is given twice`);
    if (option.choices !== undefined && !option.choices.includes(token.value ?? "")) {
      throw fail(
        `${token.rawName} cannot be "${token.value}": ${option.choices.join(" or ")}${suggestion(token.value ?? "", option.choices)}`,
      );
    }
    values.set(option.name, [...(values.get(option.name) ?? []), token.value ?? ""]);
  }
  for (const { name, value, required } of command.options) {
    if (required === true && !values.has(name)) throw fail(`${commandName} needs --${name} ${value ?? ""}`.trim());
  }
  const positionals = new Map<string, string>();
  for (const [i, { name, choices }] of command.positionals.entries()) {
    const word = given[i];
    if (word === undefined) throw fail(`${commandName} needs ${name}: ${usageOf(commandName, command)}`);
    if (choices !== undefined && !choices.includes(word)) {
      throw fail(`${commandName} cannot take "${word}": ${choices.join(", ")}${suggestion(word, choices)}`);
    }
    positionals.set(name, word);
  }
  if (given.length > command.positionals.length) {
    throw fail(
      `${commandName} has no place for "${given[command.positionals.length]}": ${usageOf(commandName, command)}`,
    );
  }
  return new Arguments(commandName, positionals, values);
}

function isPrefix(words: readonly string[], argv: readonly string[]): boolean {
  return words.every((word, i) => argv[i] === word);
}

function usageOf(name: string, command: CommandSpec): string {
  const positionals = command.positionals.map((positional) => positional.choices?.join("|") ?? positional.name);
  const required = command.options
    .filter((option) => option.required === true)
    .map((option) => `--${option.name} ${option.value ?? ""}`.trim());
  const others = command.options.some((option) => option.required !== true) ? ["[options]"] : [];
  return ["quarterhour", name, ...positionals, ...required, ...others].join(" ");
}

function helpOf(entries: readonly CommandEntry[]): string {
  const rows = entries.map(({ name, summary }): [string, string] => [name, summary]);
  return [
    "quarterhour: what every household reaches on foot in 5, 10 and 15 minutes, and what is missing",
    "",
    "Usage: quarterhour COMMAND [options]",
    "",
    ...table(rows),
    "",
    "quarterhour COMMAND --help tells more. Results go to stdout, progress to stderr.",
    "With --lang zh, or where LANG is Chinese, what is wrong with a file is said in Chinese.",
    "Exit codes: 0 done, 1 failed, 2 wrong arguments.",
    "",
  ].join("\n");
}

function helpOfCommand({ name, summary }: CommandEntry, command: CommandSpec): string {
  const sections = [summary, "", `Usage: ${usageOf(name, command)}`];
  if (command.positionals.length > 0) {
    sections.push("", ...table(command.positionals.map((positional) => [positional.name, positional.description])));
  }
  if (command.options.length > 0) {
    const rows = command.options.map((option): [string, string] => [
      `--${option.name}${option.value === undefined ? "" : ` ${option.choices?.join("|") ?? option.value}`}`,
      `${option.description}${option.required === true ? " (required)" : ""}${option.repeated === true ? " (may be repeated)" : ""}`,
    ]);
    sections.push("", "Options:", ...table([...rows, ["--help", "this text"]]));
  }
  if (command.environment !== undefined) {
    sections.push(
      "",
      "Environment:",
      ...table(command.environment.map((variable) => [variable.name, variable.description])),
    );
  }
  if (command.details !== undefined) sections.push("", command.details);
  return `${sections.join("\n")}\n`;
}

function table(rows: readonly [string, string][]): string[] {
  const width = Math.min(32, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) =>
    left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`,
  );
}

/** `; did you mean …?` where a known word is near. */
function suggestion(wrong: string, known: readonly string[]): string {
  const best = nearestWord(wrong, known);
  return best === undefined ? "" : `; did you mean ${best}?`;
}
