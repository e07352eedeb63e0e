import { Typography } from "@mui/material";
import { t } from "../i18n/t.ts";
import { ColumnUses } from "../ui/column-uses.tsx";
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

/** For what each heading of the file is used; without `onChoose` it is only shown. */
export const ImportColumns = ({
  columns,
  onChoose,
}: {
  columns: readonly HeadingUse[];
  onChoose?: ((columns: HeadingUse[]) => void) | undefined;
}) => (
  <Section title={t("imports.columns")}>
    <Typography color="text.secondary" sx={{ mb: 1 }}>
      {t("imports.columnsMeaning")}
    </Typography>
    <ColumnUses<MemberColumn>
      label={t("imports.columns")}
      heading={t("imports.heading")}
      columns={columns}
      choices={everyColumn.map((column) => ({ column, name: t(`memberColumn.${column}`) }))}
      onChoose={onChoose && ((at, chosen) => onChoose(columns.map((use, i) => (i === at ? chosen : use))))}
    />
  </Section>
);
