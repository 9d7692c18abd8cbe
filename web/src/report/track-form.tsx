/** Looks up what became of a report. */
import { useState } from "preact/hooks";
import { ApiError } from "../api/request.ts";
import { city } from "../state/catalogue.ts";
import { go } from "../state/location.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/messages.tsx";
import "../styles/report.css";
import { trackReport } from "./api.ts";
import type { Tracked } from "./api.ts";
import { words } from "./words.ts";

export function TrackDialog({ onClose }: { onClose(): void }) {
  const said = words.value;
  const [code, setCode] = useState("");
  const [found, setFound] = useState<Tracked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const look = async () => {
    setFound(null);
    setError(null);
    try {
      setFound(await trackReport(city.value!.id, code));
    } catch (problem) {
      setError(problem);
    }
  };
  const isUnknown = error instanceof ApiError && error.kind === "missing";
  return (
    <Dialog title={said.trackTitle} isOpen onClose={onClose}>
      <form
        class="report-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim()) void look();
        }}
      >
        <label class="field">
          <span>{said.trackLabel}</span>
          <input
            type="text"
            value={code}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            onInput={(event) => setCode((event.target as HTMLInputElement).value)}
          />
        </label>
        <button type="submit" class="button button-primary" disabled={!code.trim()}>
          {said.trackGo}
        </button>
      </form>
      <div role="status" class="tracked">
        {isUnknown ? <p>{said.trackNone}</p> : null}
        {found ? (
          <>
            <p>
              <strong>{said.states[found.state]}</strong>
            </p>
            <p>{said.trackLine(said.trackKinds[found.kind], found.firstOn, found.said)}</p>
            {found.decidedOn ? <p class="muted">{said.decided(found.decidedOn)}</p> : null}
            {found.answer ? <p>{said.answer(found.answer)}</p> : null}
            {found.outlet ? (
              <button
                type="button"
                class="button"
                onClick={() => {
                  go({ outlet: found.outlet });
                  onClose();
                }}
              >
                {said.showOutlet}
              </button>
            ) : null}
          </>
        ) : null}
      </div>
      {error && !isUnknown ? <Failure error={error} /> : null}
    </Dialog>
  );
}
