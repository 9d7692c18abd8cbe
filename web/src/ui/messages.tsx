/** Loading, empty and failed: every place on the page says which of them it is. */
import type { ComponentChildren } from "preact";
import { ApiError } from "../api/request.ts";
import { Icon } from "../icons/icon.tsx";
import type { SymbolName } from "../icons/symbols.ts";
import { t } from "../i18n/index.ts";

export function Skeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{t.value.loading}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div class="skeleton-line" key={index} />
      ))}
    </div>
  );
}

interface NoticeProps {
  icon?: SymbolName;
  title: string;
  hint?: string;
  tone?: "plain" | "warn";
  children?: ComponentChildren;
}

export function Notice({ icon = "info", title, hint, tone = "plain", children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`}>
      <Icon name={icon} size={1.5} />
      <div class="notice-text">
        <p class="notice-title">{title}</p>
        {hint ? <p class="notice-hint">{hint}</p> : null}
        {children}
      </div>
    </div>
  );
}

function errorWords(error: unknown): { icon: SymbolName; title: string; hint: string } {
  const words = t.value.errors;
  const kind = error instanceof ApiError ? error.kind : "server";
  switch (kind) {
    case "offline":
      return { icon: "offline", title: words.offline, hint: words.offlineHint };
    case "code":
      return { icon: "alert", title: words.code, hint: words.codeHint };
    case "busy":
      return { icon: "clock", title: words.busy, hint: words.busyHint };
    case "missing":
      return { icon: "info", title: words.missing, hint: words.missingHint };
    case "locked-out":
      return { icon: "alert", title: words.lockedOut, hint: words.lockedOutHint };
    case "changed":
      return { icon: "alert", title: words.changed, hint: words.changedHint };
    case "refused":
      return { icon: "alert", title: words.refused, hint: (error as ApiError).message };
    default:
      return { icon: "alert", title: words.server, hint: words.serverHint };
  }
}

interface FailureProps {
  error: unknown;
  /** What failed, where the place of the message does not tell. */
  title?: string;
  retry?: () => void;
}

export function Failure({ error, title: subject, retry }: FailureProps) {
  const { icon, title, hint } = errorWords(error);
  return (
    <div role="alert">
      <Notice icon={icon} title={subject ?? title} hint={hint} tone="warn">
        {retry ? (
          <button type="button" class="button button-small" onClick={retry}>
            {t.value.retry}
          </button>
        ) : null}
      </Notice>
    </div>
  );
}
