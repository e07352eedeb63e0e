import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { useNotify } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { kitQuery, sendKit } from "./kit.data.ts";

/** What the provider of an approved program hands to its attendees: to copy, to save, to print or to send. */
export const KitSection = ({ programId }: { programId: string }) => {
  const { data, error, refetch } = useAsk(kitQuery, { id: programId });
  const [asking, setAsking] = useState(false);
  const send = useOperation(sendKit, { done: t("kit.sent"), quiet: true });
  const serverFile = useServerFile();
  const kit = data?.program?.kit;
  if (error) return <LoadProblem error={error} />;
  if (!kit) return null;
  const file = (name: string, label: string) => (
    <MuiLink key={name} {...serverFile(`/programs/${programId}/kit/${name}`)}>
      {label}
    </MuiLink>
  );
  return (
    <Section
      title={t("kit.title")}
      actions={
        kit.maySend && (
          <Button size="small" variant="outlined" onClick={() => setAsking(true)}>
            {t("kit.send", { count: kit.waiting })}
          </Button>
        )
      }
    >
      <Typography color="text.secondary">{t("kit.meaning")}</Typography>
      {kit.written > 0 && <Typography color="text.secondary">{t("kit.written", { count: kit.written })}</Typography>}
      <Part
        title={t("kit.mail")}
        copied={`${kit.mailSubject}\n\n${kit.mailText}`}
        files={[file("mail.txt", t("kit.asText"))]}
      >
        <Typography sx={{ fontWeight: 600, overflowWrap: "anywhere", mb: 1 }}>{kit.mailSubject}</Typography>
        {kit.mailText}
      </Part>
      <Part
        title={t("kit.instructions")}
        copied={kit.instructions}
        files={[file("instructions.txt", t("kit.asText")), file("instructions.pdf", t("kit.asPdf"))]}
      >
        {kit.instructions}
      </Part>
      <Typography variant="subtitle2" component="h4" sx={{ mt: 2 }}>
        {t("kit.papers")}
      </Typography>
      <Box sx={{ display: "flex", gap: 2, flexWrap: "wrap" }}>
        {file("flyer.pdf", kit.calendarUrl ? t("kit.flyerWithCode") : t("kit.flyer"))}
        {file("roster.csv", t("kit.roster"))}
      </Box>
      {!kit.calendarUrl && (
        <Typography variant="body2" color="text.secondary">
          {t("kit.notOnCalendar")}
        </Typography>
      )}
      {asking && (
        <OperationDialog
          title={t("kit.sendTitle")}
          explanation={t("kit.sendMeaning", { count: kit.waiting })}
          confirm={t("kit.sendNow")}
          fields={[]}
          busy={send.busy}
          refusal={send.refusal}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            if ((await send.run(programId)) === null) return;
            setAsking(false);
            void refetch();
          }}
        />
      )}
    </Section>
  );
};

interface PartProps {
  title: string;
  copied: string;
  files: React.ReactNode[];
  children: React.ReactNode;
}

const Part = ({ title, copied, files, children }: PartProps) => {
  const notify = useNotify();
  return (
    <Box sx={{ mt: 2 }}>
      <Box sx={{ display: "flex", gap: 2, alignItems: "center", flexWrap: "wrap", mb: 0.5 }}>
        <Typography variant="subtitle2" component="h4" sx={{ flexGrow: 1 }}>
          {title}
        </Typography>
        <Box sx={{ display: "flex", gap: 2, alignItems: "center" }}>
          <Button
            size="small"
            aria-label={t("kit.copyOf", { what: title })}
            onClick={() =>
              void navigator.clipboard.writeText(copied).then(
                () => notify(t("kit.copied"), { type: "success" }),
                () => notify(t("kit.notCopied"), { type: "warning" }),
              )
            }
          >
            {t("kit.copy")}
          </Button>
          {files}
        </Box>
      </Box>
      <Typography
        component="div"
        variant="body2"
        sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", borderLeft: 3, borderColor: "divider", pl: 2 }}
      >
        {children}
      </Typography>
    </Box>
  );
};
