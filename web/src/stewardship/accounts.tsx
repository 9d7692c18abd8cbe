/** Who may do what: added by invitation, never with a password that somebody else knows. */
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../api/request.ts";
import { t } from "../i18n/index.ts";
import { createResource } from "../state/loadable.ts";
import { goOwn, urlState } from "../state/location.ts";
import { loadSession, send } from "../state/session.ts";
import type { Account, Role } from "../state/session.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { dataWords } from "./words.ts";

interface FullAccount extends Account {
  disabled: boolean;
  isInvited: boolean;
}

interface Invitation {
  path: string;
}

const allRoles: readonly Role[] = ["steward", "planner", "bureau", "admin"];
const accounts = createResource<FullAccount[]>();
const trouble = signal<unknown>(null);
const invitation = signal<string | null>(null);

function load(): void {
  void accounts.load(
    async (aborted) => (await ask<{ items: FullAccount[] }>("/api/accounts", { signal: aborted })).items,
    { keep: true },
  );
}

async function change(work: () => Promise<{ invitation?: Invitation } | unknown>): Promise<boolean> {
  trouble.value = null;
  try {
    const answer = (await work()) as { invitation?: Invitation } & Partial<Invitation>;
    const path = answer?.invitation?.path ?? answer?.path;
    if (path) invitation.value = `${location.origin}${path}`;
    load();
    return true;
  } catch (error) {
    trouble.value = error;
    return false;
  }
}

function AddForm() {
  const words = dataWords.value.accounts;
  const login = useSignal("");
  const name = useSignal("");
  const roles = useSignal<Role[]>(["steward"]);
  return (
    <form
      class="form account-form"
      onSubmit={async (event) => {
        event.preventDefault();
        const body = { login: login.value.trim(), name: name.value.trim(), roles: roles.value };
        if (await change(() => send("POST", "/api/accounts", body))) login.value = name.value = "";
      }}
    >
      <h3>{words.add}</h3>
      <div class="upload-fields">
        <label class="field">
          <span>{words.login}</span>
          <input
            required
            minLength={2}
            value={login.value}
            onInput={(event) => (login.value = event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{words.name}</span>
          <input required value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        </label>
      </div>
      <fieldset class="roles">
        <legend>{words.roles}</legend>
        {allRoles.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={roles.value.includes(role)}
              onChange={(event) =>
                (roles.value = event.currentTarget.checked
                  ? [...roles.value, role]
                  : roles.value.filter((one) => one !== role))
              }
            />
            {t.value.account.roles[role]}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button button-primary" disabled={!roles.value.length}>
        {words.create}
      </button>
    </form>
  );
}

export function Accounts() {
  const words = dataWords.value.accounts;
  const { status, value, error } = accounts.state.value;
  useEffect(load, []);
  return (
    <div class="section">
      <h2>{dataWords.value.sections.accounts}</h2>
      {trouble.value ? <Failure error={trouble.value} /> : null}
      {invitation.value ? (
        <div class="notice" role="status">
          <div class="notice-text">
            <p>{words.invitation}</p>
            <code class="invitation">{invitation.value}</code>
          </div>
        </div>
      ) : null}
      {status === "failed" ? <Failure error={error} retry={accounts.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={4} /> : null}
      {value ? (
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.login}</th>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.roles}</th>
              <th scope="col">{words.cities}</th>
              <th scope="col">{words.state}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {value.map((one) => (
              <tr key={one.id}>
                <td>{one.login}</td>
                <td>{one.name}</td>
                <td>{t.value.list(one.roles.map((role) => t.value.account.roles[role]))}</td>
                <td>{one.cities ? t.value.list(one.cities) : words.allCities}</td>
                <td>{one.disabled ? words.disabled : one.isInvited ? words.invited : words.active}</td>
                <td>
                  <button
                    type="button"
                    class="text-button"
                    onClick={() =>
                      void change(() => send("PATCH", `/api/accounts/${one.id}`, { disabled: !one.disabled }))
                    }
                  >
                    {one.disabled ? words.enable : words.disable}
                  </button>
                  {one.isInvited ? (
                    <button
                      type="button"
                      class="text-button"
                      onClick={() => void change(() => send("POST", `/api/accounts/${one.id}/invitation`))}
                    >
                      {words.invite}
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <AddForm />
    </div>
  );
}

/** Where an invitation leads: the person chooses the password and is logged in. */
export function TakeInvitation({ token }: { token: string }) {
  const words = dataWords.value.accounts;
  const password = useSignal("");
  const problem = useSignal<unknown>(null);
  return (
    <form
      class="form section"
      onSubmit={(event) => {
        event.preventDefault();
        problem.value = null;
        ask(`/api/invitations/${encodeURIComponent(token)}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ password: password.value }),
        })
          .then(loadSession)
          .then(() => goOwn({ invitation: null }, "replace"))
          .catch((error: unknown) => (problem.value = error));
      }}
    >
      <h2>{words.choosePassword}</h2>
      <p class="muted">{words.choosePasswordHint}</p>
      {problem.value ? <Failure error={problem.value} /> : null}
      <label class="field">
        <span>{t.value.account.password}</span>
        <input
          type="password"
          autocomplete="new-password"
          required
          value={password.value}
          onInput={(event) => (password.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button button-primary">
        {words.save}
      </button>
    </form>
  );
}

export const invitationToken = () => urlState.value.own["invitation"] ?? null;
