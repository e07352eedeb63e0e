import { graphql, type ResultOf } from "./graphql.ts";
import { request } from "./request.ts";

const viewerDocument = graphql(`
  query ConsoleViewer {
    viewer {
      id
      email
      isStaff
      mustSetUpSecondFactor
      providers { id number name }
    }
    settings { accreditorName logoUrl memberIdLabel timeZone }
  }
`);

export interface Session {
  viewer: NonNullable<ResultOf<typeof viewerDocument>["viewer"]>;
  settings: ResultOf<typeof viewerDocument>["settings"];
}

let loading: Promise<Session | null> | null = null;

/** Who is signed in, with what the accreditor has set: asked for once, until somebody signs in or out. */
export function loadSession(): Promise<Session | null> {
  loading ??= request(viewerDocument, {}).then(
    ({ viewer, settings }) => (viewer ? { viewer, settings } : null),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

export function forgetSession(): void {
  loading = null;
}
