/** How many lie within 5, 10 and 15 minutes, as three small bars in the rings' three steps. */
import { t } from "../i18n/index.ts";

interface Within {
  "5": number;
  "10": number;
  "15": number;
}

const rings = ["5", "10", "15"] as const;

export function ThreeBars({ within }: { within: Within }) {
  const most = Math.max(1, within["15"]);
  return (
    <span class="bars" role="img" aria-label={t.value.reach.bars(within["5"], within["10"], within["15"])}>
      {rings.map((minutes) => (
        <span class="bar-slot" key={minutes} aria-hidden="true">
          <span class="bar-room">
            <span
              class={`bar bar-${minutes}${within[minutes] === 0 ? " bar-none" : ""}`}
              style={{ height: within[minutes] === 0 ? "2px" : `${Math.max(16, (within[minutes] / most) * 100)}%` }}
            />
          </span>
          <span class="bar-count">{within[minutes]}</span>
        </span>
      ))}
    </span>
  );
}
