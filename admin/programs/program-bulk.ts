import type { BulkItem, BulkOperation } from "../bulk/bulk-dialog.tsx";
import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatDays } from "../ui/dates.ts";
import type { DialogField } from "../ui/operation-dialog.tsx";
import { assignAs } from "./assign.ts";
import { approveProgram, extendReporting, startReview } from "./program.data.ts";
import { programState } from "./program-statuses.ts";
import { isFirstOfTwo } from "./two-reviewers.ts";

const chosenQuery = graphql(`
  query ChosenPrograms($ids: [ID!]!) {
    programs(first: 100, filter: { ids: $ids }) {
      nodes {
        id version number name status minutes computedCredits requestedCredits creditUnit availableActions
        type { form }
        review { assignee { email } followUpOn reviewersRequired recommendation { by } }
        offerings { id startsOn endsOn reportingDueOn reportedAt availableActions }
      }
    }
  }
`);

type Chosen = ResultOf<typeof chosenQuery>["programs"]["nodes"][number];

const reader =
  (itemsOf: (program: Chosen) => BulkItem | BulkItem[]) =>
  async (ids: string[], signal: AbortSignal): Promise<BulkItem[]> =>
    (await request(chosenQuery, { ids }, signal)).programs.nodes.flatMap(itemsOf);

const nameOf = ({ number, name }: Chosen): string => [number, name].filter(Boolean).join(" ");

const stateOf = ({ status, type }: Chosen): string => t(`status.${programState(status, type.form)}`);

/** The program itself, where it may be done to it. */
const one = (
  program: Chosen,
  action: Chosen["availableActions"][number],
  detail: string,
  act: BulkItem["act"],
): BulkItem => {
  const may = program.availableActions.includes(action) && act !== null;
  return {
    id: program.id,
    rowId: program.id,
    name: nameOf(program),
    detail: may ? detail : stateOf(program),
    act: may ? act : null,
  };
};

export const startReviews = (): BulkOperation => ({
  title: t("programs.startReviews"),
  confirm: t("programs.startReview"),
  fields: [],
  read: reader((program) => one(program, "START_REVIEW", stateOf(program), () => startReview(program))),
});

/** Each for what its own minutes earn: nothing has to be explained then. */
export const approveAlike = (): BulkOperation => ({
  title: t("programs.approveAll"),
  explanation: t("programs.approveAllMeaning"),
  confirm: t("programs.approve"),
  fields: [{ name: "reason", label: t("column.reason"), multiline: true }],
  read: reader((program) => {
    const { minutes, computedCredits: credits, creditUnit: unit, requestedCredits: requested } = program;
    const earns = t("programs.approveMeaning", { minutes: minutes ?? 0, credits: credits ?? "0.00", unit, requested });
    return one(
      program,
      "APPROVE",
      isFirstOfTwo(program) ? t("review.recommendsAlike", { earns }) : earns,
      credits === null ? null : ({ reason }) => approveProgram(program, credits, reason?.trim() || null, []),
    );
  }),
});

/** All to one person, and with one day, as they are entered. */
export const assignAll = (fields: DialogField[]): BulkOperation => ({
  title: t("review.assignAll"),
  explanation: t("review.assignAllMeaning"),
  confirm: t("review.assign"),
  fields,
  read: reader((program) => one(program, "ASSIGN", assignedTo(program), (values) => assignAs(program.id, values))),
});

const assignedTo = ({ review }: Chosen): string =>
  t("review.now", { who: review?.assignee?.email ?? t("review.nobody") });

export const extendDeadlines = (): BulkOperation => ({
  title: t("programs.extendAll"),
  explanation: t("programs.extendAllMeaning"),
  confirm: t("programs.extend"),
  fields: [
    { name: "until", label: t("programs.lastDayToReport"), type: "date", required: true },
    { name: "reason", label: t("column.reason"), multiline: true, required: true, help: t("programs.reasonHelp") },
  ],
  read: reader((program) => {
    const dates = program.offerings.filter(
      ({ availableActions, reportedAt }) => !reportedAt && availableActions.includes("EXTEND_REPORTING"),
    );
    if (dates.length === 0) return one(program, "EXTEND_REPORTING", "", null);
    return dates.map(({ id, startsOn, endsOn, reportingDueOn }) => ({
      id,
      rowId: program.id,
      name: nameOf(program),
      detail: t("programs.dueNow", { days: formatDays(startsOn, endsOn), due: formatDay(reportingDueOn) }),
      act: ({ until = "", reason = "" }) => extendReporting({ offeringId: id, until, reason }),
    }));
  }),
});
