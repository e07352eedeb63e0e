/**
 * What is said of a credential and its PDF, by what it is. `{name}` stands for a fact. The server's pages say the same in their reader's
 * language.
 */
export const sentences = {
  noCredential: "This is no credential: neither JSON nor a signed token, nor a picture that carries one.",
  isOpenBadge: "It is an Open Badge of version 3.0.",
  faultOfForm: "{fault}",
  noPeriod: "It does not say from when it holds.",
  holdsLater: "It holds from {from} only.",
  heldUntil: "It held until {until}.",
  holdsSince: "It holds since {from}.",
  keyNotKnown: "The key {key} is not in the evidence, so that the signature could not be checked.",
  signedByAnother: "Another signed it than it names as its issuer.",
  notSigned: "It is not signed with {method}.",
  signatureDoesNotFit: "The signature does not fit: something was changed, or another signed.",
  signedBy: "It was signed by {issuer}, and nothing was changed since.",
  issuerNotKnown: "Who {issuer} is, the evidence does not say: anybody can make a key and sign with it.",
  listNotKnown: "The list {list} is not in the evidence.",
  listOfAnother: "The list {list} is not one of its issuer.",
  placeCannotBeRead: "Its place in the list {list} cannot be read.",
  revoked: "It no longer holds: whoever issued it has ended it.",
  notRevoked: "As of {asOf}: It was not revoked.",
  replaced: "A later one has taken its place.",
  notReplaced: "As of {asOf}: No later one has taken its place.",
  marked: "It is marked in the list for {purpose}.",
  unmarked: "As of {asOf}: It is not marked in the list for {purpose}.",
  carriesNone: "It carries no credential: it was issued before certificates did, or is no certificate.",
  carriesUnreadable: "The credential that it carries was changed: it cannot be read any more.",
  carriesItsOwn: "It carries its credential, and nothing else was added to its pages.",
  carriesMore: "What stands behind its pages is not what was attached to them.",
  pagesNotNamed: "The credential does not say which pages it belongs to.",
  pagesAsSigned: "Its pages are those that it was signed for.",
  pagesChanged: "Its pages are not those that it was signed for: something on them was changed.",
} as const;

export type SentenceCode = keyof typeof sentences;

type FactIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | FactIn<Rest> : never;

/** The facts of a sentence: nothing where it takes none. */
export type FactsOfSentence<Code extends SentenceCode> = [FactIn<(typeof sentences)[Code]>] extends [never]
  ? [facts?: Readonly<Record<string, string>>]
  : [facts: Readonly<Record<FactIn<(typeof sentences)[Code]>, string>>];
