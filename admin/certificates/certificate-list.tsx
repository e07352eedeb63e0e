import { Typography } from "@mui/material";
import { DataTable, DateInput, FilterButton, List, SelectArrayInput, TextInput, TopToolbar } from "react-admin";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { certificateOrders } from "./certificate.data.ts";

/** Certificates: to find and to open. */
export const CertificateList = () => {
  const choices = (["ISSUED", "SUPERSEDED", "REVOKED"] as const).map((id) => ({ id, name: t(`status.${id}`) }));
  const label = useMemberIdLabel();
  return (
    <List
      perPage={20}
      sort={{ field: "issuedAt", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      filters={[
        <TextInput key="n" source="recipientName" label={t("column.name")} alwaysOn />,
        <TextInput key="p" source="programNumber" label={t("column.programId")} alwaysOn />,
        <TextInput key="m" source="memberNumber" label={label} alwaysOn />,
        <SelectArrayInput key="s" source="status" label={t("column.status")} choices={choices} alwaysOn />,
        <TextInput key="c" source="number" label={t("certificates.number")} />,
        <TextInput key="v" source="verificationCode" label={t("certificates.code")} />,
        <DateInput key="f" source="issuedFrom" label={t("certificates.issuedFrom")} />,
        <DateInput key="t" source="issuedTo" label={t("certificates.issuedTo")} />,
      ]}
      actions={
        <TopToolbar>
          <FilterButton />
          <ExportButton list="certificates" orders={certificateOrders} />
        </TopToolbar>
      }
    >
      <DataTable
        bulkActionButtons={false}
        rowClick="show"
        empty={<EmptyList title={t("certificates.none")} hint={t("certificates.noneHint")} />}
      >
        <DataTable.Col source="number" label={t("column.number")} />
        <DataTable.Col source="recipientName" label={t("column.name")} />
        <DataTable.Col source="title" label={t("column.activity")} />
        <DataTable.Col source="completedOn" label={t("column.completed")} render={(c) => formatDay(c.completedOn)} />
        <DataTable.Col source="credits" label={t("column.credits")} render={(c) => `${c.credits} ${c.creditUnit}`} />
        <DataTable.Col source="issuedAt" label={t("column.issued")} render={(c) => formatInstantDay(c.issuedAt)} />
        <DataTable.Col
          source="status"
          label={t("column.status")}
          render={(c) => (
            <>
              <StatusChip status={c.status} />
              {c.supersededBy && (
                <Typography variant="body2">{t("certificates.by", { number: c.supersededBy.number })}</Typography>
              )}
            </>
          )}
        />
      </DataTable>
    </List>
  );
};
