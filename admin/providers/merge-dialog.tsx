import { Alert, Box, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { ConfirmMerge, LookUpToMerge, MergeFrame } from "../ui/merge-dialog.tsx";
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
  const [otherId, setOtherId] = useState<string | null>(null);
  return (
    <MergeFrame title={t("providers.mergeTitle", { name: provider.name, number: provider.number })} onClose={onClose}>
      {otherId ? (
        <Confirm provider={provider} otherId={otherId} onBack={() => setOtherId(null)} onClose={onClose} />
      ) : (
        <LookUp provider={provider} onFound={setOtherId} onClose={onClose} />
      )}
    </MergeFrame>
  );
};

const LookUp = ({ provider, onFound, onClose }: { provider: Named; onFound(id: string): void; onClose(): void }) => {
  const [term, setTerm] = useState("");
  const filter = /^[A-Z]{1,3}\d+$/i.test(term) ? { number: term } : { name: term };
  const { data, error } = useAsk(lookUpProvidersQuery, { filter }, { enabled: term.length >= 2 });
  return (
    <LookUpToMerge
      label={t("providers.mergeSearch")}
      error={error}
      found={data?.providers.nodes
        .filter(({ id, status }) => id !== provider.id && status !== "MERGED")
        .map(({ id, number, name, status }) => ({
          id,
          primary: name,
          secondary: `${number}, ${t(`status.${status}`)}`,
        }))}
      none={t("providers.none")}
      onSearch={setTerm}
      onChosen={onFound}
      onClose={onClose}
    >
      <Typography color="text.secondary">{t("providers.mergeMeaning", { number: provider.number })}</Typography>
    </LookUpToMerge>
  );
};

interface ConfirmProps {
  provider: Named;
  otherId: string;
  onBack(): void;
  onClose(): void;
}

const Confirm = ({ provider, otherId, onBack, onClose }: ConfirmProps) => {
  const { data, error, refetch } = useAsk(providerMergePreviewQuery, { keepId: provider.id, mergeId: otherId });
  const merge = useOperation(mergeProviders, { done: t("providers.mergedDone"), quiet: true });
  const preview = data?.providerMergePreview;
  const run = async (reason: string) => {
    if (preview && (await merge.run(provider.id, otherId, preview.fingerprint, reason))) onClose();
  };
  return (
    <ConfirmMerge
      reasonLabel={t("providers.mergeReason")}
      button={t("providers.merge")}
      busy={merge.busy}
      error={error}
      refusal={merge.refusal}
      onReload={() => void refetch().then(merge.forget)}
      onMerge={(reason) => void run(reason)}
      onBack={onBack}
      onClose={onClose}
    >
      {preview && <Preview preview={preview} />}
    </ConfirmMerge>
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
