import BadgeIcon from "@mui/icons-material/Badge";
import BusinessIcon from "@mui/icons-material/Business";
import DashboardIcon from "@mui/icons-material/Dashboard";
import EditNoteIcon from "@mui/icons-material/EditNote";
import HowToRegIcon from "@mui/icons-material/HowToReg";
import InboxIcon from "@mui/icons-material/Inbox";
import NotificationImportantIcon from "@mui/icons-material/NotificationImportant";
import PaymentsIcon from "@mui/icons-material/Payments";
import SettingsIcon from "@mui/icons-material/Settings";
import UploadFileIcon from "@mui/icons-material/UploadFile";
import ListIcon from "@mui/icons-material/ViewList";
import type { ComponentType } from "react";
import { useGetResourceLabel, useResourceDefinitions, useTranslate } from "react-admin";
import { attentionCountQuery } from "../dashboard/attention.data.ts";
import { useAsk } from "../data/use-ask.ts";
import { useHolds, useReadsPersons, useSignedIn } from "../data/use-signed-in.ts";
import { feesKnownQuery } from "../fees/invoices.data.ts";
import { t } from "../i18n/t.ts";
import { inboxAddress } from "../programs/inbox-address.ts";

export interface MenuEntry {
  to: string;
  label: string;
  icon: ComponentType;
  /** How many things wait there. */
  waiting?: number;
}

/** The pages that the viewer may use, in groups, in the order in which they are needed. */
export function useMenuEntries(): MenuEntry[][] {
  const signedIn = useSignedIn();
  const mounted = useResourceDefinitions();
  const labelOf = useGetResourceLabel();
  const translate = useTranslate();
  const readsPersons = useReadsPersons();
  const readsMails = useHolds("REGISTRAR", "ADMINISTRATOR", "AUDITOR");
  const readsStaff = useHolds("ADMINISTRATOR", "AUDITOR");
  const fees = useAsk(feesKnownQuery, {}).data?.ledger.nodes ?? [];
  const waiting = useAsk(attentionCountQuery, {}, { refetchInterval: 120_000 }).data?.needsAttention.total ?? 0;
  if (!mounted.programs) return [];
  const { staffRoles = [], providers = [], isStaff = false } = signedIn?.viewer ?? {};
  const mayReport = staffRoles.includes("REGISTRAR") || providers.length > 0;
  const list = (name: string): MenuEntry[] =>
    mounted[name]?.hasList
      ? [{ to: `/${name}`, label: labelOf(name, 2), icon: (mounted[name].icon as ComponentType) ?? ListIcon }]
      : [];
  const onlyIf = (may: boolean, ...entries: MenuEntry[]) => (may ? entries : []);
  return [
    [
      { to: "/", label: translate("ra.page.dashboard"), icon: DashboardIcon },
      { to: inboxAddress, label: t("programs.inbox"), icon: InboxIcon },
      { to: "/needs-attention", label: t("attention.title"), icon: NotificationImportantIcon, waiting },
      ...list("programs"),
      ...list("conferences"),
    ],
    [
      ...onlyIf(
        mayReport,
        { to: "/upload-attendance", label: t("attendance.upload"), icon: UploadFileIcon },
        { to: "/enter-attendance", label: t("attendance.enter"), icon: EditNoteIcon },
      ),
      ...list("attendance"),
      ...list("attendance-uploads"),
    ],
    [
      ...(isStaff ? list("providers") : []),
      ...providers.map(({ id, name }) => ({
        to: `/providers/${id}/show`,
        label: providers.length > 1 ? name : t("providers.own"),
        icon: BusinessIcon,
      })),
      ...(readsPersons || providers.length > 0 ? list("members") : []),
      ...list("certificates"),
      ...onlyIf(fees.length > 0, { to: "/fees", label: t("fees.title"), icon: PaymentsIcon }),
      ...(readsMails ? list("mails") : []),
      ...(readsPersons ? list("audit-entries") : []),
      ...onlyIf(isStaff, { to: "/requests", label: t("requests.title"), icon: HowToRegIcon }),
      ...onlyIf(readsStaff, { to: "/staff", label: t("staff.title"), icon: BadgeIcon }),
      ...onlyIf(isStaff, { to: "/settings", label: t("settings.title"), icon: SettingsIcon }),
    ],
  ];
}
