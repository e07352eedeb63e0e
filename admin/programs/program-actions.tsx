import { Alert, Box, Button } from "@mui/material";
import { type ReactNode, useState } from "react";
import { useRedirect } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { feesPlace } from "../fees/fees-place.ts";
import { type PlainKey, t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { goTo } from "../ui/go-to.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { checklistPlace } from "./checklist-section.tsx";
import { NextStep } from "./next-step.tsx";
import {
  type ApprovedKinds,
  approveProgram,
  cancelProgram,
  copyProgram,
  correctCredits,
  denyProgram,
  type ProgramPage,
  requestChanges,
  startReview,
  submitProgram,
  withdrawProgram,
} from "./program.data.ts";
import { isFirstOfTwo } from "./two-reviewers.ts";

type Action = ProgramPage["availableActions"][number];

/** Reasons that reviewers give again and again; each can be edited before it goes out. */
const changeReasons = [
  "programs.sayObjectives",
  "programs.sayCv",
  "programs.sayAgenda",
  "programs.sayMinutes",
  "programs.saySupport",
] as const;
const denialReasons = ["programs.sayPromotes", "programs.sayUnrelated", "programs.sayLate"] as const;

interface Decision {
  title: string;
  confirm: string;
  done: string;
  explanation?: string;
  danger?: boolean;
  fields: DialogField[];
  run(program: ProgramPage, values: Record<string, string>): Promise<unknown>;
}

const reason = (canned: readonly PlainKey[] = []): DialogField => ({
  name: "reason",
  label: t("column.reason"),
  multiline: true,
  required: true,
  help: t("programs.reasonHelp"),
  canned: canned.map((key) => t(key)),
});

/** Two fields for each further kind of credit that the program asks for. */
const kindFields = (program: ProgramPage): DialogField[] =>
  program.creditKinds.flatMap(({ kind, requestedCredits, credits, approvalNumber }) => [
    {
      name: `credits ${kind.code}`,
      label: t("programs.approveKind", { kind: kind.name }),
      required: true,
      initial: credits ?? requestedCredits,
    },
    {
      name: `number ${kind.code}`,
      label: t("programs.approvalNumber", { kind: kind.name }),
      initial: approvalNumber,
    },
  ]);

const kindsOf = (program: ProgramPage, values: Record<string, string>): ApprovedKinds =>
  program.creditKinds.map(({ kind: { code } }) => ({
    kind: code,
    credits: (values[`credits ${code}`] ?? "").trim(),
    approvalNumber: values[`number ${code}`] ?? "",
  }));

/** Where the page has the documents. */
export const documentsPlace = "program-documents";

/** What each decision asks for. */
const decisionOf = (program: ProgramPage): Partial<Record<Action, Decision>> => ({
  APPROVE: {
    title: t("programs.approveTitle"),
    confirm: isFirstOfTwo(program) ? t("review.recommend") : t("programs.approve"),
    done: isFirstOfTwo(program) ? t("review.recommendationKept") : t("programs.approved"),
    explanation: t("programs.approveMeaning", {
      minutes: program.minutes ?? 0,
      credits: program.computedCredits ?? "0.00",
      unit: program.creditUnit,
      requested: program.requestedCredits,
    }),
    fields: [
      {
        name: "credits",
        label: t("programs.approveCredits"),
        required: true,
        initial: program.computedCredits ?? program.requestedCredits,
      },
      ...kindFields(program),
      {
        name: "reason",
        label: t("programs.approveReason"),
        multiline: true,
      },
    ],
    run: (given, { credits, reason: why, ...kinds }) =>
      approveProgram(given, (credits ?? "").trim(), why?.trim() || null, kindsOf(given, kinds)),
  },
  REQUEST_CHANGES: {
    title: t("programs.requestChanges"),
    confirm: t("programs.requestChanges"),
    done: t("programs.changesAsked"),
    fields: [reason(changeReasons)],
    run: (given, values) => requestChanges(given, values.reason ?? ""),
  },
  DENY: {
    title: t("programs.denyTitle"),
    confirm: t("programs.deny"),
    done: t("programs.denied"),
    explanation: t("programs.denyMeaning"),
    danger: true,
    fields: [reason(denialReasons)],
    run: (given, values) => denyProgram(given, values.reason ?? ""),
  },
  CANCEL: {
    title: t("programs.cancelTitle"),
    confirm: t("programs.cancel"),
    done: t("programs.cancelled"),
    explanation: t("programs.cancelMeaning"),
    danger: true,
    fields: [reason()],
    run: (given, values) => cancelProgram(given, values.reason ?? ""),
  },
  CORRECT_CREDITS: {
    title: t("programs.correctCreditsTitle"),
    confirm: t("programs.correctCredits"),
    done: t("programs.creditsCorrected"),
    explanation: t("programs.correctCreditsMeaning"),
    fields: [
      { name: "credits", label: t("programs.approveCredits"), required: true, initial: program.credits ?? "" },
      ...kindFields(program),
      reason(),
    ],
    run: (given, { credits, reason: why, ...kinds }) =>
      correctCredits(given, (credits ?? "").trim(), why ?? "", kindsOf(given, kinds)),
  },
  WITHDRAW: {
    title: t("programs.withdrawTitle"),
    confirm: t("programs.withdraw"),
    done: t("programs.withdrawn"),
    explanation: t("programs.withdrawMeaning"),
    danger: true,
    fields: [{ ...reason(), required: false }],
    run: (given, values) => withdrawProgram(given, values.reason ?? ""),
  },
});

/** The buttons for what the server says that the viewer can do now. */
export const ProgramActions = ({ program, reload }: { program: ProgramPage; reload(): void }) => {
  const redirect = useRedirect();
  const [open, setOpen] = useState<Action | null>(null);
  const may = (action: Action) => program.availableActions.includes(action);
  const start = useOperation(() => startReview(program), { done: t("programs.reviewBegun") });
  const submit = useOperation(() => submitProgram(program.id, program.version), {
    done: t("programs.submitted"),
  });
  const copy = useOperation(() => copyProgram(program.id), { done: t("programs.copied") });
  const decision = open ? decisionOf(program)[open] : undefined;
  const opener = (action: Action, label: string, variant: "contained" | "outlined" | "text", color?: "error") =>
    may(action) && (
      <Button variant={variant} color={color ?? "primary"} onClick={() => setOpen(action)}>
        {label}
      </Button>
    );
  const next = program.nextStep.action;
  /** What comes next stands in the bar above, and not among the others again. */
  const placed = (action: Action, button: ReactNode) => action !== next && button;
  const buttons: Partial<Record<Action, ReactNode>> = {
    START_REVIEW: may("START_REVIEW") && (
      <Button variant="contained" disabled={start.busy} onClick={() => void start.run()}>
        {t("programs.startReview")}
      </Button>
    ),
    APPROVE: opener("APPROVE", t("programs.approveOpen"), "contained"),
    REQUEST_CHANGES: opener("REQUEST_CHANGES", t("programs.requestChangesOpen"), "outlined"),
    EDIT: may("EDIT") && (
      <Button variant="contained" onClick={() => redirect(`/programs/${program.id}`)}>
        {t("programs.edit")}
      </Button>
    ),
    REPORT_ATTENDANCE: (
      <Button variant="contained" onClick={() => redirect("/upload-attendance")}>
        {t("attendance.upload")}
      </Button>
    ),
    ADD_REPORT_DOCUMENT: (
      <Button variant="contained" onClick={() => goTo(documentsPlace)}>
        {t("programs.addReportDocument")}
      </Button>
    ),
    CHECK: (
      <Button variant="contained" onClick={() => goTo(checklistPlace)}>
        {t("review.toChecklist")}
      </Button>
    ),
    COPY: may("COPY") && (
      <Button
        variant="outlined"
        disabled={copy.busy}
        onClick={async () => {
          const made = await copy.run();
          if (made) redirect(`/programs/${made.id}`);
        }}
      >
        {t("programs.copy")}
      </Button>
    ),
  };
  const shown = (
    [
      "START_REVIEW",
      "APPROVE",
      "REQUEST_CHANGES",
      "DENY",
      "EDIT",
      "SUBMIT",
      "COPY",
      "WITHDRAW",
      "CANCEL",
      "CORRECT_CREDITS",
    ] as const
  ).some(may);
  // Paying is no action of the program: how to is said beside its fees. Whoever writes its application pays.
  const toFees = program.nextStep.code === "PAY" && may("COPY") && (
    <Button variant="contained" onClick={() => goTo(feesPlace)}>
      {t("fees.payFilingFees")}
    </Button>
  );
  const { review } = program;
  const recommendation = review?.recommendation;
  const bar = (
    <>
      <NextStep step={program.nextStep} button={next ? buttons[next] : toFees} />
      {program.status === "IN_REVIEW" && review?.reviewersRequired === 2 && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {recommendation
            ? t("review.recommended", {
                who: recommendation.by,
                credits: [
                  `${recommendation.credits} ${program.creditUnit}`,
                  ...recommendation.kinds.map(({ credits, unit }) => `${credits} ${unit}`),
                ].join(", "),
                day: formatInstantDay(recommendation.at),
              })
            : t("review.takesTwo")}
        </Alert>
      )}
    </>
  );
  if (!shown) return bar;
  return (
    <>
      {bar}
      <Box role="group" aria-label={t("column.actions")} sx={{ display: "flex", gap: 1, flexWrap: "wrap", mb: 2 }}>
        {placed("START_REVIEW", buttons.START_REVIEW)}
        {placed("APPROVE", buttons.APPROVE)}
        {placed("REQUEST_CHANGES", buttons.REQUEST_CHANGES)}
        {opener("DENY", t("programs.denyOpen"), "outlined", "error")}
        {placed("EDIT", buttons.EDIT)}
        {may("SUBMIT") && (
          <Button
            variant="outlined"
            disabled={submit.busy}
            onClick={async () => {
              if (!(await submit.run())) redirect(`/programs/${program.id}?check`);
            }}
          >
            {t("programs.submit")}
          </Button>
        )}
        {placed("COPY", buttons.COPY)}
        {opener("CORRECT_CREDITS", t("programs.correctCreditsOpen"), "text")}
        {opener("WITHDRAW", t("programs.withdrawOpen"), "text", "error")}
        {opener("CANCEL", t("programs.cancelOpen"), "text", "error")}
        {open && decision && (
          <Deciding
            key={open}
            decision={decision}
            program={program}
            onClose={() => setOpen(null)}
            onReload={() => {
              setOpen(null);
              reload();
            }}
          />
        )}
      </Box>
    </>
  );
};

interface DecidingProps {
  decision: Decision;
  program: ProgramPage;
  onClose(): void;
  onReload(): void;
}

const Deciding = ({ decision, program, onClose, onReload }: DecidingProps) => {
  // What the reviewer has read: it must not turn into a newer version behind the dialog.
  const [read] = useState(program);
  const { run, busy, refusal } = useOperation(decision.run, { done: decision.done, quiet: true });
  return (
    <OperationDialog
      {...decision}
      busy={busy}
      refusal={refusal}
      onReload={onReload}
      onClose={onClose}
      onConfirm={async (values) => {
        if ((await run(read, values)) !== null) onClose();
      }}
    />
  );
};
