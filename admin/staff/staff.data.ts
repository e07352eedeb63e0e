import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const staffQuery = graphql(`
  query ConsoleStaffAccounts {
    staffAccounts { id email status roles secondFactorSince lastSignInAt apiKeyCount availableActions }
  }
`);

export type StaffAccount = ResultOf<typeof staffQuery>["staffAccounts"][number];
export type StaffRole = StaffAccount["roles"][number];

/** Every role, in the order of the schema. */
export const everyRole = [
  "REVIEWER",
  "REGISTRAR",
  "FINANCE",
  "AUDITOR",
  "ADMINISTRATOR",
] as const satisfies readonly StaffRole[];

const inviteMutation = graphql(`
  mutation ConsoleInviteStaff($email: String!, $roles: [StaffRole!]!, $reason: String!) {
    inviteStaff(email: $email, roles: $roles, reason: $reason)
  }
`);

const rolesMutation = graphql(`
  mutation ConsoleSetStaffRoles($accountId: ID!, $roles: [StaffRole!]!, $reason: String!) {
    setStaffRoles(accountId: $accountId, roles: $roles, reason: $reason)
  }
`);

const disableMutation = graphql(`
  mutation ConsoleDisableAccount($accountId: ID!, $reason: String!) {
    disableAccount(accountId: $accountId, reason: $reason)
  }
`);

const enableMutation = graphql(`
  mutation ConsoleEnableAccount($accountId: ID!, $reason: String!) {
    enableAccount(accountId: $accountId, reason: $reason)
  }
`);

export const inviteStaff = (email: string, roles: StaffRole[], reason: string) =>
  request(inviteMutation, { email, roles, reason });
export const setStaffRoles = (accountId: string, roles: StaffRole[], reason: string) =>
  request(rolesMutation, { accountId, roles, reason });
export const disableAccount = (accountId: string, reason: string) => request(disableMutation, { accountId, reason });
export const enableAccount = (accountId: string, reason: string) => request(enableMutation, { accountId, reason });
