import { Alert, Button, FormControlLabel, Switch, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { MadeFile, soonIfUnderWay } from "../ui/made-file.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { exportEverything, wholeExportsQuery } from "./whole-exports.data.ts";

/** Everything that the accreditor owns, as files: asked for here, made by a job, fetched for some days. */
export const WholeExports = () => {
  const { data } = useAsk(
    wholeExportsQuery,
    {},
    { refetchInterval: (answered) => soonIfUnderWay(answered?.wholeExports) },
  );
  const [withoutContacts, setWithoutContacts] = useState(false);
  const making = useOperation(exportEverything, { done: t("movingOut.begun"), quiet: true });
  const found = data?.wholeExports ?? [];
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
          {found.map((file) => (
            <TableRow key={file.id}>
              <TableCell>{formatInstant(file.requestedAt)}</TableCell>
              <TableCell>{t(file.withoutContacts ? "movingOut.spare" : "movingOut.whole")}</TableCell>
              <TableCell sx={{ minWidth: 140 }}>
                <MadeFile file={file} />
              </TableCell>
              <TableCell>{file.readyAt ? formatInstant(file.expiresAt) : ""}</TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
    </Section>
  );
};
