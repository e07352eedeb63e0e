import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const accountDocument = graphql(`
  query ConsoleAccount {
    viewer {
      id
      email
      secondFactor { confirmedAt recoveryCodesLeft }
      singleSignOnLinked
      devices { id lastUsedAt userAgent current }
    }
    settings { singleSignOn }
  }
`);

export type Account = NonNullable<ResultOf<typeof accountDocument>["viewer"]>;

export const staffDocument = graphql(`
  query ConsoleStaffAccounts { staffAccounts { id email secondFactorSince } }
`);

const beginDocument = graphql(`
  mutation ConsoleBeginSecondFactor($password: String!) {
    beginSecondFactor(password: $password) { address secret qrCode }
  }
`);

const confirmDocument = graphql(`
  mutation ConsoleConfirmSecondFactor($code: String!) {
    confirmSecondFactor(code: $code) { recoveryCodes }
  }
`);

const renewDocument = graphql(`
  mutation ConsoleRenewRecoveryCodes($password: String!, $code: String!) {
    renewRecoveryCodes(password: $password, code: $code) { recoveryCodes }
  }
`);

const disableDocument = graphql(`
  mutation ConsoleDisableSecondFactor($password: String!, $code: String!) {
    disableSecondFactor(password: $password, code: $code) { id }
  }
`);

const resetDocument = graphql(`
  mutation ConsoleResetSecondFactor($accountId: ID!, $reason: String!) {
    resetSecondFactor(accountId: $accountId, reason: $reason)
  }
`);

const linkDocument = graphql(`
  mutation ConsoleLinkSingleSignOn($password: String!) { linkSingleSignOn(password: $password) }
`);

const unlinkDocument = graphql(`
  mutation ConsoleUnlinkSingleSignOn($password: String!) { unlinkSingleSignOn(password: $password) { id } }
`);

const endDeviceDocument = graphql(`
  mutation ConsoleEndDevice($id: ID!) { endDevice(id: $id) }
`);

const endSignInsDocument = graphql(`
  mutation EndSignIns($accountId: ID!, $reason: String!) { endSignIns(accountId: $accountId, reason: $reason) }
`);

export type SetUp = ResultOf<typeof beginDocument>["beginSecondFactor"];

export const beginSecondFactor = async (password: string): Promise<SetUp> =>
  (await request(beginDocument, { password })).beginSecondFactor;
export const confirmSecondFactor = async (code: string): Promise<string[]> =>
  (await request(confirmDocument, { code })).confirmSecondFactor.recoveryCodes;
export const renewRecoveryCodes = async (password: string, code: string): Promise<string[]> =>
  (await request(renewDocument, { password, code })).renewRecoveryCodes.recoveryCodes;
export const disableSecondFactor = (password: string, code: string) => request(disableDocument, { password, code });
export const resetSecondFactor = (accountId: string, reason: string) => request(resetDocument, { accountId, reason });
export const linkSingleSignOn = async (password: string): Promise<string> =>
  (await request(linkDocument, { password })).linkSingleSignOn;
export const unlinkSingleSignOn = (password: string) => request(unlinkDocument, { password });
export const endDevice = (id: string) => request(endDeviceDocument, { id });
export const endSignIns = (accountId: string, reason: string) => request(endSignInsDocument, { accountId, reason });
