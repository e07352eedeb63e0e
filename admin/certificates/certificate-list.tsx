import { Typography } from "@mui/material";
import { DateInput, List, SelectArrayInput, TextInput, TopToolbar } from "react-admin";
import { SelectionBar } from "../bulk/selection-bar.tsx";
import { useHolds, useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { ListFilters } from "../lists/list-filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { columnsOf } from "../ui/columns-of.tsx";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { certificateTotalsQuery } from "./certificate.data.ts";
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
      actions={
        <TopToolbar>
          <ExportButton list="certificates" />
        </TopToolbar>
      }
    >
      <ListFilters>
        <TextInput source="recipientName" label={t("column.name")} />
        <TextInput source="programNumber" label={t("column.programId")} />
        <TextInput source="memberNumber" label={label} />
        <SelectArrayInput source="status" label={t("column.status")} choices={choices} />
        <TextInput source="number" label={t("certificates.number")} />
        <TextInput source="verificationCode" label={t("certificates.code")} />
        <DateInput source="issuedFrom" label={t("certificates.issuedFrom")} />
        <DateInput source="issuedTo" label={t("certificates.issuedTo")} />
      </ListFilters>
      <ListTable
        list="CERTIFICATES"
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
      </ListTable>
    </List>
  );
};

const CertificateSelection = () => (
  <SelectionBar
    list="certificates"
    totals={certificateTotalsQuery}
    actions={[
      { label: t("certificates.resendOpen"), operation: resendCertificates() },
      { label: t("certificates.reissueOpen"), operation: reissueCertificates() },
      { label: t("certificates.revokeOpen"), operation: revokeCertificates(), danger: true },
    ]}
  />
);
