/** The nine large pictures. */
import { Icon } from "../icons/icon.tsx";
import { localName, t } from "../i18n/index.ts";
import { repairIcons } from "../icons/repair.ts";
import { catalogue } from "../state/catalogue.ts";
import { go } from "../state/location.ts";
import { Skeleton } from "../ui/messages.tsx";
import { LargeButton } from "../ui/topbar.tsx";
import { largeKinds } from "./state.ts";

export function KindGrid({ onChosen }: { onChosen(): void }) {
  const { status } = catalogue.state.value;
  // The page says so above.
  if (status === "failed") return null;
  if (status === "loading") return <Skeleton lines={6} />;
  return (
    <section aria-labelledby="repair-question">
      <header class="panel-head repair-question">
        <h2 id="repair-question">{t.value.repair.question}</h2>
        <LargeButton />
      </header>
      <ul class="kind-grid">
        {largeKinds.value.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              class="kind"
              onClick={() => {
                go({ kind: one.id, outlet: null });
                onChosen();
              }}
            >
              <Icon shape={repairIcons[one.id]} size={3.6} strokeWidth={1.5} />
              <span>{localName(one)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
