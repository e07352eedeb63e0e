import { Box, MenuItem, TableCell, TableRow, TextField, Typography } from "@mui/material";
import { t } from "../i18n/t.ts";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import type { HeadingUse, MemberColumn } from "./import.data.ts";

/** In the order in which they are offered. */
const everyColumn = [
  "MEMBER_NUMBER",
  "FIRST_NAME",
  "LAST_NAME",
  "SUFFIX",
  "EMAIL",
  "PHONE",
  "CITY",
  "STATE",
  "ZIP",
  "COUNTY",
  "ROLE",
  "MEMBERSHIP",
  "MEMBER_SINCE",
  "MEMBER_UNTIL",
  "ACTIVE",
] as const satisfies readonly MemberColumn[];

const unused = "-";

/** For what each heading of the file is used; without `onChoose` it is only shown. */
export const ImportColumns = ({
  columns,
  onChoose,
}: {
  columns: readonly HeadingUse[];
  onChoose?: ((columns: HeadingUse[]) => void) | undefined;
}) => {
  const choose = (at: number, column: MemberColumn | null) =>
    onChoose?.(columns.map((use, i) => ({ heading: use.heading, column: i === at ? column : use.column })));
  return (
    <Section title={t("imports.columns")}>
      <Typography color="text.secondary" sx={{ mb: 1 }}>
        {t("imports.columnsMeaning")}
      </Typography>
      <ScrollTable label={t("imports.columns")} headings={[t("imports.heading"), t("imports.use")]}>
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
                  onChange={({ target }) => choose(at, target.value === unused ? null : (target.value as MemberColumn))}
                  sx={{ minWidth: 200 }}
                >
                  <MenuItem value={unused}>{t("imports.unused")}</MenuItem>
                  {everyColumn.map((each) => (
                    <MenuItem key={each} value={each}>
                      {t(`memberColumn.${each}`)}
                    </MenuItem>
                  ))}
                </TextField>
              ) : (
                <Box component="span">{column ? t(`memberColumn.${column}`) : t("imports.unused")}</Box>
              )}
            </TableCell>
          </TableRow>
        ))}
      </ScrollTable>
    </Section>
  );
};
