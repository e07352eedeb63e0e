import type { AuthProvider } from "react-admin";
import { graphql } from "./graphql.ts";
import { isRemote, keepToken, Refusal, request } from "./request.ts";
import { forgetSignedIn, loadSignedIn } from "./viewer.ts";

const signInMutation = graphql(`
  mutation ConsoleSignIn($email: String!, $password: String!, $remote: Boolean!) {
    signIn(email: $email, password: $password) { expiresAt token @include(if: $remote) }
  }
`);

const confirmMutation = graphql(`
  mutation ConsoleConfirmSignIn($challenge: String!, $code: String!, $remote: Boolean!) {
    confirmSignIn(challenge: $challenge, code: $code) { expiresAt token @include(if: $remote) }
  }
`);

/** What the sign-in page hands over: the first step or the second, by what was typed or by a passkey. */
export type Login =
  | { email: string; password: string }
  | { challenge: string; code: string }
  | { passkey: true; challenge: string | null };

const signOutMutation = graphql(`
  mutation ConsoleSignOut { signOut }
`);

/** Signs in by the server's own cookie, which no script can read; on another host by a token that the tab keeps. Permissions are what the server says of the viewer. */
export const authProvider: AuthProvider = {
  async login(login: Login) {
    if ("passkey" in login) await (await import("./passkeys.ts")).signInWithPasskey(login.challenge);
    const token =
      "passkey" in login
        ? null
        : "challenge" in login
          ? (await request(confirmMutation, { ...login, remote: isRemote })).confirmSignIn.token
          : (await request(signInMutation, { ...login, email: login.email.trim(), remote: isRemote })).signIn.token;
    if (token) keepToken(token);
    forgetSignedIn();
  },
  async logout() {
    // Where there is no sign-in any more, there is nothing to end.
    await request(signOutMutation, {}).catch(() => {});
    keepToken(null);
    forgetSignedIn();
  },
  async checkAuth() {
    if (!(await loadSignedIn())) throw new Error("ra.auth.auth_check_error");
  },
  async checkError(error: unknown) {
    if (!(error instanceof Refusal) || error.code !== "UNAUTHENTICATED") return;
    forgetSignedIn();
    throw new Error("ra.auth.auth_check_error");
  },
  async getIdentity() {
    const signedIn = await loadSignedIn();
    return { id: signedIn?.viewer.id ?? "", fullName: signedIn?.viewer.email ?? "" };
  },
  getPermissions: loadSignedIn,
};
