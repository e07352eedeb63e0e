import { Alert, Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { Link, useParams } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { WebhooksSection } from "../webhooks/webhooks-section.tsx";
import { ColleaguesSection } from "./colleagues-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { MergeProvidersDialog } from "./merge-dialog.tsx";
import { ProfileSection, ProviderTimeline } from "./profile-section.tsx";
import { ProviderDecisions } from "./provider-decisions.tsx";
import { providerQuery } from "./provider-show.data.ts";

/** A provider: what it says of itself, who acts for it, and what acts for it by itself. For those who act for it, and staff. */
export const ProviderShow = () => {
  const { id = "" } = useParams();
  const { data, error } = useAsk(providerQuery, { id });
  const [merging, setMerging] = useState(false);
  if (error) return <LoadProblem error={error} />;
  const provider = data?.providers.nodes[0];
  if (!provider) return null;
  const { providerProfile: profile } = data;
  return (
    <Box sx={{ mt: 2, maxWidth: 960 }}>
      <Title title={provider.name} />
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h2" sx={{ overflowWrap: "anywhere" }}>
          {provider.name}
        </Typography>
        <Typography color="text.secondary">{provider.number}</Typography>
        <StatusChip status={provider.status} />
        <Box sx={{ flexGrow: 1 }} />
        {profile.mayMerge && (
          <Button size="small" variant="outlined" onClick={() => setMerging(true)}>
            {t("providers.mergeOpen")}
          </Button>
        )}
        <ProviderDecisions provider={provider} />
      </Box>
      {profile.mergedInto && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("providers.mergedInto", {
            number: profile.mergedInto.number,
            name: profile.mergedInto.name,
            link: (text) => (
              <MuiLink component={Link} to={`/providers/${profile.mergedInto?.id}/show`}>
                {text}
              </MuiLink>
            ),
          })}
        </Alert>
      )}
      {merging && <MergeProvidersDialog provider={provider} onClose={() => setMerging(false)} />}
      <ProfileSection profile={profile} />
      <ColleaguesSection profile={profile} colleagues={data.colleagues} />
      {profile.mayManageKeys && <KeysSection provider={provider} />}
      {profile.mayManageKeys && <WebhooksSection providerId={provider.id} mayMake />}
      <ProviderTimeline events={profile.timeline} />
    </Box>
  );
};
