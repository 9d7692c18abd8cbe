/** Why something a resident sent is not taken. */
export class InboxRefusal extends Error {
  override readonly name = "InboxRefusal";
  /** invalid: to be put right; tooSoon, full: to be tried again; busy: the server has too much to do. */
  readonly reason: "invalid" | "tooSoon" | "full" | "busy";
  /** The field it is about. */
  readonly field: string;
  readonly retryAfterSeconds: number;

  constructor(reason: InboxRefusal["reason"], field: string, message: string, retryAfterSeconds = 0) {
    super(message);
    this.reason = reason;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
