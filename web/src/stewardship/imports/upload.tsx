/** The way in for a file: dropped, or chosen; what it holds, from whom, and of which day. */
import { useSignal } from "@preact/signals";
import { city } from "../../state/catalogue.ts";
import { may } from "../../state/session.ts";
import { Failure } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";
import { stageImport } from "./api.ts";
import type { ImportWhat } from "./api.ts";
import { follow, openImport, trouble } from "./state.ts";

const kinds: readonly ImportWhat[] = ["outlets", "residences", "boundaries", "compounds", "sites"];

export function Upload() {
  const words = dataWords.value.imports;
  const what = useSignal<ImportWhat>("outlets");
  const source = useSignal("");
  const asOf = useSignal("");
  const file = useSignal<File | null>(null);
  const isOver = useSignal(false);
  const isSending = useSignal(false);
  const problem = useSignal<unknown>(null);
  if (!may("steward")) return null;

  const begin = async () => {
    const chosen = file.value;
    if (!chosen || !city.value) return;
    isSending.value = true;
    problem.value = null;
    try {
      const fields = { what: what.value, source: source.value.trim(), asOf: asOf.value, complete: "" };
      const begun = await stageImport(city.value.id, chosen, fields);
      file.value = null;
      if (begun.import) openImport(begun.import.id);
      isSending.value = false;
      if (!(await follow(words.reading(chosen.name), Promise.resolve(begun)))) problem.value = trouble.peek();
    } catch (error) {
      problem.value = error;
    } finally {
      isSending.value = false;
    }
  };
  const take = (files: FileList | null | undefined) => {
    const first = files?.[0];
    if (!first) return;
    file.value = first;
    if (!source.value) source.value = first.name.replace(/\.[^.]+$/, "");
  };
  return (
    <form
      class={`upload ${isOver.value ? "upload-over" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <h3>{words.newTitle}</h3>
      <label class="upload-file">
        <input
          type="file"
          class="visually-hidden"
          accept=".csv,.tsv,.txt,.xlsx,.xls,.geojson,.json,.zip,.gpkg"
          onChange={(event) => take(event.currentTarget.files)}
        />
        <span class="button">{file.value ? file.value.name : words.choose}</span>
        <span class="muted">{words.formats}</span>
      </label>
      <div class="upload-fields">
        <label class="field">
          <span>{words.what}</span>
          <select
            value={what.value}
            onChange={(event) => (what.value = kinds.find((kind) => kind === event.currentTarget.value) ?? "outlets")}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {words.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{words.source}</span>
          <input value={source.value} onInput={(event) => (source.value = event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{words.asOf}</span>
          <input type="date" value={asOf.value} onInput={(event) => (asOf.value = event.currentTarget.value)} />
        </label>
      </div>
      <p class="muted">{words.sourceHint}</p>
      <button type="submit" class="button button-primary" disabled={!file.value || isSending.value}>
        {isSending.value ? words.uploading : words.read}
      </button>
      {problem.value ? <Failure error={problem.value} /> : null}
    </form>
  );
}
