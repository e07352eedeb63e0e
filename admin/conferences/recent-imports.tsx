import { Button, TableCell, TableRow } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatNumber } from "../ui/dates.ts";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { type ImportKind, recentImportsQuery } from "./conference.data.ts";

interface Props {
  programId: string;
  kind: ImportKind;
  mayUndo: boolean;
}

const nothing = async () => 0;

/** The last files that were recorded, by whom, and what they did: the receipt for whoever comes back. */
export const RecentImports = ({ programId, kind: { kind, counted, undo }, mayUndo }: Props) => {
  const takeBack = useOperation(undo ?? nothing, { done: t("conferences.takenBack") });
  // What of a file waits for staff is seen at the sessions.
  const counts = counted.flatMap(([name, label]) => (name === "proposed" ? [] : [{ name, label }]));
  const { data } = useAsk(recentImportsQuery, { id: programId, kind, sessions: kind === "SCHEDULE" });
  if (!data || data.conferenceImports.nodes.length === 0) return null;
  return (
    <Section title={t("conferences.before")}>
      <ScrollTable
        label={t("conferences.before")}
        headings={[
          t("column.recorded"),
          t("column.by"),
          t("column.file"),
          ...counts.map(({ label }) => t(label)),
          ...(undo && mayUndo ? [t("column.actions")] : []),
        ]}
      >
        {data.conferenceImports.nodes.map((each) => (
          <TableRow key={each.id}>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{formatInstant(each.at)}</TableCell>
            <TableCell>{each.actor}</TableCell>
            <TableCell sx={{ overflowWrap: "anywhere" }}>{each.fileName ?? t("conferences.unnamed")}</TableCell>
            {counts.map(({ name }) => (
              <TableCell key={name}>{formatNumber(each[name])}</TableCell>
            ))}
            {undo && mayUndo && (
              <TableCell>
                {each.fileName !== null && (
                  <Button
                    size="small"
                    color="error"
                    disabled={takeBack.busy}
                    aria-label={t("conferences.takeBackNamed", { file: each.fileName })}
                    onClick={() => void takeBack.run(programId, each.fileName ?? "")}
                  >
                    {t("conferences.takeBack")}
                  </Button>
                )}
              </TableCell>
            )}
          </TableRow>
        ))}
      </ScrollTable>
    </Section>
  );
};
