/** `/survey`: the satisfaction form of the policy, for a phone; anonymous, one answer per link. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { surveyForm } from "@quarterhour/data";
import type { FormChoice, SurveyQuestion } from "@quarterhour/data";
import { ask, cityPath } from "../api/request.ts";
import { lang, localName } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { categoryIcons } from "../icons/categories.ts";
import { catalogue, city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { pageHref, urlState } from "../state/location.ts";
import { FictionBanner, LanguageButton } from "../ui/chrome.tsx";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import "../styles/survey.css";
import { surveyWords } from "./words.ts";

interface Access {
  circle: { id: string; name: string };
  access: "token" | "open" | "refused";
  reason: string | null;
  form: string | null;
}

type Answer = string | string[];

const access = createResource<Access>();
const answers = signal<Record<string, Answer>>({});

const set = (id: string, value: Answer) => {
  const next = { ...answers.peek() };
  if (value.length) next[id] = value;
  else delete next[id];
  answers.value = next;
};

const textOf = (one: { textZh: string; textEn: string }) => (lang.value === "en" ? one.textEn : one.textZh);

function Choices({ id, choices }: { id: string; choices: readonly FormChoice[] }) {
  return (
    <div class="survey-choices">
      {choices.map((choice) => (
        <label key={choice.id} class="survey-choice" data-on={answers.value[id] === choice.id}>
          <input type="radio" name={id} checked={answers.value[id] === choice.id} onChange={() => set(id, choice.id)} />
          {textOf(choice)}
        </label>
      ))}
    </div>
  );
}

function CategoryTicks({ question }: { question: SurveyQuestion }) {
  const own = answers.value[question.id];
  const ticked = Array.isArray(own) ? own : [];
  const all = (catalogue.state.value.value?.categories ?? []).filter(({ tier }) => tier === question.tier);
  return (
    <div class="survey-ticks">
      {all.map((category) => (
        <label key={category.id} class="survey-choice" data-on={ticked.includes(category.id)}>
          <input
            type="checkbox"
            checked={ticked.includes(category.id)}
            onChange={(event) =>
              set(
                question.id,
                event.currentTarget.checked ? [...ticked, category.id] : ticked.filter((one) => one !== category.id),
              )
            }
          />
          <Icon path={categoryIcons[category.id]} size={1.1} />
          {localName(category)}
        </label>
      ))}
    </div>
  );
}

function Text({ id, label, long = false }: { id: string; label: string; long?: boolean }) {
  const value = answers.value[id];
  const shared = {
    "aria-label": label,
    maxLength: 2000,
    value: typeof value === "string" ? value : "",
    onInput: (event: { currentTarget: { value: string } }) => set(id, event.currentTarget.value),
  };
  return long ? <textarea rows={3} {...shared} /> : <input {...shared} />;
}

function Question({ question, number }: { question: SurveyQuestion; number: number }) {
  const text = textOf(question);
  return (
    <fieldset class="survey-question">
      <legend>
        {number}. {text}
      </legend>
      {question.kind === "one" ? <Choices id={question.id} choices={question.choices ?? []} /> : null}
      {question.kind === "categories" ? <CategoryTicks question={question} /> : null}
      {question.kind === "text" ? <Text id={question.id} label={text} long /> : null}
    </fieldset>
  );
}

function About() {
  const words = surveyWords.value;
  return (
    <details class="survey-about">
      <summary>{words.about}</summary>
      {surveyForm.about.map((item) => (
        <fieldset class="survey-question" key={item.id}>
          <legend>{textOf(item)}</legend>
          {item.kind === "one" ? (
            <Choices id={item.id} choices={item.choices ?? []} />
          ) : (
            <Text id={item.id} label={textOf(item)} />
          )}
          {item.other ? <Text id={`${item.id}Other`} label={words.other} /> : null}
        </fieldset>
      ))}
    </details>
  );
}

function Form({ of, path, token }: { of: Access; path: string; token: string | null }) {
  const words = surveyWords.value;
  const state = useSignal<"writing" | "sending" | "sent">("writing");
  const fault = useSignal<unknown>(null);
  const isEmpty = Object.keys(answers.value).length === 0;
  const submit = async () => {
    state.value = "sending";
    fault.value = null;
    try {
      await ask(`${path}/responses`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          ...(of.access === "token" ? { token } : { form: of.form, website: "" }),
          answers: answers.value,
        }),
      });
      state.value = "sent";
    } catch (error) {
      fault.value = error;
      state.value = "writing";
    }
  };
  if (state.value === "sent") {
    return (
      <div role="status">
        <Notice icon="info" title={words.thanks} hint={words.thanksHint}>
          <a class="button" href={pageHref("/")}>
            {words.map}
          </a>
        </Notice>
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{lang.value === "en" ? surveyForm.introEn : surveyForm.introZh}</p>
      <p class="muted">{words.noIdentity}</p>
      {surveyForm.questions.map((question, index) => (
        <Question key={question.id} question={question} number={index + 1} />
      ))}
      <About />
      {fault.value ? <Failure error={fault.value} /> : null}
      <button
        type="submit"
        class="button button-primary button-large survey-send"
        disabled={isEmpty || state.value === "sending"}
        title={isEmpty ? words.nothing : undefined}
      >
        {state.value === "sending" ? words.sending : words.send}
      </button>
    </form>
  );
}

export function SurveyPage() {
  const words = surveyWords.value;
  const { circle = null, t: token = null } = urlState.value.own;
  const path = city.value && circle ? `${cityPath(city.value.id)}/surveys/${encodeURIComponent(circle)}` : null;
  useEffect(() => {
    if (!path) return;
    const query = token ? `?t=${encodeURIComponent(token)}` : "";
    void access.load((aborted) => ask<Access>(`${path}/page${query}`, { signal: aborted }));
  }, [path, token]);
  const { status, value, error } = access.state.value;
  useEffect(() => {
    document.title = `${words.title} · ${value?.circle.name ?? ""}`;
  });
  return (
    <div class="survey-page">
      <FictionBanner />
      <main class="survey">
        <LanguageButton />
        <h1>{lang.value === "en" ? surveyForm.titleEn : surveyForm.titleZh}</h1>
        {value ? <p class="survey-circle">{value.circle.name}</p> : null}
        {!path ? <Notice icon="alert" tone="warn" title={words.missing} hint={words.missingHint} /> : null}
        {path && status === "loading" ? <Skeleton lines={6} /> : null}
        {status === "failed" ? <Failure error={error} retry={access.retry} /> : null}
        {value?.access === "refused" ? (
          <Notice
            icon="alert"
            tone="warn"
            title={words.refused[value.reason ?? "unknown"] ?? words.refused["unknown"]}
            hint={words.refusedHint}
          />
        ) : null}
        {value && value.access !== "refused" && path ? <Form of={value} path={path} token={token} /> : null}
      </main>
    </div>
  );
}
