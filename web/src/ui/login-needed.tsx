/** Said where something needs an account: what it is, and the way in. */
import { t } from "../i18n/index.ts";
import { loadSession, sessionFault, wantsLogin } from "../state/session.ts";
import { Failure, Notice } from "./messages.tsx";

export function LoginNeeded({ title, hint }: { title: string; hint: string }) {
  // Who is logged in already is not asked to do it again.
  if (sessionFault.value) return <Failure error={sessionFault.value} retry={() => void loadSession()} />;
  return (
    <Notice icon="info" title={title} hint={hint}>
      <button type="button" class="button button-small" onClick={() => (wantsLogin.value = true)}>
        {t.value.account.enter}
      </button>
    </Notice>
  );
}
