import { Alert, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { Facts } from "../ui/facts.tsx";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { type AnnouncementAction, announcementQuery, runAnnouncement } from "./announcement.data.ts";

interface Props {
  programId: string;
  /** Whether the application asks for it. */
  isAskedFor: boolean;
}

/** The "save the date" mail of a program: its provider writes it, staff let it go. */
export const AnnouncementSection = ({ programId, isAskedFor }: Props) => {
  const { data } = useAsk(announcementQuery, { id: programId, staff: useSignedIn()?.viewer.isStaff ?? false });
  const [doing, setDoing] = useState<AnnouncementAction | null>(null);
  const operation = useOperation(runAnnouncement, { done: t("announcements.done"), quiet: true });
  const program = data?.program;
  const announcement = program?.announcement;
  if (!program || (!announcement && (!isAskedFor || program.announcementActions.length === 0))) return null;
  const { announcementActions: actions } = program;
  const audience = [...(announcement?.roles ?? []), ...(announcement?.states ?? []).map((each) => each.toUpperCase())];
  const fields: Record<AnnouncementAction, DialogField[]> = {
    PROPOSE: [
      { name: "subject", label: t("announcements.subject"), required: true, initial: announcement?.subject ?? "" },
      {
        name: "text",
        label: t("announcements.text"),
        required: true,
        multiline: true,
        initial: announcement?.text ?? "",
      },
      { name: "roles", label: t("announcements.roles"), initial: announcement?.roles.join(", ") ?? "" },
      { name: "states", label: t("announcements.states"), initial: announcement?.states.join(", ") ?? "" },
    ],
    SEND: [],
    STOP: [],
    DECLINE: [{ name: "reason", label: t("announcements.reason"), required: true, multiline: true }],
  };
  return (
    <Section
      title={t("announcements.title")}
      actions={actions.map((action) => (
        <Button key={action} size="small" variant="outlined" sx={{ ml: 1 }} onClick={() => setDoing(action)}>
          {t(`announcementActionOpen.${action}`)}
        </Button>
      ))}
    >
      {announcement?.reason && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {t("announcements.declinedFor", { reason: announcement.reason })}
        </Alert>
      )}
      {!announcement && (
        <Typography color="text.secondary">
          {t("announcements.askedFor")} {t("announcements.none")}
        </Typography>
      )}
      {announcement && (
        <>
          <Facts
            facts={[
              [t("column.state"), t("announcements.status", { status: announcement.status })],
              [t("announcements.audience"), audience.join(", ") || t("announcements.everybody")],
              [
                t("announcements.reaches"),
                announcement.audience === undefined || announcement.status === "SENT"
                  ? null
                  : t("announcements.members", { count: announcement.audience }),
              ],
              [
                t("announcements.mails"),
                announcement.mails.map(({ status, count }) => `${t(`status.${status}`)}: ${count}`).join(", "),
              ],
              [t("announcements.subject"), announcement.preview.subject],
            ]}
          />
          <Typography variant="subtitle2" component="h4" sx={{ mt: 1 }}>
            {t("announcements.preview")}
          </Typography>
          <Typography component="div" sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {announcement.preview.text}
          </Typography>
        </>
      )}
      {doing && (
        <OperationDialog
          title={t("announcements.title")}
          explanation={t(`announcementMeaning.${doing}`)}
          confirm={t(`announcementAction.${doing}`)}
          fields={fields[doing]}
          busy={operation.busy}
          refusal={operation.refusal}
          onClose={() => setDoing(null)}
          onConfirm={async (values) => {
            if (await operation.run(doing, programId, values)) setDoing(null);
          }}
        />
      )}
    </Section>
  );
};
