import { graphql, type VariablesOf } from "../../data/graphql.ts";
import { request } from "../../data/request.ts";

const findQuery = graphql(`
  query Find(
    $text: String!
    $persons: Boolean!
    $someone: MemberFilter!
    $byName: Boolean!
    $turned: MemberFilter!
    $staff: Boolean!
  ) {
    numbered: programs(first: 4, filter: { number: $text }) { nodes { id number name } }
    named: programs(first: 6, filter: { name: $text }) { nodes { id number name } }
    certificates(first: 3, filter: { number: $text }) { nodes { id number recipientName } }
    recipients: certificates(first: 4, filter: { recipientName: $text }) { nodes { id number recipientName } }
    someone: members(first: 5, filter: $someone) @include(if: $persons) { nodes { id memberNumber name } }
    turned: members(first: 5, filter: $turned) @include(if: $byName) { nodes { id memberNumber name } }
    providers(first: 4, filter: { name: $text }) @include(if: $staff) { nodes { id number name } }
  }
`);

type MemberFilter = VariablesOf<typeof findQuery>["someone"];

/** What can be opened from anywhere. */
export interface Found {
  kind: "page" | "program" | "person" | "certificate" | "provider";
  /** Address in the console. */
  to: string;
  label: string;
  /** Its number, where it has one. */
  number?: string | null;
}

/**
 * Whom somebody means by what they typed: an address, a number, or a name, whose parts stand in either order.
 * @returns a filter, and for a name another one, for its parts the other way round
 */
export function personsMeant(text: string): [MemberFilter, MemberFilter?] {
  if (text.includes("@")) return [{ email: text }];
  if (/^[\d-]+$/.test(text)) return [{ memberNumber: text }];
  const [first = "", ...rest] = text.split(/[\s,]+/).filter(Boolean);
  if (rest.length === 0) return [{ lastName: first }, { firstName: first }];
  const last = rest.join(" ");
  return [
    { firstName: first, lastName: last },
    { firstName: last, lastName: first },
  ];
}

interface Reader {
  /** Whether they may look for people by a part of their name, as often as they type. */
  persons: boolean;
  staff: boolean;
}

/** What the server has of somebody's own and of the accreditor's that goes by this text, the likeliest first; each thing once. */
export async function find(text: string, { persons, staff }: Reader, signal?: AbortSignal): Promise<Found[]> {
  const [someone, turned] = personsMeant(text);
  const { numbered, named, certificates, recipients, providers, ...members } = await request(
    findQuery,
    { text, persons, staff, someone, byName: persons && turned !== undefined, turned: turned ?? someone },
    signal,
  );
  const found: Found[] = [
    ...[...numbered.nodes, ...named.nodes].map(({ id, number, name }) => ({
      kind: "program" as const,
      to: `/programs/${id}/show`,
      label: name,
      number,
    })),
    ...[...(members.someone?.nodes ?? []), ...(members.turned?.nodes ?? [])].map(({ id, memberNumber, name }) => ({
      kind: "person" as const,
      to: `/members/${id}/show`,
      label: name,
      number: memberNumber,
    })),
    ...[...certificates.nodes, ...recipients.nodes].map(({ id, number, recipientName }) => ({
      kind: "certificate" as const,
      to: `/certificates/${id}/show`,
      label: recipientName,
      number,
    })),
    ...(providers?.nodes ?? []).map(({ id, number, name }) => ({
      kind: "provider" as const,
      to: `/providers/${id}/show`,
      label: name,
      number,
    })),
  ];
  return [...new Map(found.map((each) => [each.to, each])).values()];
}
