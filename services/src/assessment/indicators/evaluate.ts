/** What a formula comes to. What is not known stays not known, and says why. */
import type { Formula } from "./formula.ts";

/** A quantity: its value, or null and why nobody knows it. */
export interface QuantityValue {
  value: number | null;
  reason?: string;
  /** More may be there than the data has. */
  incomplete?: boolean;
}

export type Quantities = (name: string, argument: string | null) => QuantityValue;

export interface Evaluated {
  /** null: not known. */
  value: number | null;
  /** Why it is not known. */
  reason: string | null;
  incomplete: boolean;
}

class Unknown extends Error {}

/** Only what decides is asked: of `if`, one branch. */
export function evaluate(formula: Formula, quantities: Quantities): Evaluated {
  const run = new Run(quantities);
  try {
    const value = run.number(formula);
    if (!Number.isFinite(value)) throw new Unknown("数值过大，无法表示");
    return { value, reason: null, incomplete: run.incomplete };
  } catch (error) {
    if (error instanceof Unknown) return { value: null, reason: error.message, incomplete: run.incomplete };
    throw error;
  }
}

class Run {
  incomplete = false;
  readonly #quantities: Quantities;

  constructor(quantities: Quantities) {
    this.#quantities = quantities;
  }

  number(formula: Formula): number {
    switch (formula.is) {
      case "number":
        return formula.value;
      case "quantity": {
        const { value, reason, incomplete = false } = this.#quantities(formula.name, formula.argument);
        this.incomplete ||= incomplete;
        if (value === null) throw new Unknown(reason ?? "资料不全");
        return value;
      }
      case "negative":
        return -this.number(formula.of);
      case "+":
        return this.number(formula.left) + this.number(formula.right);
      case "-":
        return this.number(formula.left) - this.number(formula.right);
      case "*":
        return this.number(formula.left) * this.number(formula.right);
      case "/": {
        const divisor = this.number(formula.right);
        if (divisor === 0) throw new Unknown("除数为零");
        return this.number(formula.left) / divisor;
      }
      case "call":
        return this.#call(formula.name, formula.arguments);
      default:
        throw new TypeError(`${formula.is} gives no number`);
    }
  }

  #call(name: "if" | "min" | "max" | "abs" | "round", [first, ...rest]: Formula[]): number {
    if (name === "if") return this.number(this.#truth(first) ? rest[0] : rest[1]);
    const value = this.number(first);
    if (name === "abs") return Math.abs(value);
    if (name === "min") return Math.min(value, ...rest.map((one) => this.number(one)));
    if (name === "max") return Math.max(value, ...rest.map((one) => this.number(one)));
    const digits = rest.length === 0 ? 0 : Math.max(-6, Math.min(6, Math.round(this.number(rest[0]))));
    // so that 1.005 with two digits is 1.01, as on paper
    return Number(`${Math.round(Number(`${value}e${digits}`))}e${-digits}`);
  }

  #truth(formula: Formula): boolean {
    switch (formula.is) {
      case "and":
        return this.#truth(formula.left) && this.#truth(formula.right);
      case "or":
        return this.#truth(formula.left) || this.#truth(formula.right);
      case "not":
        return !this.#truth(formula.of);
      case "<":
        return this.number(formula.left) < this.number(formula.right);
      case "<=":
        return this.number(formula.left) <= this.number(formula.right);
      case ">":
        return this.number(formula.left) > this.number(formula.right);
      case ">=":
        return this.number(formula.left) >= this.number(formula.right);
      case "=":
        return this.number(formula.left) === this.number(formula.right);
      case "!=":
        return this.number(formula.left) !== this.number(formula.right);
      default:
        throw new TypeError(`${formula.is} is not true or false`);
    }
  }
}
