import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  List,
  ListItemButton,
  ListItemText,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, useId, useState } from "react";
import { useTranslate } from "react-admin";
import { messageOf } from "../data/message-of.ts";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { formatDay } from "../ui/dates.ts";
import { lookUpQuery, type MergePreview, mergeMembers, mergePreviewQuery } from "./person.data.ts";
import type { PersonFacts } from "./person-facts.ts";

type Other = PersonFacts & { email?: string | null; city?: string | null };

/** Looks the other member up, shows exactly what merging does, then asks why. */
export const MergeDialog = ({ member, onClose }: { member: PersonFacts; onClose(): void }) => {
  const t = useTranslate();
  const id = useId();
  const [other, setOther] = useState<Other | null>(null);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={id}>
      <DialogTitle id={id}>
        {t("Merge another member into %{number}, %{name}", {
          number: member.memberNumber,
          name: `${member.firstName} ${member.lastName}`,
        })}
      </DialogTitle>
      {other ? (
        <Confirm member={member} other={other} onBack={() => setOther(null)} onClose={onClose} />
      ) : (
        <LookUp member={member} onFound={setOther} onClose={onClose} />
      )}
    </Dialog>
  );
};

interface LookUpProps {
  member: PersonFacts;
  onFound(other: Other): void;
  onClose(): void;
}

const LookUp = ({ member, onFound, onClose }: LookUpProps) => {
  const t = useTranslate();
  const [text, setText] = useState(member.lastName);
  const [asked, setAsked] = useState("");
  const term = asked.trim();
  const filter = /^\d+$/.test(term)
    ? { memberNumber: term }
    : term.includes("@")
      ? { email: term }
      : { lastName: term };
  const { data, error } = useAsk(lookUpQuery, { filter }, { enabled: term.length >= 2 });
  const found = (data?.members.nodes ?? []).filter((each) => each.id !== member.id);
  const search = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setAsked(text);
  };
  return (
    <>
      <DialogContent>
        <Box component="form" onSubmit={search} sx={{ display: "flex", gap: 1, alignItems: "center" }}>
          <TextField
            autoFocus
            fullWidth
            margin="dense"
            label={t("Member number, e-mail address or last name")}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" variant="outlined">
            {t("Look up")}
          </Button>
        </Box>
        {error && <Alert severity="error">{messageOf(error)}</Alert>}
        {data && found.length === 0 && <Typography sx={{ mt: 1 }}>{t("Nobody else is found.")}</Typography>}
        <List aria-label={t("Members found")}>
          {found.map((each) => (
            <ListItemButton key={each.id} onClick={() => onFound(each)}>
              <ListItemText
                primary={`${each.memberNumber}, ${each.firstName} ${each.lastName}`}
                secondary={[each.email, each.city].filter(Boolean).join(", ")}
              />
            </ListItemButton>
          ))}
        </List>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t("Close")}</Button>
      </DialogActions>
    </>
  );
};

interface ConfirmProps {
  member: PersonFacts;
  other: Other;
  onBack(): void;
  onClose(): void;
}

const Confirm = ({ member, other, onBack, onClose }: ConfirmProps) => {
  const t = useTranslate();
  const [reason, setReason] = useState("");
  const { data, error, refetch } = useAsk(mergePreviewQuery, { keepId: member.id, mergeId: other.id });
  const merge = useOperation(mergeMembers, { done: "The two members are one now.", quiet: true });
  const preview = data?.mergePreview;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (preview && (await merge.run(member.id, other.id, preview.fingerprint, reason))) onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogContent>
        {error && <Alert severity="error">{messageOf(error)}</Alert>}
        {merge.refusal && (
          <Alert
            severity="error"
            sx={{ mb: 2 }}
            action={
              merge.refusal.code === "STALE_VERSION" && (
                <Button color="inherit" size="small" onClick={() => void refetch().then(merge.forget)}>
                  {t("Reload")}
                </Button>
              )
            }
          >
            {merge.refusal.message}
          </Alert>
        )}
        {preview && <Preview preview={preview} />}
        {preview && (
          <TextField
            required
            fullWidth
            multiline
            minRows={2}
            margin="normal"
            label={t("Why they are one person")}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onBack} disabled={merge.busy}>
          {t("Choose another")}
        </Button>
        <Button onClick={onClose} disabled={merge.busy}>
          {t("Close")}
        </Button>
        <Button type="submit" variant="contained" color="error" disabled={merge.busy || !preview}>
          {t("Merge for good")}
        </Button>
      </DialogActions>
    </form>
  );
};

const Preview = ({ preview }: { preview: MergePreview }) => {
  const t = useTranslate();
  const { kept, merged, moved, doubled, endedCertificates, newCertificates } = preview;
  const counts: [string, number][] = [
    ["e-mail addresses", moved.addresses],
    ["attendance records", moved.attendance],
    ["chosen sessions", moved.claims],
    ["certificates", moved.certificates],
    ["providers", moved.providers],
    ["API keys", moved.apiKeys],
    ["mails", moved.mails],
  ];
  const signsIn = kept.hasAccount
    ? "Sign-in is by any of the addresses and the password of %{kept}. %{devices} devices of %{merged} are signed out."
    : "Sign-in stays that of %{merged}.";
  return (
    <>
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t("Member %{merged}, %{name}, becomes another number of %{kept}. This cannot be undone.", {
          merged: merged.memberNumber,
          name: `${merged.firstName} ${merged.lastName}`,
          kept: kept.memberNumber,
        })}
      </Alert>
      <Typography>
        {t("What goes over")}: {counts.map(([name, count]) => `${count} ${t(name)}`).join(", ")}.
      </Typography>
      {merged.hasAccount && (
        <Typography>
          {t(signsIn, { kept: kept.memberNumber, merged: merged.memberNumber, devices: moved.devices })}
        </Typography>
      )}
      <Typography variant="h6" component="h3" sx={{ mt: 2 }}>
        {t("Doubled credit")}
      </Typography>
      {doubled.length === 0 ? (
        <Typography>{t("There is none.")}</Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("Doubled credit")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {["Completed", "Taken back", "Stays"].map((label) => (
                  <TableCell key={label}>{t(label)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {doubled.map(({ dropped, kept: stays }) => (
                <TableRow
                  key={`${dropped.memberNumber} ${dropped.programNumber} ${dropped.sessionTitle} ${dropped.completedOn}`}
                >
                  <TableCell sx={{ whiteSpace: "nowrap" }}>{formatDay(dropped.completedOn)}</TableCell>
                  <TableCell>{describe(dropped)}</TableCell>
                  <TableCell>{describe(stays)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      {endedCertificates.length > 0 && (
        <Typography sx={{ mt: 2 }}>
          {t("Certificates that end")}:{" "}
          {endedCertificates
            .map(({ number, status }) => `${number} (${t(status === "REVOKED" ? "revoked" : "superseded")})`)
            .join(", ")}
        </Typography>
      )}
      {newCertificates.length > 0 && (
        <Typography>
          {t("One new certificate is issued and mailed for")}: {newCertificates.join(", ")}
        </Typography>
      )}
    </>
  );
};

type Held = MergePreview["doubled"][number]["kept"];

const describe = ({ memberNumber, programNumber, title, sessionTitle, credits, creditUnit, awarded }: Held): string =>
  `${memberNumber}: ${[programNumber, title, sessionTitle].filter(Boolean).join(", ")}${awarded ? `, ${credits} ${creditUnit}` : ""}`;
