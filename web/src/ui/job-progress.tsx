/** Long work while it runs: what is being done, how far, and a way to stop it. */
import { useSignal } from "@preact/signals";
import { t } from "../i18n/index.ts";
import type { FollowedJob } from "../state/job.ts";

export function JobProgress({ job, title }: { job: FollowedJob<never> | FollowedJob<unknown>; title: string }) {
  const words = t.value.job;
  const isCancelling = useSignal(false);
  const now = job.state.value;
  const percent = now?.fraction === null || !now ? null : Math.round(now.fraction * 100);
  return (
    <div class="job" role="status" aria-live="polite">
      <p class="job-title">
        {title}
        {percent === null ? null : <span class="job-percent"> {percent} %</span>}
      </p>
      <progress class="job-bar" max={100} value={percent ?? undefined} aria-label={title} />
      <p class="job-step">
        <span>{now?.step ?? (now?.state === "queued" ? words.queued : words.working)}</span>
        <button
          type="button"
          class="text-button"
          disabled={isCancelling.value}
          onClick={() => {
            isCancelling.value = true;
            void job.cancel().catch(() => (isCancelling.value = false));
          }}
        >
          {isCancelling.value ? words.cancelling : t.value.cancel}
        </button>
      </p>
    </div>
  );
}
