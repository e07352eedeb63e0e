import { Alert, Button, Link, Stack } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { Link as RouterLink } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useSignedIn } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { dropHeldMail, mailHoldQuery, releaseHeldMail, waitingProvidersQuery } from "./notices.data.ts";

const OperationDialog = lazy(async () => ({ default: (await import("../ui/operation-dialog.tsx")).OperationDialog }));

/** What stands above every page until somebody does something about it. */
export const Notices = () => {
  const signedIn = useSignedIn();
  if (!signedIn) return null;
  const { viewer, settings } = signedIn;
  return (
    <Stack spacing={1} sx={{ mt: 1 }}>
      {settings.publicDemo && <Alert severity="warning">{t("notice.publicDemo")}</Alert>}
      {viewer.providers
        .filter(({ status }) => status !== "ACTIVE")
        .map(({ id, name, status }) => (
          <Alert key={id} severity={status === "SUSPENDED" ? "warning" : "info"}>
            {t(status === "SUSPENDED" ? "notice.suspended" : "notice.applied", { name })}
          </Alert>
        ))}
      {viewer.isStaff && <HeldMail />}
      {viewer.isStaff && <WaitingProviders />}
    </Stack>
  );
};

const WaitingProviders = () => {
  const { data } = useAsk(waitingProvidersQuery, {});
  const count = data?.providers.totalCount ?? 0;
  if (count === 0) return null;
  const to = `/providers?${new URLSearchParams({ filter: JSON.stringify({ status: ["APPLIED"] }) })}`;
  return (
    <Alert severity="info">
      <Link component={RouterLink} to={to}>
        {t("notice.providersWait", { count })}
      </Link>
    </Alert>
  );
};

const HeldMail = () => {
  const { data } = useAsk(mailHoldQuery, {}, { refetchInterval: 60_000 });
  const [open, setOpen] = useState<"release" | "drop" | null>(null);
  const release = useOperation(releaseHeldMail, { done: t("notice.released"), quiet: true });
  const drop = useOperation(dropHeldMail, { done: t("notice.dropped"), quiet: true });
  const hold = data?.mailHold;
  if (!hold) return null;
  const { busy, refusal, run, forget } = open === "drop" ? drop : release;
  const close = () => {
    forget();
    setOpen(null);
  };
  return (
    <Alert
      severity="warning"
      action={
        <>
          <Button color="inherit" size="small" disabled={hold.waitingBefore === 0} onClick={() => setOpen("drop")}>
            {t("notice.drop")}
          </Button>
          <Button color="inherit" size="small" onClick={() => setOpen("release")}>
            {t("notice.release")}
          </Button>
        </>
      }
    >
      {t("notice.held", { since: formatInstant(hold.since), count: hold.waiting, before: hold.waitingBefore })}
      {open && (
        <Suspense>
          <OperationDialog
            title={t(open === "drop" ? "notice.dropTitle" : "notice.releaseTitle")}
            explanation={t(open === "drop" ? "notice.dropMeaning" : "notice.releaseMeaning")}
            confirm={t(open === "drop" ? "notice.drop" : "notice.release")}
            danger={open === "drop"}
            fields={[{ name: "reason", label: t("column.reason"), multiline: true, required: true }]}
            busy={busy}
            refusal={refusal}
            onClose={close}
            onConfirm={async ({ reason = "" }) => {
              if ((await run(reason)) !== null) close();
            }}
          />
        </Suspense>
      )}
    </Alert>
  );
};
