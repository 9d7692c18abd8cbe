/** Logging in and out, for those who change something. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ApiError } from "../api/request.ts";
import { t } from "../i18n/index.ts";
import {
  account,
  loadSession,
  logIn,
  logOut,
  provider,
  readSignInRefusal,
  signInAddress,
  signInRefusal,
  wantsLogin,
} from "../state/session.ts";
import { Dialog } from "./dialog.tsx";

function LoginForm() {
  const words = t.value.account;
  const login = useSignal("");
  const password = useSignal("");
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    problem.value = null;
    try {
      await logIn(login.value.trim(), password.value);
      wantsLogin.value = false;
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      if (status === 401) problem.value = words.wrong;
      else if (status === 429) problem.value = words.locked;
      else problem.value = status === 0 ? t.value.errors.offline : (error as Error).message;
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="form" onSubmit={(event) => void onSubmit(event)}>
      <p class="muted">{words.why}</p>
      {signInRefusal.value && (
        <p class="field-problem" role="alert">
          {words.refusals[signInRefusal.value]}
        </p>
      )}
      {provider.value && (
        <>
          <a class="button" href={signInAddress()}>
            {words.signInWith(provider.value.name)}
          </a>
          <p class="muted">{words.orPassword}</p>
        </>
      )}
      <label class="field">
        <span>{words.login}</span>
        <input
          name="login"
          autocomplete="username"
          required
          value={login.value}
          onInput={(event) => (login.value = event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{words.password}</span>
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          value={password.value}
          onInput={(event) => (password.value = event.currentTarget.value)}
        />
      </label>
      {problem.value && (
        <p class="field-problem" role="alert">
          {problem.value}
        </p>
      )}
      <button type="submit" class="button button-primary" disabled={isBusy.value}>
        {isBusy.value ? t.value.loading : words.enter}
      </button>
    </form>
  );
}

/** Who is logged in, or the way in. */
export function AccountButton() {
  const words = t.value.account;
  useEffect(() => {
    readSignInRefusal();
    void loadSession();
  }, []);
  const own = account.value;
  const close = () => {
    wantsLogin.value = false;
    signInRefusal.value = null;
  };
  return (
    <>
      {own ? (
        <span class="account">
          <span class="account-name" title={own.roles.map((role) => words.roles[role]).join(" · ")}>
            {own.name}
          </span>
          <button type="button" class="text-button" onClick={() => void logOut()}>
            {words.leave}
          </button>
        </span>
      ) : (
        <button type="button" class="text-button" onClick={() => (wantsLogin.value = true)}>
          {words.enter}
        </button>
      )}
      <Dialog title={words.title} isOpen={wantsLogin.value} onClose={close}>
        <LoginForm />
      </Dialog>
    </>
  );
}
