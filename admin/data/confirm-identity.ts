import { graphql } from "./graphql.ts";
import { requestOnce, stepUp } from "./request.ts";

const confirmMutation = graphql(`
  mutation ConsoleConfirmIdentity($password: String, $code: String) {
    confirmIdentity(password: $password, code: $code) { provedUntil }
  }
`);

const singleSignOnMutation = graphql(`mutation ConsoleConfirmBySingleSignOn { confirmBySingleSignOn }`);

const provedQuery = graphql(`
  query ConsoleProved { viewer { provedUntil identityProofs } }
`);

export const confirmIdentity = (given: { password?: string; code?: string }) => requestOnce(confirmMutation, given);

/** @returns the address at the provider */
export const confirmBySingleSignOn = async (): Promise<string> =>
  (await requestOnce(singleSignOnMutation, {})).confirmBySingleSignOn;

/** Whether this sign-in may do what lasts, and by what it can show who is there. */
export async function loadProved(): Promise<{ proved: boolean; proofs: readonly string[] }> {
  const { viewer } = await requestOnce(provedQuery, {});
  return { proved: Boolean(viewer?.provedUntil), proofs: viewer?.identityProofs ?? [] };
}

/** Asks for a fresh proof of who is there, where there is none; answers whether there is one now. */
export async function ensureProved(): Promise<boolean> {
  const { proved, proofs } = await loadProved();
  return proved || stepUp.ask(proofs);
}
