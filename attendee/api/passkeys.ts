import { passkeyCeremony } from "../../clients/passkey-ceremony.ts";
import { t } from "../i18n/t.ts";
import { graphql } from "./graphql.ts";
import { Refusal, request, requestOnce } from "./request.ts";

const { answerTo, newPasskey } = passkeyCeremony((why) => new Refusal(t(`passkey.${why}`), "WRONG_PASSKEY"));

const beginSignIn = graphql(`mutation BeginPasskeySignIn { beginPasskeySignIn }`);
const signInMutation = graphql(`
  mutation SignInWithPasskey($passkey: PasskeyAnswerInput!) {
    signInWithPasskey(passkey: $passkey) { expiresAt }
  }
`);
const beginStep = graphql(`
  mutation BeginPasskeySecondStep($challenge: String!) { beginPasskeySecondStep(challenge: $challenge) }
`);
const stepMutation = graphql(`
  mutation ConfirmSignInWithPasskey($challenge: String!, $passkey: PasskeyAnswerInput!) {
    confirmSignInWithPasskey(challenge: $challenge, passkey: $passkey) { expiresAt }
  }
`);
const beginConfirmation = graphql(`mutation BeginPasskeyConfirmation { beginPasskeyConfirmation }`);
const confirmMutation = graphql(`
  mutation ConfirmIdentityWithPasskey($passkey: PasskeyAnswerInput!) {
    confirmIdentityWithPasskey(passkey: $passkey) { provedUntil }
  }
`);
const beginMutation = graphql(`mutation BeginPasskey { beginPasskey }`);
const addMutation = graphql(`
  mutation AddPasskey($passkey: NewPasskeyInput!) { addPasskey(passkey: $passkey) { recoveryCodes } }
`);
const renameMutation = graphql(
  `mutation RenamePasskey($id: ID!, $name: String!) { renamePasskey(id: $id, name: $name) { id } }`,
);
const renewMutation = graphql(`
  mutation RenewRecoveryCodes($password: String!) { renewRecoveryCodes(password: $password) { recoveryCodes } }
`);
const removeMutation = graphql(`mutation RemovePasskey($id: ID!) { removePasskey(id: $id) { id } }`);

/** Signs in by a passkey alone or, with the challenge of a first step, as the second; who that is has to be asked for then. */
export async function signInWithPasskey(challenge: string | null): Promise<void> {
  if (challenge === null) {
    const { beginPasskeySignIn } = await request(beginSignIn, {});
    await request(signInMutation, { passkey: await answerTo(beginPasskeySignIn) });
  } else {
    const { beginPasskeySecondStep } = await request(beginStep, { challenge });
    await request(stepMutation, { challenge, passkey: await answerTo(beginPasskeySecondStep) });
  }
}

/** Shows once more who is there. */
export async function confirmWithPasskey(): Promise<void> {
  const { beginPasskeyConfirmation } = await requestOnce(beginConfirmation, {});
  await requestOnce(confirmMutation, { passkey: await answerTo(beginPasskeyConfirmation) });
}

/** @returns recovery codes, where it is the account's first second factor */
export async function addPasskey(name: string): Promise<string[]> {
  const { beginPasskey } = await request(beginMutation, {});
  const passkey = await newPasskey(name, beginPasskey);
  return (await request(addMutation, { passkey })).addPasskey.recoveryCodes ?? [];
}

/** New recovery codes for whoever has a passkey and no app, which is asked for beside the password. */
export const renewRecoveryCodes = async (password: string): Promise<string[]> =>
  (await request(renewMutation, { password })).renewRecoveryCodes.recoveryCodes;

export const renamePasskey = (id: string, name: string) => request(renameMutation, { id, name });
export const removePasskey = (id: string) => request(removeMutation, { id });
