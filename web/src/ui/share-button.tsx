/** Hands the address of what is on screen to whatever the device shares with, or copies it. */
import { useSignal } from "@preact/signals";
import { Icon } from "../icons/icon.tsx";
import { t } from "../i18n/index.ts";
import { isAbort } from "../api/request.ts";

export function ShareButton({ title, large = false }: { title: string; large?: boolean }) {
  const said = useSignal("");
  const words = t.value.share;
  const share = async () => {
    said.value = "";
    const url = location.href;
    if (typeof navigator.share === "function") {
      try {
        await navigator.share({ title, url });
        return;
      } catch (error) {
        // The person thought better of it; anything else is tried by copying.
        if (isAbort(error)) return;
      }
    }
    try {
      await navigator.clipboard.writeText(url);
      said.value = words.copied;
    } catch {
      said.value = t.value.why.copyFailed;
    }
  };
  return (
    <>
      <button type="button" class={large ? "button button-quiet button-large" : "button button-quiet"} onClick={share}>
        <Icon name="share" /> {words.share}
      </button>
      <span role="status" class="shared">
        {said.value}
      </span>
    </>
  );
}
