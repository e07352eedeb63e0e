import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useRedirect, useTranslate } from "react-admin";
import { useOperation } from "../data/use-operation.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import {
  approveProgram,
  cancelProgram,
  copyProgram,
  denyProgram,
  type ProgramPage,
  requestChanges,
  startReview,
  submitProgram,
  withdrawProgram,
} from "./program.data.ts";

type Action = ProgramPage["availableActions"][number];

/** Reasons that reviewers give again and again; each can be edited before it goes out. */
const changeReasons = [
  "Name the learning objectives in terms of what participants will be able to do.",
  "Add the speaker's CV.",
  "Add the agenda with the minutes of each part.",
  "The minutes of instruction don't fit the agenda: breaks do not count.",
  "Say how commercial support is kept apart from the content.",
];
const denialReasons = [
  "The content promotes a product.",
  "The content is not related to the field.",
  "The activity took place before it was submitted.",
];

interface Decision {
  title: string;
  confirm: string;
  done: string;
  explanation?: string;
  danger?: boolean;
  fields: DialogField[];
  run(program: ProgramPage, values: Record<string, string>): Promise<unknown>;
}

const reason = (canned?: readonly string[]): DialogField => ({
  name: "reason",
  label: "Reason",
  multiline: true,
  required: true,
  help: "The provider reads this, and it stays on the timeline.",
  canned,
});

/** What each decision asks for. */
const decisionOf = (program: ProgramPage): Partial<Record<Action, Decision>> => ({
  APPROVE: {
    title: "Approve this program",
    confirm: "Approve",
    done: "The program is approved.",
    explanation: `${program.minutes ?? 0} minutes earn ${program.computedCredits ?? "0.00"} ${program.creditUnit}. The provider asks for ${program.requestedCredits}.`,
    fields: [
      {
        name: "credits",
        label: "Credits, at most, for each attendee",
        required: true,
        initial: program.computedCredits ?? program.requestedCredits,
      },
      {
        name: "reason",
        label: "Reason, where credits differ from what the minutes earn",
        multiline: true,
      },
    ],
    run: (given, { credits, reason: why }) => approveProgram(given, (credits ?? "").trim(), why?.trim() || null),
  },
  REQUEST_CHANGES: {
    title: "Request changes",
    confirm: "Request changes",
    done: "The program is back with its provider.",
    fields: [reason(changeReasons)],
    run: (given, values) => requestChanges(given, values.reason ?? ""),
  },
  DENY: {
    title: "Deny this program",
    confirm: "Deny",
    done: "The program is denied.",
    explanation: "This is final. To have it mended, request changes instead.",
    danger: true,
    fields: [reason(denialReasons)],
    run: (given, values) => denyProgram(given, values.reason ?? ""),
  },
  CANCEL: {
    title: "Cancel this program",
    confirm: "Cancel the program",
    done: "The program is cancelled.",
    explanation: "This is final. To move it to another day, postpone the offering instead.",
    danger: true,
    fields: [reason()],
    run: (given, values) => cancelProgram(given, values.reason ?? ""),
  },
  WITHDRAW: {
    title: "Withdraw this application",
    confirm: "Withdraw",
    done: "The application is withdrawn.",
    explanation: "This is final.",
    danger: true,
    fields: [{ ...reason(), required: false }],
    run: (given, values) => withdrawProgram(given, values.reason ?? ""),
  },
});

/** The buttons for what the server says that the viewer can do now. */
export const ProgramActions = ({ program, reload }: { program: ProgramPage; reload(): void }) => {
  const t = useTranslate();
  const redirect = useRedirect();
  const [open, setOpen] = useState<Action | null>(null);
  const may = (action: Action) => program.availableActions.includes(action);
  const start = useOperation(() => startReview(program), { done: "The review has begun." });
  const submit = useOperation(() => submitProgram(program.id, program.version), {
    done: "The application is submitted.",
  });
  const copy = useOperation(() => copyProgram(program.id), { done: "A new application begins with the same content." });
  const decision = open ? decisionOf(program)[open] : undefined;
  const opener = (action: Action, label: string, variant: "contained" | "outlined" | "text", color?: "error") =>
    may(action) && (
      <Button variant={variant} color={color ?? "primary"} onClick={() => setOpen(action)}>
        {t(label)}
      </Button>
    );
  const shown = (
    ["START_REVIEW", "APPROVE", "REQUEST_CHANGES", "DENY", "EDIT", "SUBMIT", "COPY", "WITHDRAW", "CANCEL"] as const
  ).some(may);
  if (!shown) return null;
  return (
    <Box role="group" aria-label={t("What you can do now")} sx={{ display: "flex", gap: 1, flexWrap: "wrap", mb: 2 }}>
      {may("START_REVIEW") && (
        <Button variant="contained" disabled={start.busy} onClick={() => void start.run()}>
          {t("Start review")}
        </Button>
      )}
      {opener("APPROVE", "Approve …", "contained")}
      {opener("REQUEST_CHANGES", "Request changes …", "outlined")}
      {opener("DENY", "Deny …", "outlined", "error")}
      {may("EDIT") && (
        <Button variant="contained" onClick={() => redirect(`/programs/${program.id}`)}>
          {t("Edit the application")}
        </Button>
      )}
      {may("SUBMIT") && (
        <Button
          variant="outlined"
          disabled={submit.busy}
          onClick={async () => {
            if (!(await submit.run())) redirect(`/programs/${program.id}?check`);
          }}
        >
          {t("Submit")}
        </Button>
      )}
      {may("COPY") && (
        <Button
          variant="outlined"
          disabled={copy.busy}
          onClick={async () => {
            const made = await copy.run();
            if (made) redirect(`/programs/${made.id}`);
          }}
        >
          {t("Copy to a new application")}
        </Button>
      )}
      {opener("WITHDRAW", "Withdraw …", "text", "error")}
      {opener("CANCEL", "Cancel …", "text", "error")}
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
