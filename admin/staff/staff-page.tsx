import { Box, Button, Chip, Link as MuiLink, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatInstant, formatInstantDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { StatusChip } from "../ui/status-chip.tsx";
import { type StaffAccount, staffQuery } from "./staff.data.ts";
import { InviteStaffDialog, StaffDialog } from "./staff-dialogs.tsx";

type Action = StaffAccount["availableActions"][number];

/** Who of the accreditor's staff may do what, and how their accounts are protected. */
export const StaffPage = () => {
  const { data, error } = useAsk(staffQuery, {});
  const [inviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<{ account: StaffAccount; action: Action } | null>(null);
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const mayManage = data.staffAccounts.some(({ availableActions }) => availableActions.length > 0);
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={t("staff.title")} />
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h2" sx={{ flexGrow: 1 }}>
          {t("staff.title")}
        </Typography>
        {mayManage && (
          <Button variant="contained" onClick={() => setInviting(true)}>
            {t("staff.inviteOpen")}
          </Button>
        )}
      </Box>
      <ScrollTable
        label={t("staff.title")}
        headings={[
          t("staff.who"),
          t("staff.roles"),
          t("staff.factor"),
          t("staff.lastSignIn"),
          t("staff.keys"),
          t("column.actions"),
        ]}
      >
        {data.staffAccounts.map((account) => (
          <TableRow key={account.id}>
            <TableCell>
              <Typography variant="body2" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
                {account.email}
              </Typography>
              {account.status !== "ACTIVE" && <StatusChip status={account.status} />}
              <MuiLink component={Link} to={logOf(account.email)} variant="body2">
                {t("staff.whatTheyDid")}
              </MuiLink>
            </TableCell>
            <TableCell>
              <Box sx={{ display: "flex", gap: 0.5, flexWrap: "wrap" }}>
                {account.roles.map((role) => (
                  <Chip key={role} size="small" label={t(`staff.${role}`)} />
                ))}
              </Box>
            </TableCell>
            <TableCell>
              {account.secondFactorSince
                ? t("account.factorSinceDay", { day: formatInstantDay(account.secondFactorSince) })
                : t("account.noFactor")}
            </TableCell>
            <TableCell>{account.lastSignInAt ? formatInstant(account.lastSignInAt) : t("staff.never")}</TableCell>
            <TableCell>{account.apiKeyCount}</TableCell>
            <TableCell>
              <Box sx={{ display: "flex", flexWrap: "wrap" }}>
                {account.availableActions.map((action) => (
                  <Button
                    key={action}
                    size="small"
                    color={action === "DISABLE" ? "error" : "primary"}
                    aria-label={`${t(`staff.action.${action}`)}: ${account.email}`}
                    onClick={() => setAsking({ account, action })}
                  >
                    {t(`staff.action.${action}`)}
                  </Button>
                ))}
              </Box>
            </TableCell>
          </TableRow>
        ))}
      </ScrollTable>
      {inviting && <InviteStaffDialog onClose={() => setInviting(false)} />}
      {asking && <StaffDialog {...asking} onClose={() => setAsking(null)} />}
    </Box>
  );
};

/** The audit log of what somebody did. */
const logOf = (email: string): string =>
  `/audit-entries?${new URLSearchParams({ filter: JSON.stringify({ actor: email }) })}`;
