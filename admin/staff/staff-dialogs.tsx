import { endSignIns } from "../account/account.data.ts";
import { ResetSecondFactorDialog } from "../account/reset-second-factor-dialog.tsx";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import {
  disableAccount,
  enableAccount,
  everyRole,
  inviteStaff,
  type StaffAccount,
  type StaffRole,
  setStaffRoles,
} from "./staff.data.ts";

const why = (): DialogField => ({
  name: "reason",
  label: t("column.reason"),
  required: true,
  help: t("account.inAuditLog"),
});

const rolesField = (initial: readonly StaffRole[]): DialogField => ({
  name: "roles",
  label: t("staff.roles"),
  several: true,
  choices: everyRole.map((id) => ({ id, name: t(`staff.${id}`) })),
  initial: String(initial),
  help: t("staff.rolesHelp"),
});

const chosen = (value = ""): StaffRole[] => everyRole.filter((role) => value.split(",").includes(role));

/** Asks somebody to be one of the staff. */
export const InviteStaffDialog = ({ onClose }: { onClose(): void }) => {
  const invite = useOperation(inviteStaff, { done: t("staff.invited"), quiet: true });
  return (
    <OperationDialog
      title={t("staff.invite")}
      explanation={t("staff.inviteMeaning")}
      fields={[
        { name: "email", label: t("staff.email"), type: "email", required: true },
        rolesField(["REVIEWER"]),
        why(),
      ]}
      confirm={t("staff.invite")}
      busy={invite.busy}
      refusal={invite.refusal}
      onClose={onClose}
      onConfirm={async ({ email = "", roles, reason = "" }) => {
        if (await invite.run(email, chosen(roles), reason)) onClose();
      }}
    />
  );
};

interface Props {
  account: StaffAccount;
  onClose(): void;
}

const RolesDialog = ({ account, onClose }: Props) => {
  const set = useOperation(setStaffRoles, { done: t("staff.rolesChanged"), quiet: true });
  return (
    <OperationDialog
      title={t("staff.rolesOf", { email: account.email })}
      explanation={t("staff.rolesMeaning")}
      fields={[rolesField(account.roles), why()]}
      confirm={t("button.save")}
      busy={set.busy}
      refusal={set.refusal}
      onClose={onClose}
      onConfirm={async ({ roles, reason = "" }) => {
        if (await set.run(account.id, chosen(roles), reason)) onClose();
      }}
    />
  );
};

const actions = {
  DISABLE: { run: disableAccount, title: "staff.disable", meaning: "staff.disableMeaning", done: "staff.disabled" },
  ENABLE: { run: enableAccount, title: "staff.enable", meaning: "staff.enableMeaning", done: "staff.enabled" },
  END_SIGN_INS: { run: endSignIns, title: "staff.signOut", meaning: "staff.signOutMeaning", done: "members.signedOut" },
} as const;

const ReasonDialog = ({ account, action, onClose }: Props & { action: keyof typeof actions }) => {
  const { run: work, title, meaning, done } = actions[action];
  const { run, busy, refusal } = useOperation<[string, string], unknown>(work, { done: t(done), quiet: true });
  return (
    <OperationDialog
      title={`${t(title)}: ${account.email}`}
      explanation={t(meaning)}
      fields={[why()]}
      confirm={t(title)}
      danger={action === "DISABLE"}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async ({ reason = "" }) => {
        if ((await run(account.id, reason)) !== null) onClose();
      }}
    />
  );
};

/** What an action asks for before it is done. */
export const StaffDialog = ({
  account,
  action,
  onClose,
}: Props & { action: StaffAccount["availableActions"][number] }) => {
  if (action === "SET_ROLES") return <RolesDialog account={account} onClose={onClose} />;
  if (action === "RESET_SECOND_FACTOR")
    return <ResetSecondFactorDialog accountId={account.id} whose={account.email} onClose={onClose} />;
  return <ReasonDialog account={account} action={action} onClose={onClose} />;
};
