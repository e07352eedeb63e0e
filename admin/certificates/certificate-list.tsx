import { Typography } from "@mui/material";
import {
  DataTable,
  DateInput,
  FilterButton,
  List,
  SelectArrayInput,
  TextInput,
  TopToolbar,
  useTranslate,
} from "react-admin";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { EmptyList } from "../ui/empty-list.tsx";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { certificateOrders } from "./certificate.data.ts";

/** Certificates: to find and to open. */
export const CertificateList = () => {
  const t = useTranslate();
  const choices = ["ISSUED", "SUPERSEDED", "REVOKED"].map((id) => ({ id, name: t(`status.${id}`) }));
  const label = useMemberIdLabel();
  return (
    <List
      perPage={20}
      sort={{ field: "issuedAt", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      filters={[
        <TextInput key="n" source="recipientName" label="Name" alwaysOn />,
        <TextInput key="p" source="programNumber" label="Program ID" alwaysOn />,
        <TextInput key="m" source="memberNumber" label={label} alwaysOn />,
        <SelectArrayInput key="s" source="status" label="Status" choices={choices} alwaysOn />,
        <TextInput key="c" source="number" label="Certificate number" />,
        <TextInput key="v" source="verificationCode" label="Verification code" />,
        <DateInput key="f" source="issuedFrom" label="Issued from" />,
        <DateInput key="t" source="issuedTo" label="Issued to" />,
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
        empty={
          <EmptyList
            title="No certificates here"
            hint="They are issued as soon as attendance is recorded and no fee is open."
          />
        }
      >
        <DataTable.Col source="number" label="Number" />
        <DataTable.Col source="recipientName" label="Name" />
        <DataTable.Col source="title" label="Activity" />
        <DataTable.Col source="completedOn" label="Completed" render={(c) => formatDay(c.completedOn)} />
        <DataTable.Col source="credits" label="Credits" render={(c) => `${c.credits} ${c.creditUnit}`} />
        <DataTable.Col source="issuedAt" label="Issued" render={(c) => formatInstantDay(c.issuedAt)} />
        <DataTable.Col
          source="status"
          label="Status"
          render={(c) => (
            <>
              <StatusChip status={c.status} />
              {c.supersededBy && (
                <Typography variant="body2">{t("by %{number}", { number: c.supersededBy.number })}</Typography>
              )}
            </>
          )}
        />
      </DataTable>
    </List>
  );
};
