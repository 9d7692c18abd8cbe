/** 满意度: what the answers to attachment 4 come to. */
import { categories, categoriesInText, surveyForm } from "@quarterhour/data";
import type { CategoryId, Tier } from "@quarterhour/data";

/** An answer as far as it matters here; by question id. */
export interface SurveyAnswer {
  day: string;
  origin: "link" | "open" | "paper";
  answers: Record<string, string | string[]>;
}

/** Of groups that are smaller nothing is told but that they are there. */
export const LEAST_GROUP = 10;

const countedQuestions = surveyForm.questions.filter(({ counts }) => counts !== undefined);

/** Ids of the questions that count towards a share. */
export const countedQuestionIds: readonly string[] = countedQuestions.map(({ id }) => id);

export interface SatisfiedShares {
  /** Satisfied answers ÷ answers, over the questions that count; null where nobody answered one. */
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
}

/** `survey.category-satisfied` and `survey.service-satisfied`. @param counts answers (ids of choices) with their number */
export function satisfiedShares(
  counts: readonly { question: string; answer: string; count: number }[],
): SatisfiedShares {
  const share = (which: "categorySatisfied" | "serviceSatisfied") => {
    let all = 0;
    let satisfied = 0;
    for (const { id, counts: towards, choices = [] } of countedQuestions) {
      if (towards !== which) continue;
      for (const { question, answer, count } of counts) {
        const choice = question === id ? choices.find((one) => one.id === answer) : undefined;
        if (choice === undefined) continue;
        all += count;
        if (choice.satisfied) satisfied += count;
      }
    }
    return all === 0 ? null : satisfied / all;
  };
  return { categorySatisfiedShare: share("categorySatisfied"), serviceSatisfiedShare: share("serviceSatisfied") };
}

export interface Sample {
  /** Answers ÷ people that the circle serves; null where nobody knows the people, or there are none. */
  sampleShare: number | null;
  /** How many are still lacking to the 10 % that the form asks for. */
  needed: number | null;
  sufficient: boolean | null;
}

/** `survey.sample` */
export function sampleOf(responses: number, people: number | null): Sample {
  if (people === null || people <= 0) return { sampleShare: null, needed: null, sufficient: null };
  const sampleShare = responses / people;
  const sufficient = sampleShare >= surveyForm.minimumSampleShare;
  // 10 % of 1,010 people are 101, though 0.1 × 1,010 is a little more than that in floating point.
  const wanted = Math.ceil(Math.round(people * surveyForm.minimumSampleShare * 1e6) / 1e6);
  return { sampleShare, needed: sufficient ? 0 : Math.max(1, wanted - responses), sufficient };
}

export interface CategoryNeed {
  category: CategoryId;
  /** 0 to 1: answers that say it is missing ÷ answers that could have said so; null where there is none. */
  weight: number | null;
  missing: number;
  answers: number;
}

/**
 * `survey.need`: how many say that a category is missing. They say so by leaving it out where they tick what there is,
 * or by naming it where the form asks what is still missing. All 50, in policy order.
 */
export function needOf(answers: readonly SurveyAnswer[]): CategoryNeed[] {
  const missing = categories.map(() => 0);
  const asked = categories.map(() => 0);
  for (const { answers: one } of answers) {
    const named = categoriesNamed(one);
    const hasText = typeof one.suggestions === "string";
    for (const tier of ["basic", "quality"] as const) {
      const ticks = ticksOf(one, tier);
      if (ticks === null && !hasText) continue;
      for (const index of ofTier[tier]) {
        const { id } = categories[index];
        asked[index]++;
        if ((ticks !== null && !ticks.includes(id)) || named.includes(id)) missing[index]++;
      }
    }
  }
  return categories.map(({ id }, i) => {
    return {
      category: id,
      weight: asked[i] === 0 ? null : missing[i] / asked[i],
      missing: missing[i],
      answers: asked[i],
    };
  });
}

/** Indices of the categories of each tier, and the question that asks to tick them. */
const ofTier = {
  basic: [...categories.keys()].filter((i) => categories[i].tier === "basic"),
  quality: [...categories.keys()].filter((i) => categories[i].tier === "quality"),
};
const tickQuestions = new Map(
  surveyForm.questions.flatMap(({ id, kind, tier }): [Tier, string][] => (kind === "categories" ? [[tier!, id]] : [])),
);

/** Categories that an answer names as still missing. */
export function categoriesNamed({ suggestions }: SurveyAnswer["answers"]): CategoryId[] {
  return typeof suggestions === "string" ? categoriesInText(suggestions) : [];
}

export interface SurveyResults extends Sample, SatisfiedShares {
  responses: number;
  byOrigin: { link: number; open: number; paper: number };
  /** First and last day of an answer. */
  from: string | null;
  to: string | null;
  about: { id: string; groups: { text: string; count: number }[]; hidden: number }[];
  questions: {
    id: string;
    kind: "one" | "categories";
    answered: number;
    choices?: { id: string; count: number; share: number; satisfied: boolean | null }[];
    categories?: { category: CategoryId; present: number; share: number }[];
  }[];
  /** Those with at least ten answers, the most first. */
  compounds: ({ name: string; responses: number } & SatisfiedShares)[];
  /** How many others there are, and their answers. */
  compoundsHidden: { compounds: number; responses: number };
  /** Categories that answers name as still missing, the most first. */
  missing: { category: CategoryId; mentions: number }[];
  need: CategoryNeed[];
}

/** What all answers of a circle come to. @param people whom the circle serves; null where nobody knows */
export function surveyResults(answers: readonly SurveyAnswer[], people: number | null): SurveyResults {
  const days = answers.map(({ day }) => day).sort();
  const of = (origin: SurveyAnswer["origin"]) => answers.filter((one) => one.origin === origin).length;
  return {
    responses: answers.length,
    byOrigin: { link: of("link"), open: of("open"), paper: of("paper") },
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
    ...sampleOf(answers.length, people),
    ...satisfiedShares(countsOf(answers)),
    about: aboutGroups(answers),
    questions: questionResults(answers),
    ...compoundResults(answers),
    missing: missingOf(answers),
    need: needOf(answers),
  };
}

function countsOf(answers: readonly SurveyAnswer[]): { question: string; answer: string; count: number }[] {
  return answers.flatMap(({ answers: one }) =>
    countedQuestionIds.flatMap((question) => {
      const answer = one[question];
      return typeof answer === "string" ? [{ question, answer, count: 1 }] : [];
    }),
  );
}

function questionResults(answers: readonly SurveyAnswer[]): SurveyResults["questions"] {
  return surveyForm.questions.flatMap((question): SurveyResults["questions"] => {
    const { id, kind } = question;
    if (kind === "text") return [];
    const given = answers.flatMap(({ answers: one }) => (one[id] === undefined ? [] : [one[id]]));
    const answered = given.length;
    const share = (count: number) => (answered === 0 ? 0 : count / answered);
    if (kind === "categories") {
      const counts = new Map<string, number>();
      for (const tick of given.flat()) counts.set(tick, (counts.get(tick) ?? 0) + 1);
      const counted = ofTier[question.tier!].map((i) => {
        const present = counts.get(categories[i].id) ?? 0;
        return { category: categories[i].id, present, share: share(present) };
      });
      return [{ id, kind, answered, categories: counted }];
    }
    const choices = question.choices!.map(({ id: choice, satisfied }) => {
      const count = given.filter((one) => one === choice).length;
      return { id: choice, count, share: share(count), satisfied: satisfied ?? null };
    });
    return [{ id, kind, answered, choices }];
  });
}

function aboutGroups(answers: readonly SurveyAnswer[]): SurveyResults["about"] {
  return surveyForm.about
    .filter(({ id }) => id !== "compound" && id !== "community")
    .map(({ id }) => {
      const groups = grouped(answers, (one) => one.answers[id] as string | undefined);
      const shown = groups.filter(([, own]) => own.length >= LEAST_GROUP);
      const hidden = groups.filter(([, own]) => own.length < LEAST_GROUP).reduce((sum, [, own]) => sum + own.length, 0);
      return { id, groups: shown.map(([text, own]) => ({ text, count: own.length })), hidden };
    });
}

function compoundResults(answers: readonly SurveyAnswer[]): Pick<SurveyResults, "compounds" | "compoundsHidden"> {
  const groups = grouped(answers, ({ answers: { compound } }) => compound as string | undefined);
  const hidden = groups.filter(([, own]) => own.length < LEAST_GROUP);
  return {
    compounds: groups
      .filter(([, own]) => own.length >= LEAST_GROUP)
      .map(([name, own]) => ({ name, responses: own.length, ...satisfiedShares(countsOf(own)) })),
    compoundsHidden: { compounds: hidden.length, responses: hidden.reduce((sum, [, own]) => sum + own.length, 0) },
  };
}

/** By a text, blanks aside; the largest group first. */
function grouped(
  answers: readonly SurveyAnswer[],
  textOf: (answer: SurveyAnswer) => string | undefined,
): [text: string, answers: SurveyAnswer[]][] {
  const groups = new Map<string, SurveyAnswer[]>();
  for (const answer of answers) {
    const text = textOf(answer)?.normalize("NFKC").replaceAll(/\s+/g, "");
    if (!text) continue;
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [answer]);
    else group.push(answer);
  }
  return [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
}

function missingOf(answers: readonly SurveyAnswer[]): SurveyResults["missing"] {
  const mentions = new Map<CategoryId, number>();
  for (const { answers: one } of answers) {
    for (const category of categoriesNamed(one)) mentions.set(category, (mentions.get(category) ?? 0) + 1);
  }
  const inOrder = categories.flatMap(({ id }) =>
    mentions.has(id) ? { category: id, mentions: mentions.get(id)! } : [],
  );
  return inOrder.sort((a, b) => b.mentions - a.mentions);
}

function ticksOf(answers: SurveyAnswer["answers"], tier: Tier): string[] | null {
  const ticks = answers[tickQuestions.get(tier)!];
  return Array.isArray(ticks) ? ticks : null;
}
