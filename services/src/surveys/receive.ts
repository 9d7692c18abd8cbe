/** Takes in an answer to a survey: by a link that is good once, or by anybody where the survey is open to all. */
import { todayInChina } from "../china-clock.ts";
import { answerAllowances } from "../inbox/limits.ts";
import type { Inbox, Sent } from "../inbox/receive.ts";
import { InboxRefusal } from "../inbox/refusal.ts";
import type { Store } from "../store/index.ts";
import { readAnswers } from "./answers.ts";
import { surveyTokenHash } from "./tokens.ts";

export type SurveyAccess =
  | { access: "token" | "open"; reason: null }
  | { access: "refused"; reason: "closed" | "unknown" | "used" | "ended" | "token-needed" };

/** May somebody with this token, or without one, answer now? */
export async function surveyAccess(
  store: Store,
  city: string,
  circle: string,
  token: string | null,
): Promise<SurveyAccess> {
  const { openToAll, closed } = await store.getSurvey(city, circle);
  if (closed) return { access: "refused", reason: "closed" };
  if (token !== null) {
    const state = await store.surveyToken(city, circle, surveyTokenHash(token));
    if (state === "fresh") return { access: "token", reason: null };
    return { access: "refused", reason: state ?? "unknown" };
  }
  return openToAll ? { access: "open", reason: null } : { access: "refused", reason: "token-needed" };
}

export interface SentAnswers extends Partial<Sent> {
  token?: string | undefined;
  answers: Record<string, unknown>;
}

const refusals = {
  closed: "This survey is closed; it takes no more answers.",
  unknown: "This link is none that was given out for this circle. Please use the link or code as it is.",
  used: "This link has been used already: each is good for one answer.",
  ended: "This link was called in; it takes no more answers.",
  "token-needed": "This survey is answered by link or code; the community gives them out.",
} as const;

export class SurveyRefusal extends Error {
  override readonly name = "SurveyRefusal";
  readonly reason: Exclude<SurveyAccess["reason"], null>;
  constructor(reason: Exclude<SurveyAccess["reason"], null>) {
    super(refusals[reason]);
    this.reason = reason;
  }
}

/**
 * Keeps an answer with the day, and nothing else of whoever sent it. A form that is sent twice gives one answer.
 * Throws InboxRefusal, or SurveyRefusal where nobody may answer so.
 */
export async function receiveAnswer(
  store: Store,
  inbox: Inbox,
  city: string,
  circle: string,
  address: string,
  sent: SentAnswers,
): Promise<void> {
  const token = sent.token ?? null;
  const { reason } = await surveyAccess(store, city, circle, token);
  if (reason !== null) throw new SurveyRefusal(reason);
  const draft = { circle, day: todayInChina(), answers: readAnswers(sent.answers) };
  if (token !== null) {
    if (sent.website) throw new InboxRefusal("invalid", "website", "is not for people; leave it empty");
    const isKept = await store.addSurveyResponseOfToken(city, surveyTokenHash(token), draft);
    // somebody else was faster
    if (!isKept) throw new SurveyRefusal("used");
    return;
  }
  const { form, website } = sent;
  if (form === undefined) throw new InboxRefusal("invalid", "form", "is missing; ask for the page of the survey first");
  const outcome = await inbox.admit(city, address, { form, website }, (sender) =>
    answerAllowances(city, sender, circle),
  );
  if (outcome === "new") await store.addSurveyResponse(city, draft);
}
