import { Box, Button, Link, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { isKey, t } from "../i18n/t.ts";
import { actionName } from "../ui/action-name.ts";
import { formatInstant } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { type Profile, updateProvider } from "./provider-show.data.ts";

/** What a provider says of itself: name, address, contact and web page. */
export const ProfileSection = ({ profile }: { profile: Profile }) => {
  const [editing, setEditing] = useState(false);
  const update = useOperation(updateProvider, { done: t("providers.profileSaved"), quiet: true });
  const close = () => {
    update.forget();
    setEditing(false);
  };
  return (
    <Section
      title={t("providers.profile")}
      actions={profile.mayChange && <Button onClick={() => setEditing(true)}>{t("providers.profileOpen")}</Button>}
    >
      <Facts
        facts={[
          [t("entry.address"), profile.address],
          [t("providers.field.contactName"), profile.contactName],
          [t("providers.field.contactEmail"), profile.contactEmail],
          [
            t("providers.field.webPage"),
            profile.webPage && (
              <Link href={profile.webPage} rel="noreferrer">
                {profile.webPage}
              </Link>
            ),
          ],
        ]}
      />
      {editing && (
        <OperationDialog
          title={t("providers.profileTitle")}
          explanation={t("providers.profileMeaning")}
          fields={[
            { name: "name", label: t("entry.organization"), required: true, initial: profile.name },
            { name: "address", label: t("entry.address"), multiline: true, initial: profile.address },
            { name: "contactName", label: t("providers.field.contactName"), initial: profile.contactName },
            {
              name: "contactEmail",
              label: t("providers.field.contactEmail"),
              type: "email",
              initial: profile.contactEmail,
            },
            { name: "webPage", label: t("providers.field.webPage"), initial: profile.webPage },
          ]}
          confirm={t("button.save")}
          busy={update.busy}
          refusal={update.refusal}
          onReload={close}
          onClose={close}
          onConfirm={async ({ name = "", address = "", contactName = "", contactEmail = "", webPage = "" }) => {
            const input = { name, address, contactName, contactEmail, webPage };
            if (await update.run(profile.id, profile.version, input)) close();
          }}
        />
      )}
    </Section>
  );
};

/** What happened to a provider, the newest first, with what was changed from what to what. */
export const ProviderTimeline = ({ events }: { events: Profile["timeline"] }) => (
  <Section title={t("programs.timeline")}>
    <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {events.map((event) => (
        <Box component="li" key={event.id} sx={{ mb: 2, "&:last-child": { mb: 0 } }}>
          <Typography sx={{ fontWeight: 600 }}>{actionName(event.action)}</Typography>
          <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
            {formatInstant(event.at)} · {event.actor}
          </Typography>
          {event.reason && <Typography sx={{ whiteSpace: "pre-line" }}>“{event.reason}”</Typography>}
          {event.changes.map(({ field, before, after }) => (
            <Typography key={field} variant="body2" sx={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
              {t("providers.changedFrom", { field: nameOf(field), before: before || "–", after: after || "–" })}
            </Typography>
          ))}
        </Box>
      ))}
    </Box>
  </Section>
);

const nameOf = (field: string): string => {
  const key = `providers.field.${field}`;
  return isKey(key) ? t(key) : field;
};
