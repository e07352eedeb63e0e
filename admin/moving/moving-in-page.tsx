import { Alert, Box, LinearProgress, Link as MuiLink, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { Link, useSearchParams } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { FileDrop } from "../ui/file-drop.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { bundleQuery, type ChosenColumn, checkBundle, recentBundlesQuery } from "./bundle.data.ts";
import { BundleOutcome } from "./bundle-outcome.tsx";
import { WholeExports } from "./whole-exports.tsx";

const pollMs = 1_000;

/**
 * What an accreditor brings from where it was: one bundle of files, what is wrong with it, what it would do, recording it and taking it back.
 * The bundle stands in the address, so that its progress and its outcome are there after a reload.
 */
export const MovingInPage = () => {
  const [search, setSearch] = useSearchParams();
  const [file, setFile] = useState<File | null>(null);
  const sending = useOperation(checkBundle, { quiet: true });
  const { found, reload } = useBundle(search.get("bundle"));
  const take = async (next: File, columns: ChosenColumn[] = []) => {
    setFile(next);
    setSearch({}, { replace: true });
    const answer = await sending.run(next, columns);
    if (answer) setSearch({ bundle: answer.id });
  };
  return (
    <Box sx={{ mt: 2, maxWidth: 1100 }}>
      <Title title={t("moving.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 1 }}>
        {t("moving.title")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {t("moving.meaning")}
      </Typography>
      <Section title={t("moving.file")}>
        <FileDrop
          file={file}
          accept=".zip,application/zip,.csv,text/csv,.txt,.xlsx,.xlsm"
          invitation={t("moving.drop")}
          label={t("upload.choose")}
          disabled={sending.busy}
          onFile={(next) => void take(next)}
        />
        {sending.refusal && (
          <Alert severity="error" sx={{ mt: 2 }}>
            {sending.refusal.message}
          </Alert>
        )}
      </Section>
      {sending.busy && (
        <Box role="status" sx={{ mb: 2 }}>
          {t("upload.sending")}
          <LinearProgress aria-label={t("upload.progress")} />
        </Box>
      )}
      {found && !sending.busy && (
        <BundleOutcome
          key={found.id}
          found={found}
          reload={reload}
          again={file && ((columns) => void take(file, columns))}
        />
      )}
      <History />
      <WholeExports />
    </Box>
  );
};

/** A bundle, read again and again while something is done with it. */
function useBundle(id: string | null) {
  const [watching, setWatching] = useState(true);
  const { data, error, refetch } = useAsk(
    bundleQuery,
    { id: id ?? "" },
    { enabled: id !== null, refetchInterval: watching ? pollMs : false },
  );
  const found = id === null ? null : data?.bundleImport;
  const isUnderWay = !error && (found === undefined || found?.phase != null);
  if (isUnderWay !== watching) setWatching(isUnderWay);
  return { found, reload: () => void refetch() };
}

/** The last bundles, with what became of them: the way back to one that is to be recorded or taken back. */
const History = () => {
  const { data } = useAsk(recentBundlesQuery, {}, { refetchInterval: 5_000 });
  const bundles = data?.bundleImports.nodes ?? [];
  if (bundles.length === 0) return null;
  return (
    <Section title={t("moving.history")}>
      <ScrollTable
        label={t("moving.history")}
        headings={[t("column.file"), t("column.sent"), t("column.state"), t("column.errors")]}
      >
        {bundles.map((each) => (
          <TableRow key={each.id}>
            <TableCell sx={{ minWidth: 140, overflowWrap: "anywhere" }}>
              <MuiLink component={Link} to={`/moving-in?bundle=${each.id}`}>
                {each.fileName}
              </MuiLink>
            </TableCell>
            <TableCell>
              {formatInstant(each.createdAt)}
              {each.sender && <br />}
              {each.sender}
            </TableCell>
            <TableCell>
              <StatusChip status={each.status} />
              {["CHECKING", "RECORDING", "UNDOING"].includes(each.status) &&
                ` ${t("list.percent", { percent: each.progress / 100 })}`}
            </TableCell>
            <TableCell>{each.errorCount}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
    </Section>
  );
};
