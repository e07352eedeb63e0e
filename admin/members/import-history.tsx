import { Link as MuiLink, TableCell, TableRow } from "@mui/material";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { recentImportsQuery } from "./import.data.ts";

/** The last lists that were imported, with what became of them: the way back to one that is to be taken back. */
export const ImportHistory = () => {
  const [watching, setWatching] = useState(false);
  const { data } = useAsk(recentImportsQuery, {}, { refetchInterval: watching ? 3_000 : false });
  const imports = data?.memberImports.nodes ?? [];
  const isChecking = imports.some(({ status }) => status === "CHECKING");
  if (isChecking !== watching) setWatching(isChecking);
  if (imports.length === 0) return null;
  return (
    <Section title={t("imports.history")}>
      <ScrollTable
        label={t("imports.history")}
        headings={[
          t("column.file"),
          t("column.sent"),
          t("column.state"),
          t("change.ADDED"),
          t("change.CHANGED"),
          t("change.DEACTIVATED"),
        ]}
      >
        {imports.map((each) => (
          <TableRow key={each.id}>
            <TableCell>
              <MuiLink component={Link} to={`/import-members?import=${each.id}`} sx={{ overflowWrap: "anywhere" }}>
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
              {each.status === "CHECKING" && ` ${t("list.percent", { percent: each.progress / 100 })}`}
            </TableCell>
            <TableCell>{formatNumber(each.addedRows)}</TableCell>
            <TableCell>{formatNumber(each.changedRows)}</TableCell>
            <TableCell>{formatNumber(each.deactivatedRows)}</TableCell>
          </TableRow>
        ))}
      </ScrollTable>
    </Section>
  );
};
