import { Alert, Button, Link, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { auditPacksQuery, packProgram } from "./audit-pack.data.ts";

const pollMs = 2_000;

/** The whole history of a program as one file: asked for here, made by a job, fetched for some days. For administrators. */
export const AuditPackSection = ({ programId }: { programId: string }) => {
  const [isWatching, setWatching] = useState(false);
  const { data } = useAsk(auditPacksQuery, { programId }, { refetchInterval: isWatching ? pollMs : false });
  const making = useOperation(packProgram, { done: t("auditPack.begun"), quiet: true });
  const serverFile = useServerFile();
  const found = data?.wholeExports ?? [];
  const isUnderWay = found.some(({ readyAt, isGivenUp }) => readyAt === null && !isGivenUp);
  if (isUnderWay !== isWatching) setWatching(isUnderWay);
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
      {found.map(({ id, readyAt, requestedAt, byteSize, progress, isGivenUp }) => (
        <Typography key={id} sx={{ mt: 1 }}>
          {formatInstant(requestedAt)}:{" "}
          {readyAt ? (
            <Link {...serverFile(`/everything/${id}.zip`, true)}>
              {t("movingOut.fetch", { megabytes: Math.max(0.1, Number(byteSize ?? 0) / 1e6) })}
            </Link>
          ) : isGivenUp ? (
            t("movingOut.givenUp")
          ) : (
            t("list.percent", { percent: progress / 100 })
          )}
        </Typography>
      ))}
    </Section>
  );
};
