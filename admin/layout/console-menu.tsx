import BadgeIcon from "@mui/icons-material/Badge";
import BusinessIcon from "@mui/icons-material/Business";
import EditNoteIcon from "@mui/icons-material/EditNote";
import HowToRegIcon from "@mui/icons-material/HowToReg";
import InboxIcon from "@mui/icons-material/Inbox";
import NotificationImportantIcon from "@mui/icons-material/NotificationImportant";
import PaymentsIcon from "@mui/icons-material/Payments";
import SettingsIcon from "@mui/icons-material/Settings";
import UploadFileIcon from "@mui/icons-material/UploadFile";
import { Chip, Divider } from "@mui/material";
import { Menu, useResourceDefinitions } from "react-admin";
import { attentionCountQuery } from "../dashboard/attention.data.ts";
import { useAsk } from "../data/use-ask.ts";
import { useHolds, useReadsPersons, useSignedIn } from "../data/use-signed-in.ts";
import { feesKnownQuery } from "../fees/invoices.data.ts";
import { t } from "../i18n/t.ts";
import { inboxAddress } from "../programs/inbox-address.ts";

/** What the viewer may use, in the order in which it is needed. */
export const ConsoleMenu = () => {
  const signedIn = useSignedIn();
  const mounted = useResourceDefinitions();
  const item = (name: string) => (mounted[name] ? <Menu.ResourceItem key={name} name={name} /> : null);
  const ofPersons = useReadsPersons();
  const readsMails = useHolds("REGISTRAR", "ADMINISTRATOR", "AUDITOR");
  const readsStaff = useHolds("ADMINISTRATOR", "AUDITOR");
  const fees = useAsk(feesKnownQuery, {}).data?.ledger.nodes ?? [];
  const attention = useAsk(attentionCountQuery, {}, { refetchInterval: 120_000 }).data?.needsAttention.total ?? 0;
  if (!mounted.programs) return null;
  const { staffRoles = [], providers = [] } = signedIn?.viewer ?? {};
  const mayReport = staffRoles.includes("REGISTRAR") || providers.length > 0;
  return (
    <Menu>
      <Menu.DashboardItem />
      <Menu.Item to={inboxAddress} primaryText={t("programs.inbox")} leftIcon={<InboxIcon />} />
      <Menu.Item
        to="/needs-attention"
        primaryText={
          <>
            {t("attention.title")}
            {attention > 0 && (
              <Chip
                size="small"
                color="warning"
                label={attention}
                aria-label={t("attention.waiting", { count: attention })}
                sx={{ ml: 1 }}
              />
            )}
          </>
        }
        leftIcon={<NotificationImportantIcon />}
      />
      {item("programs")}
      {item("conferences")}
      <Divider sx={{ my: 1 }} />
      {mayReport && (
        <Menu.Item to="/upload-attendance" primaryText={t("attendance.upload")} leftIcon={<UploadFileIcon />} />
      )}
      {mayReport && (
        <Menu.Item to="/enter-attendance" primaryText={t("attendance.enter")} leftIcon={<EditNoteIcon />} />
      )}
      {item("attendance")}
      {item("attendance-uploads")}
      <Divider sx={{ my: 1 }} />
      {signedIn?.viewer.isStaff && item("providers")}
      {providers.map(({ id, name }) => (
        <Menu.Item
          key={id}
          to={`/providers/${id}/show`}
          primaryText={providers.length > 1 ? name : t("providers.own")}
          leftIcon={<BusinessIcon />}
        />
      ))}
      {(ofPersons || providers.length > 0) && item("members")}
      {item("certificates")}
      {fees.length > 0 && <Menu.Item to="/fees" primaryText={t("fees.title")} leftIcon={<PaymentsIcon />} />}
      {readsMails && item("mails")}
      {ofPersons && item("audit-entries")}
      {signedIn?.viewer.isStaff && (
        <>
          <Menu.Item to="/requests" primaryText={t("requests.title")} leftIcon={<HowToRegIcon />} />
          {readsStaff && <Menu.Item to="/staff" primaryText={t("staff.title")} leftIcon={<BadgeIcon />} />}
          <Menu.Item to="/settings" primaryText={t("settings.title")} leftIcon={<SettingsIcon />} />
        </>
      )}
    </Menu>
  );
};
