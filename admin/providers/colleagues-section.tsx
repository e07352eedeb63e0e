import { Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { Section } from "../ui/section.tsx";
import { type Colleague, inviteColleague, type Profile, removeColleague } from "./provider-show.data.ts";

interface Props {
  profile: Profile;
  colleagues: readonly Colleague[];
}

const roles = ["EDITOR", "OWNER"] as const satisfies readonly Colleague["role"][];

/** Who acts for a provider, and who is invited to. */
export const ColleaguesSection = ({ profile, colleagues }: Props) => {
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Colleague | null>(null);
  const invite = useOperation(inviteColleague, { done: t("providers.invited"), quiet: true });
  const remove = useOperation(removeColleague, { done: t("providers.removed"), quiet: true });
  const close = () => {
    invite.forget();
    remove.forget();
    setInviting(false);
    setRemoving(null);
  };
  return (
    <Section
      title={t("providers.colleagues")}
      actions={
        profile.mayInvite && (
          <Button variant="contained" onClick={() => setInviting(true)}>
            {t("staff.inviteOpen")}
          </Button>
        )
      }
    >
      {profile.mayManageColleagues && !profile.mayInvite && (
        <Typography sx={{ mb: 1 }}>{t("providers.inviteLater")}</Typography>
      )}
      <ScrollTable
        label={t("providers.colleagues")}
        headings={[t("staff.who"), t("providers.role"), t("column.state"), t("column.actions")]}
      >
        {colleagues.map((colleague) => (
          <TableRow key={colleague.accountId ?? colleague.email}>
            <TableCell sx={{ overflowWrap: "anywhere" }}>{colleague.email}</TableCell>
            <TableCell>{t(`providers.role.${colleague.role}`)}</TableCell>
            <TableCell>
              {colleague.invitedUntil
                ? t("providers.invitedUntil", { until: formatInstant(colleague.invitedUntil) })
                : t("providers.actsFor")}
            </TableCell>
            <TableCell>
              {colleague.mayRemove && (
                <Button
                  size="small"
                  color="error"
                  aria-label={`${t("providers.removeOpen")}: ${colleague.email}`}
                  onClick={() => setRemoving(colleague)}
                >
                  {t("providers.removeOpen")}
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {inviting && (
        <OperationDialog
          title={t("providers.inviteTitle", { name: profile.name })}
          explanation={t("providers.inviteMeaning")}
          fields={[
            { name: "email", label: t("column.email"), type: "email", required: true },
            {
              name: "role",
              label: t("providers.role"),
              choices: roles.map((id) => ({ id, name: t(`providers.role.${id}`) })),
              initial: "EDITOR",
              help: t("providers.roleHelp"),
            },
          ]}
          confirm={t("staff.invite")}
          busy={invite.busy}
          refusal={invite.refusal}
          onClose={close}
          onConfirm={async ({ email = "", role }) => {
            if (await invite.run(profile.id, email.trim(), role === "OWNER" ? "OWNER" : "EDITOR")) close();
          }}
        />
      )}
      {removing?.accountId && (
        <OperationDialog
          title={t("providers.removeTitle", { email: removing.email, name: profile.name })}
          explanation={t("providers.removeMeaning")}
          fields={[]}
          confirm={t("providers.remove")}
          danger
          busy={remove.busy}
          refusal={remove.refusal}
          onClose={close}
          onConfirm={async () => {
            if (await remove.run(profile.id, removing.accountId ?? "")) close();
          }}
        />
      )}
    </Section>
  );
};
