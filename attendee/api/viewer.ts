import { graphql, type ResultOf } from "./graphql.ts";
import { forgetKept, keep, readKept } from "./kept.ts";
import { Refusal, request, signedOut } from "./request.ts";
import { createStore } from "./store.ts";

const viewerFields = graphql(`
  fragment ViewerFields on Viewer {
    id
    email
    isStaff
    mustSetUpSecondFactor
    providers { id }
    member { id memberNumber name }
    emailAddresses { id address isPrimary verifiedAt suppressedFor suppressedSince }
  }
`);

const ViewerQuery = graphql(
  `query Viewer {
    viewer { ...ViewerFields }
    settings { accreditorName memberIdLabel logoUrl singleSignOn publicDemo claimsFromYear olderClaimsUrl help(purpose: GENERAL) }
  }`,
  [viewerFields],
);

const SignIn = graphql(
  `mutation SignIn($email: String!, $password: String!) {
    signIn(email: $email, password: $password) { viewer { ...ViewerFields } }
  }`,
  [viewerFields],
);

const ConfirmSignIn = graphql(
  `mutation ConfirmSignIn($challenge: String!, $code: String!) {
    confirmSignIn(challenge: $challenge, code: $code) { viewer { ...ViewerFields } }
  }`,
  [viewerFields],
);

const ConfirmRegistration = graphql(
  `mutation ConfirmRegistration($token: String!, $code: String!) {
    confirmRegistration(token: $token, code: $code) { viewer { ...ViewerFields } }
  }`,
  [viewerFields],
);

const SignOut = graphql(`mutation SignOut { signOut }`);

export type Viewer = ResultOf<typeof viewerFields>;
export type Settings = ResultOf<typeof ViewerQuery>["settings"];

interface ViewerState {
  /** Whether it is known yet who is signed in. */
  known: boolean;
  viewer: Viewer | null;
  /** Whether the sign-in ended by itself, so that its choices wait for the next one. */
  expired: boolean;
}

export const viewerStore = createStore<ViewerState>({ known: false, viewer: null, expired: false });
export const settingsStore = createStore<Settings | null>(null);

/** Everybody's: who was here last, to open without a network. */
const device = "device";

function setViewer(viewer: Viewer | null, expired = false): void {
  if (viewer) keep(device, "viewer", viewer);
  viewerStore.set({ known: true, viewer, expired });
}

/** Asks who is signed in. Without a network it is whoever was here last. */
export async function loadViewer(): Promise<void> {
  try {
    const { viewer, settings } = await request(ViewerQuery, {});
    settingsStore.set(settings);
    keep(device, "settings", settings);
    setViewer(viewer);
  } catch (error) {
    settingsStore.set(settingsStore.get() ?? readKept(device, "settings"));
    if (!viewerStore.get().known) setViewer(error instanceof Refusal ? null : readKept<Viewer>(device, "viewer"));
  }
}

/** The second step of a sign-in. */
export interface SecondStep {
  challenge: string;
  /** By what, as values of the schema's IdentityProof. */
  proofs: readonly string[];
}

/** @returns null; or the second step, where the password is right and the account has a second factor */
export async function signIn(email: string, password: string): Promise<SecondStep | null> {
  try {
    const answer = await request(SignIn, { email, password });
    setViewer(answer.signIn.viewer);
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.challenge) return { challenge: error.challenge, proofs: error.proofs };
    throw error;
  }
}

/** The second step. */
export async function confirmSignIn(challenge: string, code: string): Promise<void> {
  const answer = await request(ConfirmSignIn, { challenge, code });
  setViewer(answer.confirmSignIn.viewer);
}

export async function confirmRegistration(token: string, code: string): Promise<void> {
  const answer = await request(ConfirmRegistration, { token, code });
  setViewer(answer.confirmRegistration.viewer);
}

/** Ends the sign-in and forgets on this device what was the account's. */
export async function signOut(): Promise<void> {
  await request(SignOut, {});
  forgetAccount();
}

/** Forgets on this device an account whose sign-in has ended. */
export function forgetAccount(): void {
  forgetKept();
  setViewer(null);
}

signedOut.tell = () => {
  if (viewerStore.get().viewer) setViewer(null, true);
};
