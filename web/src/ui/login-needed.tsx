/** Said where something needs an account: what it is, and the way in. */
import { t } from "../i18n/index.ts";
import { wantsLogin } from "../state/session.ts";
import { Notice } from "./messages.tsx";

export function LoginNeeded({ title, hint }: { title: string; hint: string }) {
  return (
    <Notice icon="info" title={title} hint={hint}>
      <button type="button" class="button button-small" onClick={() => (wantsLogin.value = true)}>
        {t.value.account.enter}
      </button>
    </Notice>
  );
}
