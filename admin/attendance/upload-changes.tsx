import { Box } from "@mui/material";
import { useState } from "react";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { KindChips } from "../ui/kind-chips.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import { type ChangeKind, readChanges, type Upload } from "./upload.data.ts";

interface OfKind {
  kind: { unit: string };
  credits: string;
}

/** What a correction does to whose attendance, before and after: all, or what is of one kind. */
export const UploadChanges = ({ upload }: { upload: Upload }) => {
  const memberIdLabel = useMemberIdLabel();
  const [kind, setKind] = useState<ChangeKind | null>(null);
  const counts: [ChangeKind, number][] = [
    ["ADDED", upload.addedRows],
    ["CHANGED", upload.changedRows],
    ["REMOVED", upload.removedRows],
  ];
  const kinds = counts
    .filter(([, count]) => count > 0)
    .map(([each, count]) => ({ kind: each, name: t(`change.${each}`), count }));
  if (kinds.length === 0) return null;
  const award = (day: string | null, credits: string | null, unit: string, ofKinds: OfKind[]) =>
    credits === null
      ? "–"
      : [
          `${credits} ${unit}`,
          ...ofKinds.map(({ kind: of, credits: amount }) => `${amount} ${of.unit}`),
          formatDay(day),
        ].join(", ");
  return (
    <Box sx={{ mt: 2 }}>
      <KindChips<ChangeKind> label={t("attendance.kindsOfChanges")} kinds={kinds} chosen={kind} onChoose={setKind} />
      <PagedRows
        label={t("upload.changes")}
        columns={[
          t("column.change"),
          t("column.line"),
          t("column.programId"),
          memberIdLabel,
          t("column.name"),
          t("column.before"),
          t("column.after"),
        ]}
        queryKey={[upload.id, kind ?? "", upload.status]}
        read={(after, signal) => readChanges(upload.id, kind, after, signal)}
        row={({ member, program, ...change }) => [
          t(`change.${change.kind}`),
          change.line,
          program.number,
          member.memberNumber,
          member.name,
          [
            award(change.completedOnBefore, change.creditsBefore, program.creditUnit, change.kindsBefore),
            change.certificate?.number,
          ]
            .filter(Boolean)
            .join(", "),
          award(change.completedOnAfter, change.creditsAfter, program.creditUnit, change.kindsAfter),
        ]}
      />
    </Box>
  );
};
