/** All imports of the city, the latest first. */
import { t } from "../../i18n/index.ts";
import { dateText } from "../../i18n/format.ts";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";
import { imports, openImport } from "./state.ts";
import { Upload } from "./upload.tsx";

export function ImportList() {
  const words = dataWords.value.imports;
  const { status, value, error } = imports.state.value;
  return (
    <div class="section">
      <Upload />
      <h3>{words.listTitle}</h3>
      {status === "failed" ? <Failure error={error} retry={imports.retry} /> : null}
      {status === "loading" && !value ? <Skeleton lines={5} /> : null}
      {value?.length === 0 ? <Notice title={words.none} hint={words.noneHint} /> : null}
      {value?.length ? (
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.source}</th>
              <th scope="col" class="number">
                {words.rowsRead}
              </th>
              <th scope="col" class="number">
                {words.rowsRejected}
              </th>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {value.map((one) => (
              <tr key={one.id}>
                <td>
                  <button type="button" class="link-button" onClick={() => openImport(one.id)}>
                    {one.fileName}
                  </button>
                </td>
                <td>{words.kinds[one.what]}</td>
                <td>{one.source}</td>
                <td class="number">{t.value.number(one.rowsRead)}</td>
                <td class="number">{t.value.number(one.rowsRejected)}</td>
                <td>{dateText(one.createdAt)}</td>
                <td>
                  <span class={`state-tag state-tag-${one.state}`}>{words.states[one.state]}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
