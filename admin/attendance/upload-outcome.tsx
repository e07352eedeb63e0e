import DownloadIcon from "@mui/icons-material/Download";
import {
  Alert,
  Box,
  Button,
  Chip,
  LinearProgress,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { formatInstant } from "../ui/dates.ts";
import { Facts } from "../ui/facts.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { moreErrors, type UploadError, uploadPageDocument } from "./upload.data.ts";

/** What became of a roster, watched while it is checked. */
export const UploadOutcome = ({ id }: { id: string }) => {
  const t = useTranslate();
  const [checking, setChecking] = useState(true);
  const { data } = useAsk(uploadPageDocument, { id }, { refetchInterval: checking ? 1_500 : false });
  const upload = data?.attendanceUpload;
  if (!upload) return <LinearProgress aria-label={t("Reading …")} />;
  if (checking !== (upload.status === "CHECKING")) setChecking(upload.status === "CHECKING");
  return (
    <>
      <Box role="status" sx={{ mb: 2 }}>
        {upload.status === "CHECKING" ? (
          <>
            {t("%{checked} of %{all} rows are checked", { checked: upload.checkedRows, all: upload.rowCount ?? "…" })}
            <LinearProgress
              aria-label={t("Rows checked")}
              variant={upload.rowCount ? "determinate" : "indeterminate"}
              value={upload.rowCount ? (100 * upload.checkedRows) / upload.rowCount : undefined}
            />
          </>
        ) : (
          <Alert severity={upload.status === "REJECTED" ? "error" : upload.status === "UNDONE" ? "warning" : "success"}>
            {upload.message}
          </Alert>
        )}
      </Box>
      <Facts
        facts={[
          ["File", upload.fileName],
          ["Educational provider", `${upload.provider.name} [${upload.provider.number}]`],
          ["Sent", formatInstant(upload.createdAt)],
          ["Rows", upload.rowCount],
          ["Recorded", upload.status === "PROCESSED" ? upload.recordedRows : null],
          ["Errors", upload.errorCount || null],
        ]}
      />
      {upload.status === "PROCESSED" && (
        <p>
          <MuiLink
            component={Link}
            to={`/attendance?${new URLSearchParams({ filter: JSON.stringify({ uploadId: upload.id }) })}`}
          >
            {t("See what was recorded")}
          </MuiLink>
        </p>
      )}
      {upload.errorCount > 0 && <ErrorTable key={upload.id} id={upload.id} first={upload.errors} />}
    </>
  );
};

interface FirstErrors {
  totalCount: number;
  nodes: UploadError[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Every error with its line, column and value, and what to do about it. */
const ErrorTable = ({ id, first }: { id: string; first: FirstErrors }) => {
  const t = useTranslate();
  const serverFile = useServerFile();
  const [{ nodes, pageInfo }, setShown] = useState<Pick<FirstErrors, "nodes" | "pageInfo">>(first);
  const [code, setCode] = useState<string | null>(null);
  const codes = Map.groupBy(nodes, (error) => error.code);
  const shown = code ? nodes.filter((error) => error.code === code) : nodes;
  const more = async () => {
    const next = await moreErrors(id, pageInfo.endCursor);
    if (next) setShown({ nodes: [...nodes, ...next.nodes], pageInfo: next.pageInfo });
  };
  return (
    <Box sx={{ mt: 2 }}>
      <Stack
        direction="row"
        useFlexGap
        role="group"
        aria-label={t("Kinds of errors")}
        sx={{ flexWrap: "wrap", gap: 1, mb: 1, alignItems: "center" }}
      >
        <Chip
          label={t("All %{count}", { count: first.totalCount })}
          variant={code ? "outlined" : "filled"}
          aria-pressed={!code}
          onClick={() => setCode(null)}
        />
        {[...codes].map(([each, errors]) => (
          <Chip
            key={each}
            label={`${humanCode(each)} (${errors.length}${pageInfo.hasNextPage ? "+" : ""})`}
            variant={code === each ? "filled" : "outlined"}
            aria-pressed={code === each}
            onClick={() => setCode(code === each ? null : each)}
          />
        ))}
        <Box sx={{ flexGrow: 1 }} />
        <Button
          size="small"
          startIcon={<DownloadIcon />}
          {...serverFile(`/attendance/uploads/${id}/errors.csv`)}
          download
        >
          {t("Download all errors as CSV")}
        </Button>
      </Stack>
      <Box sx={{ overflowX: "auto" }} role="group" aria-label={t("Errors")} tabIndex={0}>
        <Table size="small">
          <TableHead>
            <TableRow>
              {["Line", "Column", "Value", "What to do"].map((label) => (
                <TableCell key={label}>{t(label)}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((error) => (
              <TableRow key={`${error.line} ${error.column} ${error.code} ${error.value}`}>
                <TableCell>{error.line}</TableCell>
                <TableCell>{error.column ?? t("whole row")}</TableCell>
                <TableCell sx={{ overflowWrap: "anywhere" }}>{error.value}</TableCell>
                <TableCell>{error.message}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      {pageInfo.hasNextPage && (
        <Button onClick={() => void more()}>
          {t("Show more: %{shown} of %{all}", { shown: nodes.length, all: first.totalCount })}
        </Button>
      )}
    </Box>
  );
};

/** UNKNOWN_MEMBER as people read it. */
const humanCode = (code: string): string => {
  const words = code.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
