import { t } from "../i18n/t.ts";
import { Notice } from "../ui/page.tsx";
import type { Draft } from "./drafts.ts";

interface Props {
  draft: Draft;
  /** How many of the questions are answered. */
  answered: number;
  count: number;
  /** An answer that must be there is not: pressing says which. */
  lacking: boolean;
  busy: boolean;
  label: string;
  hint: string;
  onPress(): void;
}

/** The end of what is answered: how far one is, what keeps it from being handed in, and the button. */
export function HandInPart({ draft, answered, count, lacking, busy, label, hint, onPress }: Props) {
  return (
    <>
      {draft.problem ? <Notice kind="problem">{draft.problem}</Notice> : null}
      {draft.waiting ? (
        <Notice kind="offline" live>
          {t("evaluation.waiting")}
        </Notice>
      ) : null}
      <section class="evaluation-end">
        <p role="status" class="meta">
          {t("evaluation.progress", { answered, count })}
          {answered > 0 ? ` · ${t("evaluation.savedHere")}` : ""}
        </p>
        <button type="button" class="primary wide" aria-disabled={lacking || busy} onClick={onPress}>
          {busy ? t("evaluation.handingIn") : label}
        </button>
        <p class="evaluation-hint" role="alert">
          {lacking ? hint : ""}
        </p>
      </section>
    </>
  );
}
