import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const accountQuery = graphql(`
  query ConsoleAccount {
    viewer {
      id
      email
      secondFactor { confirmedAt recoveryCodesLeft }
      recoveryCodesLeft
      passkeys { id name createdAt lastUsedAt }
      singleSignOnLinked
      devices { id lastUsedAt userAgent current }
    }
    settings { singleSignOn }
  }
`);

export type Account = NonNullable<ResultOf<typeof accountQuery>["viewer"]>;

const beginMutation = graphql(`
  mutation ConsoleBeginSecondFactor($password: String!) {
    beginSecondFactor(password: $password) { address secret qrCode }
  }
`);

const confirmMutation = graphql(`
  mutation ConsoleConfirmSecondFactor($code: String!) {
    confirmSecondFactor(code: $code) { recoveryCodes }
  }
`);

const renewMutation = graphql(`
  mutation ConsoleRenewRecoveryCodes($password: String!, $code: String) {
    renewRecoveryCodes(password: $password, code: $code) { recoveryCodes }
  }
`);

const disableMutation = graphql(`
  mutation ConsoleDisableSecondFactor($password: String!, $code: String!) {
    disableSecondFactor(password: $password, code: $code) { id }
  }
`);

const resetMutation = graphql(`
  mutation ConsoleResetSecondFactor($accountId: ID!, $reason: String!) {
    resetSecondFactor(accountId: $accountId, reason: $reason)
  }
`);

const linkMutation = graphql(`
  mutation ConsoleLinkSingleSignOn($password: String!) { linkSingleSignOn(password: $password) }
`);

const unlinkMutation = graphql(`
  mutation ConsoleUnlinkSingleSignOn($password: String!) { unlinkSingleSignOn(password: $password) { id } }
`);

const endDeviceMutation = graphql(`
  mutation ConsoleEndDevice($id: ID!) { endDevice(id: $id) }
`);

const endSignInsMutation = graphql(`
  mutation EndSignIns($accountId: ID!, $reason: String!) { endSignIns(accountId: $accountId, reason: $reason) }
`);

export type SetUp = ResultOf<typeof beginMutation>["beginSecondFactor"];

export const beginSecondFactor = async (password: string): Promise<SetUp> =>
  (await request(beginMutation, { password })).beginSecondFactor;
export const confirmSecondFactor = async (code: string): Promise<string[]> =>
  (await request(confirmMutation, { code })).confirmSecondFactor.recoveryCodes;
/** @param code of the app; whoever has a passkey alone is asked for that */
export const renewRecoveryCodes = async (password: string, code?: string): Promise<string[]> =>
  (await request(renewMutation, { password, code })).renewRecoveryCodes.recoveryCodes;
export const disableSecondFactor = (password: string, code: string) => request(disableMutation, { password, code });
export const resetSecondFactor = (accountId: string, reason: string) => request(resetMutation, { accountId, reason });
export const linkSingleSignOn = async (password: string): Promise<string> =>
  (await request(linkMutation, { password })).linkSingleSignOn;
export const unlinkSingleSignOn = (password: string) => request(unlinkMutation, { password });
export const endDevice = (id: string) => request(endDeviceMutation, { id });
export const endSignIns = (accountId: string, reason: string) => request(endSignInsMutation, { accountId, reason });
