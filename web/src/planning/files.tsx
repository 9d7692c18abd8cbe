/** What is printed and handed on. */
import { useSignal } from "@preact/signals";
import { city } from "../state/catalogue.ts";
import { circlePath } from "./api.ts";
import { circleId } from "./state.ts";
import { planningWords } from "./words.ts";

export function Files() {
  const words = planningWords.value.files;
  const paper = useSignal("a3");
  const base = circlePath(city.value?.id ?? "", circleId.value ?? "");
  return (
    <div class="files">
      <h3>{words.report}</h3>
      <p class="muted">{words.hint}</p>
      <div class="button-row">
        <a class="button" href={`${base}/report.docx`} download>
          {words.word}
        </a>
        <a class="button" href={`${base}/report.xlsx`} download>
          {words.excel}
        </a>
      </div>
      <h3>{words.sign}</h3>
      <label class="choice">
        <span>{words.paper}</span>
        <select
          class="select-quiet"
          value={paper.value}
          onChange={(event) => (paper.value = event.currentTarget.value)}
        >
          <option value="a3">A3</option>
          <option value="a4">A4</option>
        </select>
      </label>
      <a href={`${base}/sign.svg?paper=${paper.value}`} target="_blank" rel="noopener" class="sign-preview">
        <img src={`${base}/sign.svg?paper=${paper.value}`} alt={words.sign} loading="lazy" />
      </a>
      <div class="button-row">
        <a class="button" href={`${base}/sign.pdf?paper=${paper.value}`} download>
          PDF
        </a>
        <a class="button button-quiet" href={`${base}/sign.svg?paper=${paper.value}`} download>
          SVG
        </a>
        <a class="button button-quiet" href={`${base}/handbook.pdf`} download>
          {words.handbook}
        </a>
      </div>
    </div>
  );
}
