/**
 * The language of indicators: numbers, + − × ÷, comparisons, if, min, max and quantities with a name, such as
 * `outlets("pharmacy") / households * 1000`. Parsed here and nowhere handed to the language this is written in.
 */
import { nearestWord } from "../../nearest-word.ts";

/** At a place of the text, counted from 0. */
export class FormulaError extends Error {
  override readonly name = "FormulaError";
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** `number`, or `truth`: what a comparison gives and `if` wants. */
type Kind = "number" | "truth";

export type Formula =
  | { is: "number"; value: number }
  | { is: "quantity"; name: string; argument: string | null; position: number }
  | { is: "negative" | "not"; of: Formula }
  | { is: Operator; left: Formula; right: Formula }
  | { is: "call"; name: FunctionName; arguments: Formula[] };

type Operator = "+" | "-" | "*" | "/" | "<" | "<=" | ">" | ">=" | "=" | "!=" | "and" | "or";

const functionNames = ["if", "min", "max", "abs", "round"] as const;
type FunctionName = (typeof functionNames)[number];

/** What a quantity may be asked about; null: it takes nothing in brackets. */
export type QuantityNames = ReadonlyMap<string, { arguments: ReadonlySet<string> | null; optional?: boolean }>;

const mostCharacters = 1000;
const mostDepth = 40;
const mostParts = 300;

/** Also as Chinese keyboards and textbooks write them. */
const alike: Record<string, string> = {
  "×": "*",
  "÷": "/",
  "−": "-",
  "–": "-",
  "＋": "+",
  "－": "-",
  "＊": "*",
  "／": "/",
  "（": "(",
  "）": ")",
  "，": ",",
  "＜": "<",
  "＞": ">",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "＝": "=",
  "“": '"',
  "”": '"',
  "＂": '"',
};

type Token =
  | { is: "number"; value: number; at: number }
  | { is: "name"; text: string; at: number }
  | { is: "text"; text: string; at: number }
  | { is: "sign"; text: string; at: number }
  | { is: "end"; at: number };

/** Throws FormulaError, with the place and what would be right. */
export function parseFormula(text: string, quantities: QuantityNames): Formula {
  if (text.length > mostCharacters) {
    throw new FormulaError(`has ${text.length} characters; a formula has at most ${mostCharacters}`, mostCharacters);
  }
  return new Parser(tokensOf(text), quantities).whole();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = alike[text[at]] ?? text[at];
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    const number = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(text.slice(at))?.[0];
    if (number !== undefined) {
      tokens.push({ is: "number", value: Number(number), at });
      at += number.length;
      continue;
    }
    const name = /^[A-Za-z][A-Za-z0-9]*/.exec(text.slice(at))?.[0];
    if (name !== undefined) {
      tokens.push({ is: "name", text: name, at });
      at += name.length;
      continue;
    }
    if (char === '"' || char === "'") {
      let end = at + 1;
      while (end < text.length && (alike[text[end]] ?? text[end]) !== char) end++;
      if (end === text.length) throw new FormulaError(`the text that begins here has no closing ${char}`, at);
      tokens.push({ is: "text", text: text.slice(at + 1, end), at });
      at = end + 1;
      continue;
    }
    const two = char + (alike[text[at + 1]] ?? text[at + 1] ?? "");
    const sign = ["<=", ">=", "!=", "=="].includes(two) ? two : char;
    if (!"+-*/<>=(),".includes(sign) && sign.length === 1) {
      throw new FormulaError(`“${text[at]}” is not understood here`, at);
    }
    tokens.push({ is: "sign", text: sign === "==" ? "=" : sign, at });
    // one of the two may have been written as one character, such as ≤
    at += sign.length === 2 && char.length === 1 ? 2 : 1;
  }
  tokens.push({ is: "end", at });
  return tokens;
}

interface Typed {
  formula: Formula;
  kind: Kind;
  at: number;
}

class Parser {
  readonly #tokens: Token[];
  readonly #quantities: QuantityNames;
  #next = 0;
  #depth = 0;
  #parts = 0;

  constructor(tokens: Token[], quantities: QuantityNames) {
    this.#tokens = tokens;
    this.#quantities = quantities;
  }

  whole(): Formula {
    if (this.#tokens.length === 1) throw new FormulaError('is empty; such as outlets("pharmacy")', 0);
    const found = this.#either();
    const rest = this.#token();
    if (rest.is !== "end")
      throw new FormulaError(`${shown(rest)} does not fit here; an operator was expected`, rest.at);
    return this.#number(found);
  }

  #token(): Token {
    return this.#tokens[this.#next];
  }

  /** Takes the next token where it is this sign or word. */
  #takes(...texts: string[]): string | null {
    const token = this.#token();
    if ((token.is !== "sign" && token.is !== "name") || !texts.includes(token.text)) return null;
    this.#next++;
    return token.text;
  }

  #expect(sign: string): void {
    const token = this.#token();
    if (this.#takes(sign) === null) {
      throw new FormulaError(`“${sign}” was expected${token.is === "end" ? "" : `, not ${shown(token)}`}`, token.at);
    }
  }

  #number({ formula, kind, at }: Typed): Formula {
    if (kind !== "number") throw new FormulaError("a number is wanted here, not a comparison; use if(…, 1, 0)", at);
    return formula;
  }

  #truth({ formula, kind, at }: Typed): Formula {
    if (kind !== "truth") throw new FormulaError("a comparison is wanted here, such as households > 100", at);
    return formula;
  }

  #made(formula: Formula, kind: Kind, at: number): Typed {
    if (++this.#parts > mostParts) throw new FormulaError(`is too long; it may have ${mostParts} parts`, at);
    return { formula, kind, at };
  }

  #either(): Typed {
    let left = this.#both();
    while (this.#takes("or") !== null) {
      const right = this.#both();
      left = this.#made({ is: "or", left: this.#truth(left), right: this.#truth(right) }, "truth", left.at);
    }
    return left;
  }

  #both(): Typed {
    let left = this.#comparison();
    while (this.#takes("and") !== null) {
      const right = this.#comparison();
      left = this.#made({ is: "and", left: this.#truth(left), right: this.#truth(right) }, "truth", left.at);
    }
    return left;
  }

  /** `not` takes a whole comparison. */
  #comparison(): Typed {
    const { at } = this.#token();
    if (this.#takes("not") !== null) {
      return this.#deeper(at, () => this.#made({ is: "not", of: this.#truth(this.#comparison()) }, "truth", at));
    }
    const left = this.#sum();
    const sign = this.#takes("<", "<=", ">", ">=", "=", "!=");
    if (sign === null) return left;
    const right = this.#sum();
    const again = this.#token();
    if (this.#takes("<", "<=", ">", ">=", "=", "!=") !== null) {
      throw new FormulaError("two comparisons in a row; join them with and", again.at);
    }
    const is = sign as Operator & ("<" | "<=" | ">" | ">=" | "=" | "!=");
    return this.#made({ is, left: this.#number(left), right: this.#number(right) }, "truth", left.at);
  }

  #sum(): Typed {
    let left = this.#product();
    for (let sign = this.#takes("+", "-"); sign !== null; sign = this.#takes("+", "-")) {
      const right = this.#product();
      const is = sign as "+" | "-";
      left = this.#made({ is, left: this.#number(left), right: this.#number(right) }, "number", left.at);
    }
    return left;
  }

  #product(): Typed {
    let left = this.#unary();
    for (let sign = this.#takes("*", "/"); sign !== null; sign = this.#takes("*", "/")) {
      const right = this.#unary();
      const is = sign as "*" | "/";
      left = this.#made({ is, left: this.#number(left), right: this.#number(right) }, "number", left.at);
    }
    return left;
  }

  #unary(): Typed {
    const { at } = this.#token();
    return this.#deeper(at, () => {
      if (this.#takes("-") !== null) {
        return this.#made({ is: "negative", of: this.#number(this.#unary()) }, "number", at);
      }
      return this.#takes("+") === null ? this.#primary() : this.#unary();
    });
  }

  /** Brackets and signs within each other end somewhere. */
  #deeper(at: number, work: () => Typed): Typed {
    if (++this.#depth > mostDepth) throw new FormulaError(`has more than ${mostDepth} brackets within each other`, at);
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  #primary(): Typed {
    const token = this.#token();
    if (this.#takes("(") !== null) {
      const inner = this.#either();
      this.#expect(")");
      return { ...inner, at: token.at };
    }
    if (token.is === "number") {
      this.#next++;
      return this.#made({ is: "number", value: token.value }, "number", token.at);
    }
    if (token.is !== "name" || ["and", "or"].includes(token.text)) {
      const what = token.is === "end" ? "the formula ends where" : `${shown(token)} stands where`;
      throw new FormulaError(`${what} a number, a quantity or a bracket was expected`, token.at);
    }
    this.#next++;
    const isFunction = (functionNames as readonly string[]).includes(token.text);
    return isFunction ? this.#call(token.text as FunctionName, token.at) : this.#quantity(token.text, token.at);
  }

  #call(name: FunctionName, at: number): Typed {
    this.#expect("(");
    const found: Typed[] = [this.#either()];
    while (this.#takes(",") !== null) found.push(this.#either());
    this.#expect(")");
    const [least, most] = { if: [3, 3], min: [1, 20], max: [1, 20], abs: [1, 1], round: [1, 2] }[name];
    if (found.length < least || found.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      throw new FormulaError(`${name} takes ${wanted} values, not ${found.length}`, at);
    }
    const inner = found.map((one, i) => (name === "if" && i === 0 ? this.#truth(one) : this.#number(one)));
    return this.#made({ is: "call", name, arguments: inner }, "number", at);
  }

  #quantity(name: string, at: number): Typed {
    const known = this.#quantities.get(name);
    if (known === undefined) {
      const names = [...this.#quantities.keys(), ...functionNames];
      throw new FormulaError(`there is no “${name}”${suggestion(name, names)}`, at);
    }
    let argument: string | null = null;
    if (this.#takes("(") !== null) {
      const token = this.#token();
      if (token.is === "text") {
        if (known.arguments === null) throw new FormulaError(`${name} takes nothing in brackets`, token.at);
        if (!known.arguments.has(token.text)) {
          const hint = suggestion(token.text, [...known.arguments]);
          throw new FormulaError(`${name} does not know “${token.text}”${hint}`, token.at);
        }
        argument = token.text;
        this.#next++;
      } else if (token.is === "sign" && token.text === ")" && (known.arguments === null || known.optional)) {
        // nothing in the brackets
      } else {
        throw new FormulaError(`${name} wants a text in quotes, such as ${example(name, known.arguments)}`, token.at);
      }
      this.#expect(")");
    }
    if (argument === null && known.arguments !== null && known.optional !== true) {
      throw new FormulaError(`${name} has to say of what, such as ${example(name, known.arguments)}`, at);
    }
    return this.#made({ is: "quantity", name, argument, position: at }, "number", at);
  }
}

function example(name: string, known: ReadonlySet<string> | null): string {
  return known === null ? name : `${name}("${[...known][0]}")`;
}

function shown(token: Token): string {
  if (token.is === "end") return "the end";
  return `“${token.is === "number" ? token.value : token.text}”`;
}

/** The known word that is nearest to what was written, if it is near. */
function suggestion(word: string, known: readonly string[]): string {
  const meant = nearestWord(word, known);
  if (meant !== undefined) return `; is “${meant}” meant?`;
  return `; there are ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}`;
}
