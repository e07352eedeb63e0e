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
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { messageOf } from "../data/message-of.ts";
import type { Refusal } from "../data/request.ts";
import { t } from "../i18n/t.ts";

/** The frame of a dialog in which two things that are one become one: whichever step it stands at is its content. */
export const MergeFrame = ({ title, wide = false, onClose, children }: FrameProps) => {
  const id = useId();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth={wide ? "md" : "sm"} aria-labelledby={id}>
      <DialogTitle id={id} sx={{ overflowWrap: "anywhere" }}>
        {title}
      </DialogTitle>
      {children}
    </Dialog>
  );
};

interface FrameProps {
  title: string;
  /** Whether what it shows has columns. */
  wide?: boolean;
  onClose(): void;
  children: ReactNode;
}

interface LookUpProps {
  label: string;
  /** What stands in the field to begin with. */
  initial?: string;
  /** What is said of what was looked up. */
  error: unknown;
  /** Nothing: it was not looked up yet. */
  found: { id: string; primary: string; secondary: string }[] | undefined;
  /** Said where nothing was found. */
  none: string;
  onSearch(text: string): void;
  onChosen(id: string): void;
  onClose(): void;
  children?: ReactNode;
}

/** The first step: the other one is looked up and chosen. */
export const LookUpToMerge = (props: LookUpProps) => {
  const { label, initial = "", error, found, none, onSearch, onChosen, onClose, children } = props;
  const [text, setText] = useState(initial);
  const search = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSearch(text.trim());
  };
  return (
    <>
      <DialogContent>
        {children}
        <Box component="form" onSubmit={search} sx={{ display: "flex", gap: 1, alignItems: "center" }}>
          <TextField
            autoFocus
            fullWidth
            margin="dense"
            label={label}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" variant="outlined">
            {t("members.lookUp")}
          </Button>
        </Box>
        {error ? <Alert severity="error">{messageOf(error)}</Alert> : null}
        {found?.length === 0 && <Typography sx={{ mt: 1 }}>{none}</Typography>}
        <List aria-label={t("members.found")}>
          {found?.map(({ id, primary, secondary }) => (
            <ListItemButton key={id} onClick={() => onChosen(id)}>
              <ListItemText primary={primary} secondary={secondary} sx={{ overflowWrap: "anywhere" }} />
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
  reasonLabel: string;
  button: string;
  busy: boolean;
  error: unknown;
  refusal: Refusal | null;
  /** Reads again what merging would do, where it has changed. */
  onReload(): void;
  onMerge(reason: string): void;
  onBack(): void;
  onClose(): void;
  /** What merging does; nothing: it is not known yet, and nothing can be merged. */
  children: ReactNode;
}

/** The last step: what merging does, and why it is done. */
export const ConfirmMerge = (props: ConfirmProps) => {
  const { reasonLabel, button, busy, error, refusal, onReload, onMerge, onBack, onClose, children } = props;
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (children) onMerge(reason);
  };
  return (
    <form onSubmit={submit}>
      <DialogContent>
        {error ? <Alert severity="error">{messageOf(error)}</Alert> : null}
        {refusal && (
          <Alert
            severity={refusal.code === "SECOND_PERSON_REQUIRED" ? "info" : "error"}
            sx={{ mb: 2 }}
            action={
              refusal.code === "STALE_VERSION" && (
                <Button color="inherit" size="small" onClick={onReload}>
                  {t("button.reload")}
                </Button>
              )
            }
          >
            {refusal.message}
          </Alert>
        )}
        {children}
        {children && (
          <TextField
            required
            fullWidth
            multiline
            minRows={2}
            margin="normal"
            label={reasonLabel}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onBack} disabled={busy}>
          {t("members.chooseAnother")}
        </Button>
        <Button onClick={onClose} disabled={busy}>
          {t("button.close")}
        </Button>
        <Button type="submit" variant="contained" color="error" disabled={busy || !children}>
          {button}
        </Button>
      </DialogActions>
    </form>
  );
};
