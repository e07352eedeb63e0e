import { graphql, type OrderFieldOf, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const searchQuery = graphql(`
  query MemberSearch($first: Int!, $offset: Int!, $filter: MemberFilter!, $orderBy: [MemberOrder!]) {
    members(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id memberNumber firstName lastName name membership role city state zip county email active }
    }
  }
`);

const showQuery = graphql(`
  query MemberPage($id: ID!) {
    member(id: $id) {
      id memberNumber firstName lastName suffix name membership role city state zip county phone memberSince memberUntil active erasedAt formerNumbers
      formerNames { id name changedAt } certificatesOfFormerName
      nameRequests { id name source note status createdAt decision documentUrl availableActions }
      emailAddresses { id address isPrimary verifiedAt lastFailedAt suppressedFor suppressedSince }
      account { id secondFactorSince } availableActions
      registrations { id programId name startsOn email verified registrationType }
      licences { id number jurisdiction profession expiresOn verifiedAt kind { id name asksJurisdiction asksProfession asksExpiry } }
      creditsByYear { year creditUnit credits awards kinds { unit credits } }
    }
  }
`);

/** Names that wait for a decision, the oldest first. */
export const waitingNamesQuery = graphql(`
  query WaitingNames { waitingNameRequests { id memberId name createdAt } }
`);

/** A member's newest certificates. */
export const memberCertificatesQuery = graphql(`
  query MemberCertificates($memberNumber: String!) {
    certificates(first: 10, filter: { memberNumber: $memberNumber }) {
      totalCount
      nodes { id number title credits creditUnit completedOn status }
    }
  }
`);

/** What a member holds that another system certified. */
export const memberElsewhereQuery = graphql(`
  query MemberElsewhere($memberNumber: String!) {
    transcript(memberNumber: $memberNumber) {
      lines { completedOn title credits creditUnit certificateNumber issuedElsewhereBy issuedElsewherePdfUrl }
    }
  }
`);

/** The newest mails to a member, by whichever address. */
export const memberMailsQuery = graphql(`
  query MailsToMember($id: ID!) {
    mails(first: 10, filter: { memberId: $id }) {
      totalCount
      nodes { id toAddress subject status lastError createdAt }
    }
  }
`);

const addMutation = graphql(`
  mutation AddMember($input: MemberInput!) { addMember(input: $input) { id } }
`);

const correctMutation = graphql(`
  mutation CorrectMember($id: ID!, $input: MemberInput!, $reason: String!) {
    correctMember(id: $id, input: $input, reason: $reason) { id certificatesOfFormerName }
  }
`);

const decideMutation = graphql(`
  mutation DecideNameChange($id: ID!, $approve: Boolean!, $decision: String) {
    decideNameChange(id: $id, approve: $approve, decision: $decision) { id }
  }
`);

const reissueMutation = graphql(`
  mutation ReissueForName($memberId: ID!, $reason: String!) { reissueForName(memberId: $memberId, reason: $reason) }
`);

type MemberInput = VariablesOf<typeof addMutation>["input"];

export const addMember = (input: MemberInput) => request(addMutation, { input });
export const correctMember = (id: string, input: MemberInput, reason: string) =>
  request(correctMutation, { id, input, reason });
export const decideNameChange = (id: string, approve: boolean, decision: string | null) =>
  request(decideMutation, { id, approve, decision });
export const reissueForName = (memberId: string, reason: string) => request(reissueMutation, { memberId, reason });

/** What the form of a member has, as the server takes it. */
export const memberInputOf = (values: Record<string, string>): MemberInput => {
  const text = (name: string) => values[name]?.trim() ?? "";
  return {
    firstName: text("firstName"),
    lastName: text("lastName"),
    suffix: text("suffix"),
    printedName: text("printedName"),
    membership: text("membership") === "GUEST" ? "GUEST" : "MEMBER",
    active: text("active") !== "no",
    memberSince: text("memberSince") || null,
    memberUntil: text("memberUntil") || null,
    role: text("role"),
    city: text("city"),
    state: text("state"),
    zip: text("zip"),
    county: text("county"),
    phone: text("phone"),
  };
};

export type MemberPage = NonNullable<ResultOf<typeof showQuery>["member"]>;

/** The server wants a condition of two letters: without one there is nothing to ask. */
const canSearch = (filter: Record<string, unknown>): boolean =>
  Object.values(filter).some((value) => typeof value === "string" && value.trim().length >= 2);

export const memberData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    if (!canSearch(filter)) return { data: [], total: 0 };
    const { members } = await request(
      searchQuery,
      { first, offset, filter, orderBy: orderByOf<OrderFieldOf<"Member">>(sort) },
      signal,
    );
    return { data: members.nodes, total: members.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showQuery, { id }, signal)).member,
} satisfies ResourceData;

/** What members may be given. */
export const licenceKindsQuery = graphql(`
  query LicenceKindsToGive { licenceKinds { id name active asksJurisdiction asksProfession asksExpiry } }
`);

const saveLicenceMutation = graphql(`
  mutation SaveLicence($id: ID, $memberId: ID, $input: LicenceInput!) {
    saveLicence(id: $id, memberId: $memberId, input: $input) { id }
  }
`);
const removeLicenceMutation = graphql(`mutation RemoveLicence($id: ID!) { removeLicence(id: $id) { id } }`);
const verifyLicenceMutation = graphql(`
  mutation VerifyLicence($id: ID!, $verified: Boolean!) { verifyLicence(id: $id, verified: $verified) { id } }
`);

export type MemberLicence = MemberPage["licences"][number];

export const saveLicence = (
  id: string | null,
  memberId: string,
  input: VariablesOf<typeof saveLicenceMutation>["input"],
) => request(saveLicenceMutation, { id, memberId, input });
export const removeLicence = (id: string) => request(removeLicenceMutation, { id });
export const verifyLicence = (id: string, verified: boolean) => request(verifyLicenceMutation, { id, verified });
