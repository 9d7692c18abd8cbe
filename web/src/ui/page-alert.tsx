/** What the whole page lacks, said above everything on it, with a way to try again. */
import { catalogue } from "../state/catalogue.ts";
import { missingTool } from "../state/code.ts";
import { t } from "../i18n/index.ts";
import { Failure } from "./messages.tsx";

export function PageAlert() {
  const { status, error } = catalogue.state.value;
  const tool = missingTool.value;
  return (
    <div class="page-alert">
      {status === "failed" ? <Failure title={t.value.errors.catalogue} error={error} retry={catalogue.retry} /> : null}
      {tool ? <Failure error={tool.error} retry={tool.retry} /> : null}
    </div>
  );
}
