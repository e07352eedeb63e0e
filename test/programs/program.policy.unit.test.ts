import { everyStaffRole } from "../../server/core/staff-roles.ts";
import type { Viewer } from "../../server/core/viewer.ts";
import { nobody, ProviderStatus } from "../../server/core/viewer.ts";
import { assertMay, availableActions, canViewProgram, ProgramAction } from "../../server/programs/program.policy.ts";
import { ProgramStatus } from "../../server/programs/program.status.ts";
import { nothingToCheck } from "../../server/programs/review/review-facts.ts";

const actingFor = (...providers: string[]): Pick<Viewer, "providers"> => ({
  providers: new Map(providers.map((id) => [id, { role: "EDITOR", status: ProviderStatus.ACTIVE }])),
});

const viewers: Record<string, Viewer> = {
  nobody,
  attendee: { ...nobody, accountId: "1", memberId: "m" },
  stranger: { ...nobody, accountId: "2", ...actingFor("other") },
  provider: { ...nobody, accountId: "3", ...actingFor("own", "other") },
  staff: { ...nobody, accountId: "4", isStaff: true, staffRoles: new Set(everyStaffRole) },
  "staff of the provider": {
    ...nobody,
    accountId: "5",
    isStaff: true,
    staffRoles: new Set(everyStaffRole),
    ...actingFor("own"),
  },
};

const programIn = (status: ProgramStatus, standing = ProviderStatus.ACTIVE) => ({
  providerId: "own",
  status,
  provider: { status: standing },
  review: nothingToCheck,
});

const now = new Date("2026-03-02T15:00:00Z");
const held = (endsOn: string, reportedAt: Date | null = null) => ({
  endsOn,
  reportedAt,
  timeZone: "America/Chicago",
  lastSessionEndsAt: null,
  reportingExtendedTo: null,
  reportingDays: 45,
});
const [toCome, ended, reported, overdue] = [
  held("2026-03-10"),
  held("2026-03-01"),
  held("2026-03-10", now),
  held("2026-01-01"),
];
const viewer = (name: string): Viewer => viewers[name] ?? nobody;

test.each([
  ["nobody", false],
  ["attendee", false],
  ["stranger", false],
  ["provider", true],
  ["staff", true],
  ["staff of the provider", true],
])("%s may view the program: %s", (name, allowed) => {
  for (const status of Object.values(ProgramStatus))
    expect(canViewProgram(viewer(name), programIn(status))).toBe(allowed);
});

const provider: Record<ProgramStatus, string> = {
  DRAFT: "EDIT SUBMIT WITHDRAW EDIT_EVALUATION",
  SUBMITTED: "WITHDRAW",
  IN_REVIEW: "WITHDRAW",
  CHANGES_REQUESTED: "EDIT SUBMIT WITHDRAW EDIT_EVALUATION",
  APPROVED: "COPY CANCEL POSTPONE REPORT_ATTENDANCE REPORT_NOBODY ADD_REPORT_DOCUMENT EDIT_EVALUATION GRANT_ATTEMPT",
  AWAITING_ATTENDANCE:
    "COPY CANCEL POSTPONE REPORT_ATTENDANCE REPORT_NOBODY ADD_REPORT_DOCUMENT EDIT_EVALUATION GRANT_ATTEMPT",
  AWAITING_DOCUMENTS: "COPY CANCEL REPORT_ATTENDANCE REPORT_NOBODY ADD_REPORT_DOCUMENT EDIT_EVALUATION GRANT_ATTEMPT",
  AWAITING_FEE: "COPY CANCEL REPORT_ATTENDANCE REPORT_NOBODY ADD_REPORT_DOCUMENT EDIT_EVALUATION GRANT_ATTEMPT",
  COMPLETED: "COPY REPORT_ATTENDANCE REPORT_NOBODY ADD_REPORT_DOCUMENT EDIT_EVALUATION GRANT_ATTEMPT",
  DENIED: "",
  WITHDRAWN: "",
  CANCELLED: "",
};

const staff: Record<ProgramStatus, string> = {
  DRAFT: "NOTE EDIT_EVALUATION",
  SUBMITTED: "START_REVIEW ASSIGN NOTE",
  IN_REVIEW: "REQUEST_CHANGES APPROVE DENY ASSIGN COMMENT NOTE",
  CHANGES_REQUESTED: "ASSIGN NOTE EDIT_EVALUATION",
  APPROVED:
    "CANCEL POSTPONE REPORT_ATTENDANCE REPORT_NOBODY EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  AWAITING_ATTENDANCE:
    "CANCEL POSTPONE REPORT_ATTENDANCE REPORT_NOBODY EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  AWAITING_DOCUMENTS:
    "CANCEL REPORT_ATTENDANCE REPORT_NOBODY EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  AWAITING_FEE:
    "CANCEL REPORT_ATTENDANCE REPORT_NOBODY EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  COMPLETED:
    "REPORT_ATTENDANCE REPORT_NOBODY EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  DENIED: "NOTE",
  WITHDRAWN: "NOTE",
  CANCELLED: "NOTE",
};

const table = Object.values(ProgramStatus).flatMap((status) => [
  ["provider", status, provider[status]] as const,
  ["staff", status, staff[status]] as const,
  // Who is both may do what the provider may, and never decides.
  ["staff of the provider", status, provider[status]] as const,
  ["stranger", status, ""] as const,
  ["attendee", status, ""] as const,
  ["nobody", status, ""] as const,
]);

test.each(table)("%s, %s, one offering ended and one to come: %s", (name, status, actions) => {
  expect(availableActions(viewer(name), programIn(status), [toCome, ended], now).join(" ")).toBe(actions);
});

test("what is done with an offering is offered where one of them lets it", () => {
  const of = (status: ProgramStatus, ...offerings: (typeof toCome)[]) =>
    availableActions(viewer("staff"), programIn(status), offerings, now).join(" ");
  expect(of(ProgramStatus.APPROVED, toCome)).toBe(
    "CANCEL POSTPONE EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  );
  expect(of(ProgramStatus.APPROVED, ended)).toBe(
    "CANCEL REPORT_ATTENDANCE REPORT_NOBODY EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  );
  expect(of(ProgramStatus.AWAITING_ATTENDANCE, overdue, reported)).toBe(
    "CANCEL EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  );
  expect(of(ProgramStatus.AWAITING_ATTENDANCE, overdue, toCome)).toBe(
    "CANCEL POSTPONE EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  );
  expect(of(ProgramStatus.COMPLETED, toCome)).toBe(
    "EXTEND_REPORTING CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  );
  expect(of(ProgramStatus.APPROVED)).toBe(
    "CANCEL CORRECT_CREDITS ASSIGN NOTE EDIT_EVALUATION WAIVE_EVALUATION GRANT_ATTEMPT",
  );
});

test("nothing is approved of a provider that is not let in", () => {
  for (const standing of Object.values(ProviderStatus))
    expect(
      availableActions(viewer("staff"), programIn(ProgramStatus.IN_REVIEW, standing), [], now).includes(
        ProgramAction.APPROVE,
      ),
    ).toBe(standing === ProviderStatus.ACTIVE);
});

test.each([
  ["staff", ProgramAction.EDIT, "FORBIDDEN"],
  ["provider", ProgramAction.APPROVE, "FORBIDDEN"],
  ["staff of the provider", ProgramAction.APPROVE, "CONFLICT_OF_INTEREST"],
  ["staff of the provider", ProgramAction.EXTEND_REPORTING, "CONFLICT_OF_INTEREST"],
])("%s may not %s: %s", (name, action, code) => {
  expect(() => assertMay(viewer(name), programIn(ProgramStatus.IN_REVIEW), action)).toThrow(
    expect.objectContaining({ code }),
  );
});

test("nothing is approved while its checklist is open, and there is something to tick where there is a list", () => {
  const of = (review: typeof nothingToCheck) =>
    availableActions(viewer("staff"), { ...programIn(ProgramStatus.IN_REVIEW), review }, [], now).join(" ");
  const recommendedBy = null;
  expect(of({ hasChecklist: true, isOpen: true, recommendedBy })).toBe(
    "REQUEST_CHANGES DENY ASSIGN COMMENT NOTE CHECK",
  );
  expect(of({ hasChecklist: true, isOpen: false, recommendedBy })).toBe(
    "REQUEST_CHANGES APPROVE DENY ASSIGN COMMENT NOTE CHECK",
  );
});
