import { MenuItem, TableCell, TableRow, TextField } from "@mui/material";
import { t } from "../i18n/t.ts";
import { ScrollTable } from "./scroll-table.tsx";

/** For what a heading of a file is used; null: for nothing. */
export interface ColumnUse<Column extends string> {
  heading: string;
  column: Column | null;
}

const unused = "-";

/**
 * For what each heading of a file that came is used.
 * @param choices what it can be used for, in the order in which it is offered
 * @param onChoose without it nothing can be chosen
 */
export const ColumnUses = <Column extends string>({
  label,
  heading: firstHeading,
  columns,
  choices,
  onChoose,
}: {
  label: string;
  heading: string;
  columns: readonly ColumnUse<Column>[];
  choices: readonly { column: Column; name: string }[];
  onChoose?: ((at: number, use: ColumnUse<Column>) => void) | undefined;
}) => {
  const nameOf = (column: Column | null) => choices.find((each) => each.column === column)?.name ?? t("imports.unused");
  return (
    <ScrollTable label={label} headings={[firstHeading, t("imports.use")]}>
      {columns.map(({ heading, column }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same heading
        <TableRow key={at}>
          <TableCell sx={{ overflowWrap: "anywhere" }}>{heading}</TableCell>
          <TableCell>
            {onChoose ? (
              <TextField
                select
                size="small"
                margin="none"
                value={column ?? unused}
                slotProps={{ htmlInput: { "aria-label": t("imports.useOf", { heading }) } }}
                onChange={({ target }) =>
                  onChoose(at, {
                    heading,
                    column: choices.find((each) => each.column === target.value)?.column ?? null,
                  })
                }
                sx={{ minWidth: 200 }}
              >
                <MenuItem value={unused}>{t("imports.unused")}</MenuItem>
                {choices.map((each) => (
                  <MenuItem key={each.column} value={each.column}>
                    {each.name}
                  </MenuItem>
                ))}
              </TextField>
            ) : (
              nameOf(column)
            )}
          </TableCell>
        </TableRow>
      ))}
    </ScrollTable>
  );
};
