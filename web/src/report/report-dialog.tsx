/** The window in which a resident reports something; brought when it is first opened. */
import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../ui/dialog.tsx";
import "../styles/report.css";
import type { Received } from "./api.ts";
import { isPlacing, reporting } from "./open.ts";
import { ReportForm } from "./report-form.tsx";
import { words } from "./words.ts";

function Thanks({ received, onDone }: { received: Received; onDone(): void }) {
  const said = words.value;
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(received.code);
      setCopied(true);
    } catch {
      // The code stands there to be noted by hand.
    }
  };
  return (
    <div class="thanks">
      <p role="status">
        <strong>{said.thanks}</strong> {received.joined && received.said > 1 ? said.joined(received.said) : said.alone}
      </p>
      <p class="tracking">
        <span>{said.code}</span>
        <output class="tracking-code">{received.code}</output>
        <button type="button" class="button button-small" onClick={copy}>
          {isCopied ? said.copied : said.copy}
        </button>
      </p>
      <p class="muted">{said.codeHint}</p>
      <button type="button" class="button button-primary button-large" onClick={onDone}>
        {said.done}
      </button>
    </div>
  );
}

export function ReportDialog() {
  const subject = reporting.value;
  const said = words.value;
  const [received, setReceived] = useState<Received | null>(null);
  useEffect(() => {
    if (!subject) setReceived(null);
  }, [subject]);
  const close = () => {
    // While a place is chosen on the map, what was filled in stays.
    if (!isPlacing.peek()) reporting.value = null;
  };
  if (!subject) return null;
  const title = subject.outlet ? said.title(subject.outlet.name) : said.newTitle;
  return (
    <Dialog title={title} isOpen={!isPlacing.value} keepsContent onClose={close}>
      {received ? (
        <Thanks received={received} onDone={() => (reporting.value = null)} />
      ) : (
        <ReportForm subject={subject} onSent={setReceived} />
      )}
    </Dialog>
  );
}
