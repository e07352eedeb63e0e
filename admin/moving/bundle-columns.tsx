import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { ColumnUses } from "../ui/column-uses.tsx";
import type { Bundle, ChosenColumn } from "./bundle.data.ts";

type BundleFile = Bundle["files"][number];

/** For what each heading of the files is used. What was chosen otherwise is checked again; without `again` it is only shown. */
export const BundleColumns = ({
  files,
  again,
}: {
  files: readonly BundleFile[];
  again: ((columns: ChosenColumn[]) => void) | null;
}) => {
  const [chosen, setChosen] = useState<ChosenColumn[]>([]);
  const read = files.filter(({ kind, columns }) => kind !== null && columns.length > 0);
  if (read.length === 0) return null;
  const choose = (choice: ChosenColumn) =>
    setChosen((before) => [
      ...before.filter(({ kind, heading }) => kind !== choice.kind || heading !== choice.heading),
      choice,
    ]);
  return (
    <Box id="bundle-columns" sx={{ mt: 2 }}>
      <Typography variant="subtitle1" component="h4">
        {t("imports.columns")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("moving.columnsMeaning")}
      </Typography>
      {read.map((file) => (
        <Columns key={file.name} file={file} chosen={chosen} onChoose={again && choose} />
      ))}
      {again && chosen.length > 0 && (
        <Button variant="contained" sx={{ my: 1 }} onClick={() => again(chosen)}>
          {t("moving.checkAgain")}
        </Button>
      )}
    </Box>
  );
};

const Columns = ({
  file: { name, kind, columns, choices },
  chosen,
  onChoose,
}: {
  file: BundleFile;
  chosen: readonly ChosenColumn[];
  onChoose: ((choice: ChosenColumn) => void) | null;
}) => {
  if (kind === null) return null;
  const chosenUse = (heading: string, column: string | null) => {
    const choice = chosen.find((each) => each.kind === kind && each.heading === heading);
    return (choice ? choice.column : column) ?? null;
  };
  return (
    <ColumnUses
      label={t("moving.columnsOf", { file: name })}
      heading={name}
      columns={columns.map(({ heading, column }) => ({ heading, column: chosenUse(heading, column) }))}
      choices={choices.map(({ column, heading }) => ({ column, name: heading }))}
      onChoose={onChoose ? (_, use) => onChoose({ kind, ...use }) : undefined}
    />
  );
};
