import { Alert, Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { Section } from "../ui/section.tsx";
import { useServerFile } from "../ui/use-server-file.ts";
import { decideNameChange, type MemberPage, reissueForName } from "./member.data.ts";

/** A member's former names, the ones that were asked for, and certificates that still show another one. */
export const MemberNames = ({ member, mayCorrect }: { member: MemberPage; mayCorrect: boolean }) => {
  const serverFile = useServerFile();
  const [open, setOpen] = useState<{ id: string; approve: boolean } | "reissue" | null>(null);
  const decide = useOperation(decideNameChange, { done: t("members.decided"), quiet: true });
  const reissue = useOperation(reissueForName, { done: t("members.reissuing"), quiet: true });
  const close = () => {
    decide.forget();
    reissue.forget();
    setOpen(null);
  };
  const { formerNames, nameRequests, certificatesOfFormerName: certificates } = member;
  const waiting = nameRequests.filter(({ status }) => status === "REQUESTED");
  return (
    <>
      {waiting.map((request) => (
        <Alert
          key={request.id}
          severity="info"
          sx={{ mb: 2 }}
          action={
            <>
              {request.availableActions.includes("APPROVE") && (
                <Button size="small" onClick={() => setOpen({ id: request.id, approve: true })}>
                  {t("members.approveName")}
                </Button>
              )}
              {request.availableActions.includes("REFUSE") && (
                <Button size="small" onClick={() => setOpen({ id: request.id, approve: false })}>
                  {t("members.refuseName")}
                </Button>
              )}
            </>
          }
        >
          {t(request.source === "SINGLE_SIGN_ON" ? "members.nameProposed" : "members.nameAsked", {
            name: request.name,
            day: formatInstantDay(request.createdAt),
          })}
          {request.note && <Typography variant="body2">{request.note}</Typography>}
          {request.documentUrl && <MuiLink {...serverFile(request.documentUrl)}>{t("members.nameDocument")}</MuiLink>}
        </Alert>
      ))}
      {certificates > 0 && (
        <Alert
          severity="warning"
          sx={{ mb: 2 }}
          action={
            mayCorrect && (
              <Button size="small" onClick={() => setOpen("reissue")}>
                {t("members.reissueOpen")}
              </Button>
            )
          }
        >
          {t("members.formerOnCertificates", { count: certificates })}
        </Alert>
      )}
      {formerNames.length > 0 && (
        <Section title={t("members.formerNames")}>
          {formerNames.map(({ id, name, changedAt }) => (
            <Box key={id}>{t("members.formerName", { name, day: formatInstantDay(changedAt) })}</Box>
          ))}
        </Section>
      )}
      {open === "reissue" && (
        <OperationDialog
          title={t("members.reissueTitle")}
          explanation={t("members.reissueMeaning", { count: certificates, name: member.name })}
          fields={[{ name: "reason", label: t("members.reason"), required: true, multiline: true }]}
          confirm={t("members.reissue")}
          busy={reissue.busy}
          refusal={reissue.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await reissue.run(member.id, reason)) close();
          }}
          onClose={close}
        />
      )}
      {open && open !== "reissue" && (
        <OperationDialog
          title={t(open.approve ? "members.approveName" : "members.refuseName")}
          explanation={open.approve ? t("members.approveMeaning") : undefined}
          fields={[{ name: "decision", label: t("members.reason"), required: !open.approve, multiline: true }]}
          confirm={t(open.approve ? "members.approveName" : "members.refuseName")}
          busy={decide.busy}
          refusal={decide.refusal}
          onConfirm={async ({ decision = "" }) => {
            if (await decide.run(open.id, open.approve, decision || null)) close();
          }}
          onClose={close}
        />
      )}
    </>
  );
};
