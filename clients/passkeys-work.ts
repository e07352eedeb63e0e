import { browserSupportsWebAuthn } from "@simplewebauthn/browser";

/** Whether this page can ask for passkeys: browsers bind them to the server's own host name, behind TLS. */
export const passkeysWork = (): boolean =>
  isSecureContext && browserSupportsWebAuthn() && !/^(\d+\.|\[)/.test(location.hostname);
