import { Box, Button, Link, Typography } from "@mui/material";
import { useState } from "react";
import { DataTable, List, SelectArrayInput, TextInput, TopToolbar, usePermissions, useTranslate } from "react-admin";
import { serverAddress } from "../data/request.ts";
import { useOperation } from "../data/use-operation.ts";
import type { Session } from "../data/viewer.ts";
import { formatDay, formatInstantDay } from "../ui/dates.ts";
import { ExportButton } from "../ui/export-button.tsx";
import { ListPages } from "../ui/list-pages.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { certificateOrders, type ListedCertificate, resendCertificate, revokeCertificate } from "./certificate.data.ts";

/** Certificates: to find, to open, to send again, and for staff to revoke. */
export const CertificateList = () => {
  const t = useTranslate();
  const { permissions: session } = usePermissions<Session>();
  const choices = ["ISSUED", "SUPERSEDED", "REVOKED"].map((id) => ({ id, name: t(`status.${id}`) }));
  const label = session?.settings.memberIdLabel ?? "Member ID";
  return (
    <List
      perPage={20}
      sort={{ field: "issuedAt", order: "DESC" }}
      pagination={<ListPages />}
      empty={false}
      filters={[
        <TextInput key="p" source="programNumber" label="Program ID" alwaysOn />,
        <TextInput key="m" source="memberNumber" label={label} alwaysOn />,
        <SelectArrayInput key="s" source="status" label="Status" choices={choices} alwaysOn />,
      ]}
      actions={
        <TopToolbar>
          <ExportButton list="certificates" orders={certificateOrders} />
        </TopToolbar>
      }
    >
      <DataTable
        bulkActionButtons={false}
        rowClick={false}
        empty={
          <Box sx={{ p: 4, textAlign: "center" }}>
            <Typography variant="h6" component="p">
              {t("No certificates here")}
            </Typography>
            <Typography color="text.secondary">
              {t("They are issued as soon as attendance is recorded and no fee is open.")}
            </Typography>
          </Box>
        }
      >
        <DataTable.Col
          source="number"
          label="Number"
          render={(c) => (
            <Link href={serverAddress(`/certificates/${c.id}.pdf`)} target="_blank" rel="noreferrer">
              {c.number}
            </Link>
          )}
        />
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
        {session?.viewer.isStaff && (
          <DataTable.Col
            source="id"
            label="Actions"
            disableSort
            render={(c) => <CertificateActions certificate={c as ListedCertificate} />}
          />
        )}
      </DataTable>
    </List>
  );
};

const CertificateActions = ({ certificate }: { certificate: ListedCertificate }) => {
  const t = useTranslate();
  const [revoking, setRevoking] = useState(false);
  const resend = useOperation(resendCertificate, { done: "The certificate is on its way again." });
  const revoke = useOperation(revokeCertificate, { done: "The certificate is revoked.", quiet: true });
  if (certificate.status !== "ISSUED") return null;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap" }}>
      <Button
        size="small"
        aria-label={t("Resend %{number}", { number: certificate.number })}
        disabled={resend.busy}
        onClick={() => void resend.run(certificate.id)}
      >
        {t("Resend")}
      </Button>
      <Button
        size="small"
        color="error"
        aria-label={t("Revoke %{number}", { number: certificate.number })}
        onClick={() => setRevoking(true)}
      >
        {t("Revoke …")}
      </Button>
      {revoking && (
        <OperationDialog
          title="Revoke this certificate"
          explanation="Whoever verifies it will read since when it is revoked. This is final."
          confirm="Revoke"
          danger
          fields={[{ name: "reason", label: "Reason", multiline: true, required: true }]}
          busy={revoke.busy}
          refusal={revoke.refusal}
          onClose={() => setRevoking(false)}
          onConfirm={async ({ reason = "" }) => {
            if (await revoke.run(certificate.id, reason)) setRevoking(false);
          }}
        />
      )}
    </Box>
  );
};
