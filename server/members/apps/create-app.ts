import { createToken, hashToken } from "../../accounts/access-token.ts";
import { audit } from "../../core/audit.ts";
import { type Context, inTransaction } from "../../core/context.ts";
import { DomainError, ErrorCode } from "../../core/errors.ts";
import type { MemberScope } from "../../core/member-scopes.ts";
import { assertMay, staff } from "../../core/policy.ts";
import { App, AppKind } from "./app.entity.ts";

export interface NewApp {
  name: string;
  kind: AppKind;
  redirectUris: string[];
  scopes: MemberScope[];
}

export interface CreatedApp {
  app: App;
  clientSecret: string | null;
}

const loopbacks = ["127.0.0.1", "[::1]"];

/** Whether people may be sent back to an address: where nobody but the app reads it. */
export function isRedirectUri(text: string, kind: AppKind): boolean {
  if (!URL.canParse(text)) return false;
  const { href, protocol, hostname, username, password } = new URL(text);
  // As browsers write it, so that letters that only look alike are seen.
  if (/[#*\s\\]/.test(text) || username || password || !href.startsWith(text)) return false;
  if (protocol === "https:") return hostname.includes(".") && !loopbacks.includes(hostname);
  if (protocol === "http:") return kind === AppKind.NATIVE && loopbacks.includes(hostname);
  // A scheme of its own is a domain that the app's maker has, backwards (RFC 8252, 7.1).
  return kind === AppKind.NATIVE && /^[a-z][a-z0-9+-]*\.[a-z0-9.+-]+:$/.test(protocol);
}

/**
 * Registers a partner's program that members may let act for them.
 * @throws BAD_INPUT for an address to come back to that is none
 */
export async function createApp(ctx: Context, { name, kind, redirectUris, scopes }: NewApp): Promise<CreatedApp> {
  assertMay(ctx, staff, null);
  const wrong = redirectUris.find((uri) => !isRedirectUri(uri, kind));
  if (wrong !== undefined)
    throw new DomainError(ErrorCode.BAD_INPUT, "apps.noRedirectUri", { field: "redirectUris", uri: wrong });
  const clientSecret = kind === AppKind.CONFIDENTIAL ? createToken() : null;
  return inTransaction(ctx, async (tx) => {
    const app = await tx.save(
      tx.create(App, {
        name: name.trim(),
        kind,
        redirectUris,
        scopes,
        secretHash: clientSecret ? hashToken(clientSecret) : null,
        createdAt: ctx.now(),
      }),
    );
    await audit(tx, ctx, "app.create", ["app", app.id], { after: { name: app.name, kind, redirectUris, scopes } });
    return { app, clientSecret };
  });
}
