import { Alert, Box, Button, Typography } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { MadeFile, soonIfUnderWay } from "../ui/made-file.tsx";
import { Section } from "../ui/section.tsx";
import { auditPacksQuery, packProgram } from "./audit-pack.data.ts";

/** The whole history of a program as one file: asked for here, made by a job, fetched for some days. For administrators. */
export const AuditPackSection = ({ programId }: { programId: string }) => {
  const { data } = useAsk(
    auditPacksQuery,
    { programId },
    { refetchInterval: (answered) => soonIfUnderWay(answered?.wholeExports) },
  );
  const making = useOperation(packProgram, { done: t("auditPack.begun"), quiet: true });
  return (
    <Section
      title={t("auditPack.title")}
      actions={
        <Button variant="outlined" size="small" disabled={making.busy} onClick={() => void making.run(programId)}>
          {t("auditPack.make")}
        </Button>
      }
    >
      <Typography color="text.secondary">{t("auditPack.meaning")}</Typography>
      {making.refusal && <Alert severity="error">{making.refusal.message}</Alert>}
      {data?.wholeExports.map((file) => (
        <Box key={file.id} sx={{ mt: 1 }}>
          {formatInstant(file.requestedAt)}: <MadeFile file={file} />
        </Box>
      ))}
    </Section>
  );
};
