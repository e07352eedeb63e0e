import {
  Alert,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { useId, useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { type PlainKey, t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import { formatDayIn, formatTime } from "../ui/zone-time.ts";
import { type ConferenceOfSessions, decideProposal, type SessionRow } from "./conference.data.ts";

type Proposal = NonNullable<SessionRow["proposal"]>;

interface Props {
  session: SessionRow;
  conference: ConferenceOfSessions;
}

/** What of a session waits for staff, or was not accepted: a press shows it, and lets staff decide. */
export const ProposalChip = ({ session, conference }: Props) => {
  const [opened, setOpened] = useState(false);
  const { proposal } = session;
  if (!proposal || proposal.status === "ACCEPTED") return null;
  const waits = proposal.status === "WAITING";
  const label = t(waits ? "conferences.proposed" : "conferences.notAccepted");
  return (
    <>
      <Chip
        size="small"
        sx={{ ml: 1 }}
        color={waits ? "info" : "default"}
        label={label}
        aria-label={`${label}: ${session.title}`}
        onClick={() => setOpened(true)}
      />
      {opened && <ProposalDialog {...{ session, proposal, conference }} onClose={() => setOpened(false)} />}
    </>
  );
};

const ProposalDialog = ({
  session,
  proposal,
  conference,
  onClose,
}: Props & { proposal: Proposal; onClose(): void }) => {
  const id = useId();
  const [reason, setReason] = useState("");
  const decide = useOperation(decideProposal, { done: t("conferences.proposalDecided"), quiet: true });
  const may = (action: Proposal["availableActions"][number]) => proposal.availableActions.includes(action);
  const end = async (accept: boolean) => {
    if ((await decide.run(proposal.id, session.version, accept, reason.trim() || null)) !== null) onClose();
  };
  const shown = (field: string, value: string | null) => shownValue(field, value, conference.timeZone);
  return (
    <Dialog open onClose={decide.busy ? undefined : onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{t("conferences.proposalOf", { title: session.title })}</DialogTitle>
      <DialogContent>
        {decide.refusal && <RefusalAlert refusal={decide.refusal} />}
        <Table size="small" aria-label={t("conferences.proposed")}>
          <TableHead>
            <TableRow>
              {[t("column.change"), t("column.before"), t("column.after")].map((heading) => (
                <TableCell key={heading}>{heading}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {proposal.differences.map(({ field, before, after }) => (
              <TableRow key={field}>
                <TableCell>{t(fieldLabel[field] ?? "conferences.proposedRecording")}</TableCell>
                <TableCell>{shown(field, before)}</TableCell>
                <TableCell>{shown(field, after)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        {proposal.note && (
          <Typography sx={{ mt: 2 }}>{t("conferences.proposalNote", { note: proposal.note })}</Typography>
        )}
        {proposal.decision && (
          <Alert severity="info" sx={{ mt: 2 }}>
            {proposal.decision}
          </Alert>
        )}
        {may("REFUSE") && (
          <TextField
            fullWidth
            multiline
            minRows={2}
            margin="normal"
            label={t("column.reason")}
            helperText={t("conferences.proposalReason")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={decide.busy}>
          {t("button.close")}
        </Button>
        {may("REFUSE") && (
          <Button color="error" disabled={decide.busy || reason.trim() === ""} onClick={() => void end(false)}>
            {t("conferences.refuse")}
          </Button>
        )}
        {may("ACCEPT") && (
          <Button variant="contained" disabled={decide.busy} onClick={() => void end(true)}>
            {t("conferences.accept")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
};

const fieldLabel: Record<string, PlainKey> = {
  startsAt: "column.start",
  endsAt: "column.end",
  virtual: "column.virtual",
  eligible: "column.eligible",
  credits: "column.credits",
  creditKinds: "conferences.proposedKinds",
  releasedOn: "conferences.releasedOn",
  removed: "conferences.proposedRemoved",
};

function shownValue(field: string, value: string | null, timeZone: string): string {
  if (value === null || value === "") return field === "credits" ? t("conferences.proposedByMinutes") : "–";
  if (field === "startsAt" || field === "endsAt")
    return `${formatDayIn(value, timeZone)}, ${formatTime(value, timeZone)}`;
  if (field === "releasedOn") return formatDay(value);
  // Which other session it is a recording of, by its ID.
  if (!(field in fieldLabel)) return t("conferences.proposedYes");
  return value === "true" ? t("conferences.proposedYes") : value === "false" ? t("conferences.proposedNo") : value;
}
