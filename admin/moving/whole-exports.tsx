import {
  Alert,
  Button,
  FormControlLabel,
  LinearProgress,
  Link,
  Switch,
  TableCell,
  TableRow,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { exportEverything, wholeExportsQuery } from "./whole-exports.data.ts";

const pollMs = 2_000;

/** Everything that the accreditor owns, as files: asked for here, made by a job, fetched for some days. */
export const WholeExports = () => {
  const [isWatching, setWatching] = useState(false);
  const { data } = useAsk(wholeExportsQuery, {}, { refetchInterval: isWatching ? pollMs : false });
  const [withoutContacts, setWithoutContacts] = useState(false);
  const making = useOperation(exportEverything, { done: t("movingOut.begun"), quiet: true });
  const serverFile = useServerFile();
  const found = data?.wholeExports ?? [];
  const isUnderWay = found.some(({ readyAt, isGivenUp }) => readyAt === null && !isGivenUp);
  if (isUnderWay !== isWatching) setWatching(isUnderWay);
  return (
    <Section
      title={t("movingOut.title")}
      actions={
        <Button variant="outlined" size="small" disabled={making.busy} onClick={() => void making.run(withoutContacts)}>
          {t("movingOut.make")}
        </Button>
      }
    >
      <Typography color="text.secondary">{t("movingOut.meaning")}</Typography>
      <FormControlLabel
        control={<Switch checked={withoutContacts} onChange={({ target }) => setWithoutContacts(target.checked)} />}
        label={t("movingOut.withoutContacts")}
        sx={{ my: 1 }}
      />
      {making.refusal && <Alert severity="error">{making.refusal.message}</Alert>}
      {found.length > 0 && (
        <ScrollTable
          label={t("movingOut.title")}
          headings={[t("movingOut.asked"), t("movingOut.contains"), t("column.file"), t("movingOut.until")]}
        >
          {found.map(
            ({ id, requestedAt, readyAt, expiresAt, byteSize, progress, isGivenUp, withoutContacts: isSpare }) => (
              <TableRow key={id}>
                <TableCell>{formatInstant(requestedAt)}</TableCell>
                <TableCell>{t(isSpare ? "movingOut.spare" : "movingOut.whole")}</TableCell>
                <TableCell sx={{ minWidth: 140 }}>
                  {readyAt ? (
                    <Link {...serverFile(`/everything/${id}.zip`, true)}>
                      {t("movingOut.fetch", { megabytes: Math.max(0.1, Number(byteSize ?? 0) / 1e6) })}
                    </Link>
                  ) : isGivenUp ? (
                    t("movingOut.givenUp")
                  ) : (
                    <>
                      {t("list.percent", { percent: progress / 100 })}
                      <LinearProgress variant="determinate" value={progress} aria-label={t("movingOut.progress")} />
                    </>
                  )}
                </TableCell>
                <TableCell>{readyAt ? formatInstant(expiresAt) : ""}</TableCell>
              </TableRow>
            ),
          )}
        </ScrollTable>
      )}
    </Section>
  );
};
