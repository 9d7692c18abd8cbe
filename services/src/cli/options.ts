/** Reads a command line against the description of the commands, and writes their help from the same description. */
import { parseArgs } from "node:util";

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

export interface CommandSpec {
  /** One or two words, such as `city add`. */
  name: string;
  summary: string;
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

/** The command that the words name, and its arguments; null for help, which `helpOf` then writes. */
export function readCommandLine(
  argv: readonly string[],
  commands: readonly CommandSpec[],
): { command: CommandSpec; args: Arguments } | { help: string } {
  const named = commands.find(({ name }) => isPrefix(name.split(" "), argv));
  if (named === undefined) {
    const wantsHelp = argv.length === 0 || argv.includes("--help") || argv.includes("-h");
    const words = argv.filter((word) => !word.startsWith("-"));
    const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `));
    if (wantsHelp && (words.length === 0 || group.length > 0))
      return { help: helpOf(words.length === 0 ? commands : group) };
    if (group.length > 0) {
      throw new UsageError(`${words[0]} needs one of: ${group.map(({ name }) => name.split(" ")[1]).join(", ")}`, null);
    }
    const wrong = words[0] ?? argv[0];
    throw new UsageError(
      `there is no command "${wrong}"${suggestion(
        wrong,
        commands.map(({ name }) => name),
      )}`,
    );
  }
  const rest = argv.slice(named.name.split(" ").length);
  if (rest.includes("--help") || rest.includes("-h")) return { help: helpOfCommand(named) };
  return { command: named, args: readArguments(named, rest) };
}

function readArguments(command: CommandSpec, words: readonly string[]): Arguments {
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
  const fail = (message: string) => new UsageError(message, command.name);
  const values = new Map<string, string[]>();
  const given: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") given.push(token.value);
    if (token.kind !== "option") continue;
    const option = command.options.find(({ name }) => name === token.name);
    if (option === undefined || !token.rawName.startsWith("--")) {
      const names = command.options.map(({ name }) => `--${name}`);
      throw fail(`${command.name} has no option ${token.rawName}${suggestion(token.rawName, names)}`);
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
    if (required === true && !values.has(name)) throw fail(`${command.name} needs --${name} ${value ?? ""}`.trim());
  }
  const positionals = new Map<string, string>();
  for (const [i, { name, choices }] of command.positionals.entries()) {
    const word = given[i];
    if (word === undefined) throw fail(`${command.name} needs ${name}: ${usageOf(command)}`);
    if (choices !== undefined && !choices.includes(word)) {
      throw fail(`${command.name} cannot take "${word}": ${choices.join(", ")}${suggestion(word, choices)}`);
    }
    positionals.set(name, word);
  }
  if (given.length > command.positionals.length) {
    throw fail(`${command.name} has no place for "${given[command.positionals.length]}": ${usageOf(command)}`);
  }
  return new Arguments(command.name, positionals, values);
}

function isPrefix(words: readonly string[], argv: readonly string[]): boolean {
  return words.every((word, i) => argv[i] === word);
}

function usageOf(command: CommandSpec): string {
  const positionals = command.positionals.map(({ name, choices }) => choices?.join("|") ?? name);
  const required = command.options
    .filter((option) => option.required === true)
    .map(({ name, value }) => `--${name} ${value ?? ""}`.trim());
  const others = command.options.some((option) => option.required !== true) ? ["[options]"] : [];
  return ["quarterhour", command.name, ...positionals, ...required, ...others].join(" ");
}

function helpOf(commands: readonly CommandSpec[]): string {
  const rows = commands.map(({ name, summary }): [string, string] => [name, summary]);
  return [
    "quarterhour: what every household reaches on foot in 5, 10 and 15 minutes, and what is missing",
    "",
    "Usage: quarterhour COMMAND [options]",
    "",
    ...table(rows),
    "",
    "quarterhour COMMAND --help tells more. Results go to stdout, progress to stderr.",
    "Exit codes: 0 done, 1 failed, 2 wrong arguments.",
    "",
  ].join("\n");
}

function helpOfCommand(command: CommandSpec): string {
  const sections = [command.summary, "", `Usage: ${usageOf(command)}`];
  if (command.positionals.length > 0) {
    sections.push("", ...table(command.positionals.map(({ name, description }) => [name, description])));
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
      ...table(command.environment.map(({ name, description }) => [name, description])),
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
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const word of known) {
    const distance = word.startsWith(wrong) && wrong.length > 2 ? 1 : editDistance(wrong, word);
    if (distance < least) {
      least = distance;
      best = word;
    }
  }
  return best === undefined ? "" : `; did you mean ${best}?`;
}

/** Letters to insert, remove or change to make one word of the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
