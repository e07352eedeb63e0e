import type { World } from "../support/world.ts";

const holding =
  "memberNumber programNumber title sessionTitle completedOn credits creditUnit awarded certificateNumber";

export const mergeDocuments = {
  preview: `query ($keepId: ID!, $mergeId: ID!) { mergePreview(keepId: $keepId, mergeId: $mergeId) {
    kept { memberNumber hasAccount addresses } merged { memberNumber hasAccount addresses }
    moved { addresses devices providers apiKeys attendance claims certificates mails }
    doubled { dropped { ${holding} } kept { ${holding} } }
    endedCertificates { number status } newCertificates fingerprint } }`,
  merge: `mutation ($keepId: ID!, $mergeId: ID!, $fingerprint: String!, $reason: String!) {
    mergeMembers(keepId: $keepId, mergeId: $mergeId, fingerprint: $fingerprint, reason: $reason) {
      id memberNumber formerNumbers emailAddresses { address isPrimary verifiedAt } } }`,
} as const;

export const previewMerge = async (world: World, token: string, keepId: string, mergeId: string) =>
  (await world.ok(token, mergeDocuments.preview, { keepId, mergeId })).mergePreview;

/** Looks at what it does, then does it. */
export async function merge(world: World, token: string, keepId: string, mergeId: string, reason = "Married") {
  const { fingerprint } = await previewMerge(world, token, keepId, mergeId);
  return (await world.ok(token, mergeDocuments.merge, { keepId, mergeId, fingerprint, reason })).mergeMembers;
}
