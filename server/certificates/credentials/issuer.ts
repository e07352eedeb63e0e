/** Who issues: the server's own address as a DID (did:web). Another `PUBLIC_URL` is another issuer. */
export const issuerOf = (publicUrl: string): string => `did:web:${encodeURIComponent(new URL(publicUrl).host)}`;
