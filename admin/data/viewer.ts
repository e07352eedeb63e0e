import { graphql, type ResultOf } from "./graphql.ts";
import { request } from "./request.ts";

const viewerQuery = graphql(`
  query ConsoleViewer {
    viewer {
      id
      email
      isStaff
      staffRoles
      mustSetUpSecondFactor
      providers { id number name status }
    }
    settings {
      accreditorName logoUrl memberIdLabel timeZone publicDemo
      help(purpose: GENERAL)
      reportingHelp: help(purpose: REPORTING)
    }
  }
`);

export interface SignedIn {
  viewer: NonNullable<ResultOf<typeof viewerQuery>["viewer"]>;
  settings: ResultOf<typeof viewerQuery>["settings"];
}

let loading: Promise<SignedIn | null> | null = null;

/** Who is signed in, with what the accreditor has set: asked for once, until somebody signs in or out. */
export function loadSignedIn(): Promise<SignedIn | null> {
  loading ??= request(viewerQuery, {}).then(
    ({ viewer, settings }) => (viewer ? { viewer, settings } : null),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

export function forgetSignedIn(): void {
  loading = null;
}
