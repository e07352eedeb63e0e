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
import { type FormEvent, useId, useState } from "react";
import { messageOf } from "../data/message-of.ts";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import {
  lookUpProvidersQuery,
  mergeProviders,
  type ProviderMergePreview,
  providerMergePreviewQuery,
} from "./provider-show.data.ts";

interface Named {
  id: string;
  number: string;
  name: string;
}

/** Looks the other account of a provider up, shows what goes where, then asks why. */
export const MergeProvidersDialog = ({ provider, onClose }: { provider: Named; onClose(): void }) => {
  const id = useId();
  const [other, setOther] = useState<Named | null>(null);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id} sx={{ overflowWrap: "anywhere" }}>
        {t("providers.mergeTitle", { name: provider.name, number: provider.number })}
      </DialogTitle>
      {other ? (
        <Confirm provider={provider} other={other} onBack={() => setOther(null)} onClose={onClose} />
      ) : (
        <LookUp provider={provider} onFound={setOther} onClose={onClose} />
      )}
    </Dialog>
  );
};

const LookUp = ({ provider, onFound, onClose }: { provider: Named; onFound(other: Named): void; onClose(): void }) => {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const filter = /^[A-Z]{1,3}\d+$/i.test(asked) ? { number: asked } : { name: asked };
  const { data, error } = useAsk(lookUpProvidersQuery, { filter }, { enabled: asked.length >= 2 });
  const found = (data?.providers.nodes ?? []).filter(({ id, status }) => id !== provider.id && status !== "MERGED");
  const search = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setAsked(text.trim());
  };
  return (
    <>
      <DialogContent>
        <Typography color="text.secondary">{t("providers.mergeMeaning", { number: provider.number })}</Typography>
        <Box component="form" onSubmit={search} sx={{ display: "flex", gap: 1, alignItems: "center" }}>
          <TextField
            autoFocus
            fullWidth
            margin="dense"
            label={t("providers.mergeSearch")}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" variant="outlined">
            {t("members.lookUp")}
          </Button>
        </Box>
        {error && <Alert severity="error">{messageOf(error)}</Alert>}
        {data && found.length === 0 && <Typography sx={{ mt: 1 }}>{t("providers.none")}</Typography>}
        <List aria-label={t("members.found")}>
          {found.map((each) => (
            <ListItemButton key={each.id} onClick={() => onFound(each)}>
              <ListItemText
                primary={each.name}
                secondary={`${each.number}, ${t(`status.${each.status}`)}`}
                sx={{ overflowWrap: "anywhere" }}
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
  provider: Named;
  other: Named;
  onBack(): void;
  onClose(): void;
}

const Confirm = ({ provider, other, onBack, onClose }: ConfirmProps) => {
  const [reason, setReason] = useState("");
  const { data, error, refetch } = useAsk(providerMergePreviewQuery, { keepId: provider.id, mergeId: other.id });
  const merge = useOperation(mergeProviders, { done: t("providers.mergedDone"), quiet: true });
  const preview = data?.providerMergePreview;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (preview && (await merge.run(provider.id, other.id, preview.fingerprint, reason))) onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogContent>
        {error && <Alert severity="error">{messageOf(error)}</Alert>}
        {merge.refusal && (
          <Alert
            severity={merge.refusal.code === "SECOND_PERSON_REQUIRED" ? "info" : "error"}
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
        {preview && (
          <>
            <Preview preview={preview} />
            <TextField
              required
              fullWidth
              multiline
              minRows={2}
              margin="normal"
              label={t("providers.mergeReason")}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </>
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
          {t("providers.merge")}
        </Button>
      </DialogActions>
    </form>
  );
};

const Preview = ({ preview: { kept, merged, moved, credits } }: { preview: ProviderMergePreview }) => (
  <>
    <Alert severity="warning" sx={{ mb: 2, overflowWrap: "anywhere" }}>
      {t("providers.mergeForGood", { merged: merged.number, name: merged.name, kept: kept.number })}
    </Alert>
    {merged.status === "SUSPENDED" && (
      <Alert severity="warning" sx={{ mb: 2 }}>
        {t("providers.mergeSuspended", { merged: merged.number })}
      </Alert>
    )}
    <Typography>{t("providers.mergeMoves", { kept: kept.number })}</Typography>
    <Box component="ul" sx={{ mt: 0.5, mb: 1 }}>
      {[
        t("providers.movesPrograms", { count: moved.programs, open: moved.openPrograms }),
        t("providers.movesColleagues", { count: moved.colleagues, shared: moved.sharedColleagues }),
        t("providers.movesInvitations", { count: moved.invitations }),
        t("providers.movesUploads", { count: moved.uploads }),
        t("providers.movesInvoices", { count: moved.invoices, entries: moved.ledgerEntries }),
        ...credits.map(({ amount, currency }) =>
          t("providers.movesCredit", { amount: (amount / 100).toFixed(2), currency }),
        ),
      ].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </Box>
    <Typography>{t("providers.endsKeys", { count: moved.apiKeys })}</Typography>
  </>
);
