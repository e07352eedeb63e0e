import { passkeyCeremony } from "../../clients/passkey-ceremony.ts";
import { t } from "../i18n/t.ts";
import { graphql } from "./graphql.ts";
import { Refusal, request, requestOnce } from "./request.ts";

const { answerTo, newPasskey } = passkeyCeremony((why) => new Refusal(t(`passkey.${why}`), 400, "WRONG_PASSKEY", []));

const beginSignIn = graphql(`mutation ConsoleBeginPasskeySignIn { beginPasskeySignIn }`);
const signInMutation = graphql(`
  mutation ConsoleSignInWithPasskey($passkey: PasskeyAnswerInput!) {
    signInWithPasskey(passkey: $passkey) { expiresAt }
  }
`);
const beginStep = graphql(`
  mutation ConsoleBeginPasskeySecondStep($challenge: String!) { beginPasskeySecondStep(challenge: $challenge) }
`);
const stepMutation = graphql(`
  mutation ConsoleConfirmSignInWithPasskey($challenge: String!, $passkey: PasskeyAnswerInput!) {
    confirmSignInWithPasskey(challenge: $challenge, passkey: $passkey) { expiresAt }
  }
`);
const beginConfirmation = graphql(`mutation ConsoleBeginPasskeyConfirmation { beginPasskeyConfirmation }`);
const confirmMutation = graphql(`
  mutation ConsoleConfirmIdentityWithPasskey($passkey: PasskeyAnswerInput!) {
    confirmIdentityWithPasskey(passkey: $passkey) { provedUntil }
  }
`);
const beginMutation = graphql(`mutation ConsoleBeginPasskey { beginPasskey }`);
const addMutation = graphql(`
  mutation ConsoleAddPasskey($passkey: NewPasskeyInput!) { addPasskey(passkey: $passkey) { recoveryCodes } }
`);
const renameMutation = graphql(`
  mutation ConsoleRenamePasskey($id: ID!, $name: String!) { renamePasskey(id: $id, name: $name) { id } }
`);
const removeMutation = graphql(`mutation ConsoleRemovePasskey($id: ID!) { removePasskey(id: $id) { id } }`);

/** Signs in by a passkey alone or, with the challenge of a first step, as the second. */
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
export async function confirmWithPasskey(): Promise<true> {
  const { beginPasskeyConfirmation } = await requestOnce(beginConfirmation, {});
  await requestOnce(confirmMutation, { passkey: await answerTo(beginPasskeyConfirmation) });
  return true;
}

/** @returns recovery codes, where it is the account's first second factor */
export async function addPasskey(name: string): Promise<string[]> {
  const { beginPasskey } = await request(beginMutation, {});
  const passkey = await newPasskey(name, beginPasskey);
  return (await request(addMutation, { passkey })).addPasskey.recoveryCodes ?? [];
}

export const renamePasskey = (id: string, name: string) => request(renameMutation, { id, name });
export const removePasskey = (id: string) => request(removeMutation, { id });
