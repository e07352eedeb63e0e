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
import { messageOf } from "../data/message-of.ts";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { lookUpQuery, type MergePreview, mergeMembers, mergePreviewQuery } from "./person.data.ts";
import type { PersonFacts } from "./person-facts.ts";

type Other = PersonFacts & { email?: string | null; city?: string | null };

interface MergeProps {
  member: PersonFacts;
  /** The number of who is to be looked up at once. */
  withNumber?: string;
  onClose(): void;
}

/** Looks the other member up, shows exactly what merging does, then asks why. */
export const MergeDialog = ({ member, withNumber = "", onClose }: MergeProps) => {
  const id = useId();
  const [other, setOther] = useState<Other | null>(null);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={id}>
      <DialogTitle id={id}>
        {t("members.mergeTitle", {
          number: member.memberNumber,
          name: member.name,
        })}
      </DialogTitle>
      {other ? (
        <Confirm member={member} other={other} onBack={() => setOther(null)} onClose={onClose} />
      ) : (
        <LookUp member={member} withNumber={withNumber} onFound={setOther} onClose={onClose} />
      )}
    </Dialog>
  );
};

interface LookUpProps {
  member: PersonFacts;
  withNumber: string;
  onFound(other: Other): void;
  onClose(): void;
}

const LookUp = ({ member, withNumber, onFound, onClose }: LookUpProps) => {
  const [text, setText] = useState(withNumber || member.lastName);
  const [asked, setAsked] = useState(withNumber);
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
            label={t("members.mergeSearch")}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" variant="outlined">
            {t("members.lookUp")}
          </Button>
        </Box>
        {error && <Alert severity="error">{messageOf(error)}</Alert>}
        {data && found.length === 0 && <Typography sx={{ mt: 1 }}>{t("members.nobodyElse")}</Typography>}
        <List aria-label={t("members.found")}>
          {found.map((each) => (
            <ListItemButton key={each.id} onClick={() => onFound(each)}>
              <ListItemText
                primary={`${each.memberNumber}, ${each.name}`}
                secondary={[each.email, each.city].filter(Boolean).join(", ")}
              />
            </ListItemButton>
          ))}
        </List>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t("button.close")}</Button>
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
  const [reason, setReason] = useState("");
  const { data, error, refetch } = useAsk(mergePreviewQuery, { keepId: member.id, mergeId: other.id });
  const merge = useOperation(mergeMembers, { done: t("members.mergedDone"), quiet: true });
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
                  {t("button.reload")}
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
            label={t("members.mergeReason")}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onBack} disabled={merge.busy}>
          {t("members.chooseAnother")}
        </Button>
        <Button onClick={onClose} disabled={merge.busy}>
          {t("button.close")}
        </Button>
        <Button type="submit" variant="contained" color="error" disabled={merge.busy || !preview}>
          {t("members.merge")}
        </Button>
      </DialogActions>
    </form>
  );
};

const Preview = ({ preview }: { preview: MergePreview }) => {
  const { kept, merged, moved, doubled, endedCertificates, newCertificates } = preview;
  const what = [
    t("members.movesAddresses", { count: moved.addresses }),
    t("members.movesAttendance", { count: moved.attendance }),
    t("members.movesClaims", { count: moved.claims }),
    t("members.movesCertificates", { count: moved.certificates }),
    t("members.movesProviders", { count: moved.providers }),
    t("members.movesKeys", { count: moved.apiKeys }),
    t("members.movesMails", { count: moved.mails }),
  ].join(", ");
  return (
    <>
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t("members.mergeMeaning", {
          merged: merged.memberNumber,
          name: merged.name,
          kept: kept.memberNumber,
        })}
      </Alert>
      <Typography>{t("members.moved", { what })}</Typography>
      {merged.hasAccount && (
        <Typography>
          {kept.hasAccount
            ? t("members.signInBoth", {
                kept: kept.memberNumber,
                merged: merged.memberNumber,
                devices: moved.devices,
              })
            : t("members.signInMerged", { merged: merged.memberNumber })}
        </Typography>
      )}
      <Typography variant="h6" component="h3" sx={{ mt: 2 }}>
        {t("members.doubled")}
      </Typography>
      {doubled.length === 0 ? (
        <Typography>{t("members.noDoubled")}</Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("members.doubled")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {[t("column.completed"), t("members.doubledTaken"), t("members.doubledStays")].map((label) => (
                  <TableCell key={label}>{label}</TableCell>
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
          {t("members.certificatesEnd", {
            certificates: endedCertificates
              .map(({ number, status }) =>
                t(status === "REVOKED" ? "members.endedRevoked" : "members.endedSuperseded", { number }),
              )
              .join(", "),
          })}
        </Typography>
      )}
      {newCertificates.length > 0 && (
        <Typography>{t("members.newCertificate", { certificates: newCertificates.join(", ") })}</Typography>
      )}
    </>
  );
};

type Held = MergePreview["doubled"][number]["kept"];

const describe = ({ memberNumber, programNumber, title, sessionTitle, credits, creditUnit, awarded }: Held): string =>
  `${memberNumber}: ${[programNumber, title, sessionTitle].filter(Boolean).join(", ")}${awarded ? `, ${credits} ${creditUnit}` : ""}`;
