import { Typography } from "@mui/material";
import { DataTable, DateInput, FilterButton, List, SelectArrayInput, TextInput, TopToolbar } from "react-admin";
import { SelectionBar } from "../bulk/selection-bar.tsx";
import { useHolds, useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { reissueCertificates, resendCertificates, revokeCertificates } from "./certificate-bulk.ts";

const Column = columnsOf<"Certificate">();

/** Certificates: to find and to open. */
export const CertificateList = () => {
  const choices = (["ISSUED", "SUPERSEDED", "REVOKED"] as const).map((id) => ({ id, name: t(`status.${id}`) }));
  const label = useMemberIdLabel();
  const mayChange = useHolds("REGISTRAR");
  return (
    <List
      perPage={20}
      sort={{ field: "ISSUED_AT", order: "DESC" }}
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
          <ExportButton list="certificates" />
        </TopToolbar>
      }
    >
      <DataTable
        bulkActionButtons={mayChange ? undefined : false}
        bulkActionsToolbar={mayChange ? <CertificateSelection /> : undefined}
        rowClick="show"
        empty={<EmptyList title={t("certificates.none")} hint={t("certificates.noneHint")} />}
      >
        <Column opens source="number" sortBy="NUMBER" label={t("column.number")} />
        <Column source="recipientName" sortBy="RECIPIENT" label={t("column.name")} />
        <Column source="title" sortBy="TITLE" label={t("column.activity")} />
        <Column
          source="completedOn"
          sortBy="COMPLETED_ON"
          label={t("column.completed")}
          render={(c) => formatDay(c.completedOn)}
        />
        <Column
          source="credits"
          sortBy="CREDITS"
          label={t("column.credits")}
          render={(c) => `${c.credits} ${c.creditUnit}`}
        />
        <Column
          source="issuedAt"
          sortBy="ISSUED_AT"
          label={t("column.issued")}
          render={(c) => formatInstantDay(c.issuedAt)}
        />
        <Column
          source="status"
          sortBy="STATUS"
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

const CertificateSelection = () => (
  <SelectionBar
    list="certificates"
    actions={[
      { label: t("certificates.resendOpen"), operation: resendCertificates() },
      { label: t("certificates.reissueOpen"), operation: reissueCertificates() },
      { label: t("certificates.revokeOpen"), operation: revokeCertificates(), danger: true },
    ]}
  />
);
