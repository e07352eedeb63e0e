import { graphql, type VariablesOf } from "../data/graphql.ts";
import { isRemote, keepToken, request } from "../data/request.ts";
import { forgetSignedIn } from "../data/viewer.ts";

const registerMutation = graphql(`
  mutation ConsoleRegisterProvider($input: RegisterProviderInput!) { registerProvider(input: $input) { token message } }
`);

const confirmMutation = graphql(`
  mutation ConsoleConfirmRegistration($token: String!, $code: String!, $remote: Boolean!) {
    confirmRegistration(token: $token, code: $code) { expiresAt token @include(if: $remote) }
  }
`);

const acceptMutation = graphql(`
  mutation ConsoleAcceptInvitation($token: String!, $password: String, $remote: Boolean!) {
    acceptInvitation(token: $token, password: $password) { expiresAt token @include(if: $remote) }
  }
`);

export type ProviderRegistration = VariablesOf<typeof registerMutation>["input"];

/** A registration that waits for the code in its mail. */
export interface Begun {
  token: string;
  message: string;
}

export const registerProvider = async (input: ProviderRegistration): Promise<Begun> =>
  (await request(registerMutation, { input })).registerProvider;

function signedIn(token: string | undefined): void {
  if (token) keepToken(token);
  forgetSignedIn();
}

export async function confirmRegistration(token: string, code: string): Promise<void> {
  signedIn((await request(confirmMutation, { token, code, remote: isRemote })).confirmRegistration.token);
}

export async function acceptInvitation(token: string, password: string | null): Promise<void> {
  signedIn((await request(acceptMutation, { token, password, remote: isRemote })).acceptInvitation.token);
}

/** Into the console, loaded anew: it asks who is signed in once. */
export const enterConsole = (): void => location.assign(import.meta.env.BASE_URL);
