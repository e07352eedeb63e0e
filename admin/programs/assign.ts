import { useAsk } from "../data/use-ask.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import type { DialogField } from "../ui/operation-dialog.tsx";
import { assignProgram, reviewersQuery } from "./program.data.ts";

/** Stands for nobody in the choice of people: a choice without an ID could not be told from none. */
const nobody = "NOBODY";

/** What a program is assigned by: who of the staff, and when they look at it again. */
export interface Assignment {
  assignee: { id: string } | null;
  followUpOn: string | null;
}

/** Whom programs can be assigned to. @param asks whether the viewer may know */
export const useReviewers = (asks: boolean): { id: string; name: string }[] =>
  (useAsk(reviewersQuery, {}, { enabled: asks }).data?.reviewers ?? []).map(({ id, email }) => ({ id, name: email }));

/** The fields of an assignment. One that nobody has is offered to whoever opens the dialog. */
export function useAssignFields(asks: boolean, now: Assignment | null): DialogField[] {
  const email = useSignedIn()?.viewer.email;
  const reviewers = useReviewers(asks);
  const own = reviewers.find(({ name }) => name === email);
  return [
    {
      name: "accountId",
      label: t("review.assignee"),
      choices: [{ id: nobody, name: t("review.nobody") }, ...reviewers],
      initial: now?.assignee?.id ?? own?.id ?? nobody,
    },
    {
      name: "followUpOn",
      label: t("review.followUpOn"),
      type: "date",
      initial: now?.followUpOn ?? "",
      help: t("review.followUpHelp"),
    },
  ];
}

/** Does what the dialog's fields say. */
export const assignAs = (id: string, { accountId, followUpOn }: Record<string, string>) =>
  assignProgram(id, !accountId || accountId === nobody ? null : accountId, followUpOn || null);
