import type { Viewer } from "../core/viewer.ts";
import { hasEnded, reportingDueOn, reportingOpen } from "./offering.rules.ts";
import { ActivityForm, type Offering } from "./program.entity.ts";
import { availableActions, type OfferingFacts, ProgramAction, type ReviewedFacts } from "./program.policy.ts";
import { ProgramStatus } from "./program.status.ts";
import type { ProgramDocumentKind } from "./program-document.entity.ts";

/** What a program waits for. */
export enum NextStepCode {
  SUBMIT = "SUBMIT",
  REVIEW = "REVIEW",
  DECIDE = "DECIDE",
  CHANGE = "CHANGE",
  HOLD = "HOLD",
  REPORT = "REPORT",
  OVERDUE = "OVERDUE",
  CLAIM = "CLAIM",
  DOCUMENTS = "DOCUMENTS",
  PAY = "PAY",
  NONE = "NONE",
}

/** What comes next, and what the viewer can do about it now. */
export interface NextStep {
  code: NextStepCode;
  /** Until when, or of what is to be held, when; null: there is no such day. */
  dueOn: string | null;
  /** What the viewer does next; null: others do, or there is nothing. Always one of the available actions. */
  action: ProgramAction | null;
}

interface Subject extends ReviewedFacts {
  type: { form: ActivityForm };
  claimsUntil: string | null;
  /** What certificates wait for beside the fee. */
  missingDocuments: readonly ProgramDocumentKind[];
}

type Facts = OfferingFacts & Pick<Offering, "startsOn" | "closedAt">;

const a = ProgramAction;

/** For each step, what is done about it: the first that the viewer can do now. */
const doneBy: Record<NextStepCode, readonly ProgramAction[]> = {
  SUBMIT: [a.EDIT],
  REVIEW: [a.START_REVIEW],
  DECIDE: [a.APPROVE, a.CHECK, a.REQUEST_CHANGES],
  CHANGE: [a.EDIT],
  HOLD: [],
  REPORT: [a.REPORT_ATTENDANCE],
  OVERDUE: [a.EXTEND_REPORTING],
  CLAIM: [],
  DOCUMENTS: [a.ADD_REPORT_DOCUMENT],
  PAY: [],
  NONE: [a.COPY],
};

const ofStatus: Partial<Record<ProgramStatus, NextStepCode>> = {
  DRAFT: NextStepCode.SUBMIT,
  SUBMITTED: NextStepCode.REVIEW,
  IN_REVIEW: NextStepCode.DECIDE,
  CHANGES_REQUESTED: NextStepCode.CHANGE,
  AWAITING_DOCUMENTS: NextStepCode.DOCUMENTS,
  AWAITING_FEE: NextStepCode.PAY,
};

/**
 * What comes next for a program. The button is one of `availableActions`, so what is offered is what works.
 * @param offerings by date
 */
export function nextStep(viewer: Viewer, program: Subject, offerings: readonly Facts[], now: Date): NextStep {
  const { code, dueOn } = waitsFor(program, offerings, now);
  const available = availableActions(viewer, program, offerings, now);
  return { code, dueOn, action: doneBy[code].find((action) => available.includes(action)) ?? null };
}

function waitsFor(program: Subject, offerings: readonly Facts[], now: Date): Omit<NextStep, "action"> {
  const { status, type, claimsUntil, missingDocuments } = program;
  const isClaimed = type.form === ActivityForm.CONFERENCE && status === ProgramStatus.AWAITING_ATTENDANCE;
  if (missingDocuments.length > 0 && (isClaimed || status === ProgramStatus.AWAITING_FEE))
    return { code: NextStepCode.DOCUMENTS, dueOn: null };
  const step = ofStatus[status];
  if (step) return { code: step, dueOn: null };
  if (status !== ProgramStatus.APPROVED && status !== ProgramStatus.AWAITING_ATTENDANCE)
    return { code: NextStepCode.NONE, dueOn: null };
  if (isClaimed) return { code: NextStepCode.CLAIM, dueOn: claimsUntil };
  const open = offerings.filter(({ reportedAt, closedAt }) => !reportedAt && !closedAt);
  const due = (of: readonly Facts[]) => of.map(reportingDueOn).sort()[0] ?? null;
  const reportable = open.filter((offering) => reportingOpen(offering, now));
  if (reportable.length > 0) return { code: NextStepCode.REPORT, dueOn: due(reportable) };
  const overdue = open.filter((offering) => hasEnded(offering, now));
  if (overdue.length > 0) return { code: NextStepCode.OVERDUE, dueOn: due(overdue) };
  return { code: NextStepCode.HOLD, dueOn: open[0]?.startsOn ?? null };
}
