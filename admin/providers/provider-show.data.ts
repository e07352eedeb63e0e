import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";

export const providerQuery = graphql(`
  query ConsoleProvider($id: ID!) {
    providers(first: 1, filter: { ids: [$id] }) { nodes { id number name status availableActions } }
    providerProfile(providerId: $id) {
      id name address contactName contactEmail webPage version mayChange mayManageColleagues mayInvite mayManageKeys mayMerge mergedInto { id number name }
      timeline { id at actor action reason changes { field before after } }
    }
    colleagues(providerId: $id) { accountId email role invitedUntil mayRemove }
  }
`);

export const keysQuery = graphql(`
  query ConsoleApiKeys($providerId: ID) {
    apiKeys(providerId: $providerId) { id name prefix scopes sandbox createdAt expiresAt lastUsedAt revokedAt availableActions }
    sandbox { url madeAt beingMade }
  }
`);

export type Profile = ResultOf<typeof providerQuery>["providerProfile"];
export type Colleague = ResultOf<typeof providerQuery>["colleagues"][number];
export type ApiKey = ResultOf<typeof keysQuery>["apiKeys"][number];
export type Scope = ApiKey["scopes"][number];

/** What a provider's key may be for, in the order of the schema. */
export const providerScopes = [
  "PROGRAMS_READ",
  "PROGRAMS_WRITE",
  "ATTENDANCE_READ",
  "ATTENDANCE_WRITE",
  "CONFERENCES_READ",
  "CONFERENCES_WRITE",
  "CERTIFICATES_READ",
  "CERTIFICATES_WRITE",
  "MEMBERS_READ",
  "DOCUMENTS_WRITE",
] as const satisfies readonly Scope[];

/** What a key of the accreditor's may be for. */
export const everyScope = [
  ...providerScopes,
  "PROGRAMS_REVIEW",
  "MEMBERS_WRITE",
  "MEMBERS_ACT",
] as const satisfies readonly Scope[];

export const documentsQuery = graphql(`
  query ConsoleTrustedDocuments($apiKeyId: ID) {
    trustedDocuments(apiKeyId: $apiKeyId) { hash name text registeredAt registeredBy registeredByKeyId lastUsedAt }
  }
`);

export type TrustedDocument = ResultOf<typeof documentsQuery>["trustedDocuments"][number];

const updateMutation = graphql(`
  mutation ConsoleUpdateProvider($id: ID!, $version: Int!, $input: ProviderProfileInput!) {
    updateProvider(id: $id, version: $version, input: $input) { id version }
  }
`);
const inviteMutation = graphql(`
  mutation ConsoleInviteColleague($providerId: ID!, $email: String!, $role: ProviderRole!) {
    inviteColleague(providerId: $providerId, email: $email, role: $role)
  }
`);
const removeMutation = graphql(`
  mutation ConsoleRemoveColleague($providerId: ID!, $accountId: ID!) {
    removeColleague(providerId: $providerId, accountId: $accountId)
  }
`);
const createKeyMutation = graphql(`
  mutation ConsoleCreateApiKey($providerId: ID, $name: String!, $scopes: [ApiScope!]!, $days: Int!, $sandbox: Boolean!) {
    createApiKey(providerId: $providerId, name: $name, scopes: $scopes, expiresInDays: $days, sandbox: $sandbox) { key apiKey { id name } }
  }
`);
const removeDocumentsMutation = graphql(`
  mutation ConsoleRemoveTrustedDocuments($hashes: [String!]!, $apiKeyId: ID) {
    removeTrustedDocuments(hashes: $hashes, apiKeyId: $apiKeyId) { hash }
  }
`);
const sweepMutation = graphql(`
  mutation ConsoleSweepSandbox { sweepSandbox { beingMade } }
`);
const rotateKeyMutation = graphql(`
  mutation ConsoleRotateApiKey($id: ID!, $hours: Int!) {
    rotateApiKey(id: $id, overlapHours: $hours) { key apiKey { id name } }
  }
`);
const revokeKeyMutation = graphql(`
  mutation ConsoleRevokeApiKey($id: ID!) { revokeApiKey(id: $id) { id } }
`);

export const updateProvider = (id: string, version: number, input: VariablesOf<typeof updateMutation>["input"]) =>
  request(updateMutation, { id, version, input });
export const inviteColleague = (providerId: string, email: string, role: Colleague["role"]) =>
  request(inviteMutation, { providerId, email, role });
export const removeColleague = (providerId: string, accountId: string) =>
  request(removeMutation, { providerId, accountId });
export const createApiKey = async (
  providerId: string | null,
  name: string,
  scopes: Scope[],
  days: number,
  sandbox: boolean,
) => (await request(createKeyMutation, { providerId, name, scopes, days, sandbox })).createApiKey;
export const removeDocument = (hash: string, apiKeyId: string | null) =>
  request(removeDocumentsMutation, { hashes: [hash], apiKeyId });
export const sweepSandbox = () => request(sweepMutation, {});
export const rotateApiKey = async (id: string, hours: number) =>
  (await request(rotateKeyMutation, { id, hours })).rotateApiKey;
export const revokeApiKey = (id: string) => request(revokeKeyMutation, { id });

export const lookUpProvidersQuery = graphql(`
  query LookUpProviders($filter: ProviderFilter!) { providers(first: 20, filter: $filter) { nodes { id number name status } } }
`);

export const providerMergePreviewQuery = graphql(`
  query ProviderMergePreview($keepId: ID!, $mergeId: ID!) {
    providerMergePreview(keepId: $keepId, mergeId: $mergeId) {
      fingerprint kept { number name } merged { number name status }
      moved { programs openPrograms colleagues sharedColleagues invitations apiKeys uploads invoices ledgerEntries }
      credits { currency amount }
    }
  }
`);

export type ProviderMergePreview = ResultOf<typeof providerMergePreviewQuery>["providerMergePreview"];

const mergeMutation = graphql(`
  mutation MergeProviders($keepId: ID!, $mergeId: ID!, $fingerprint: String!, $reason: String!) {
    mergeProviders(keepId: $keepId, mergeId: $mergeId, fingerprint: $fingerprint, reason: $reason) { id }
  }
`);

export const mergeProviders = (keepId: string, mergeId: string, fingerprint: string, reason: string) =>
  request(mergeMutation, { keepId, mergeId, fingerprint, reason });
