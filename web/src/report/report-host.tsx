/** Where the report's window hangs on a page, and the line that asks for a tap on the map. */
import { lazy } from "../ui/lazy.tsx";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { isPlacing, reporting } from "./open.ts";

const LazyReport = lazy(() => import("./report-dialog.tsx").then(({ ReportDialog }) => ReportDialog), { inline: true });

export function ReportHost() {
  return (
    <>
      {reporting.value ? <LazyReport /> : null}
      {isPlacing.value && reporting.value ? (
        <p class="placing" role="status">
          <Icon name="pin" /> <span>{t.value.report.tapMap}</span>
          <button type="button" class="text-button" onClick={() => (isPlacing.value = false)}>
            {t.value.cancel}
          </button>
        </p>
      ) : null}
    </>
  );
}
