import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { registerEnumType } from "type-graphql";
import { type Conduct, conducts, isRetryable } from "./error-conduct.ts";
import { type FactsBehind, Message, type MessageKey, type NameIn, say } from "./messages/message.ts";
import { capitalised, defaultLanguage, type Language, sentence } from "./messages/sentence.ts";

/** Every refusal that a client may meet, in one list. Errors that belong to rows of a file use the same codes, as data. */
export enum ErrorCode {
  BAD_INPUT = "BAD_INPUT",
  UNAUTHENTICATED = "UNAUTHENTICATED",
  WRONG_CREDENTIALS = "WRONG_CREDENTIALS",
  WRONG_CODE = "WRONG_CODE",
  WRONG_PASSKEY = "WRONG_PASSKEY",
  CODE_EXPIRED = "CODE_EXPIRED",
  SECOND_FACTOR_REQUIRED = "SECOND_FACTOR_REQUIRED",
  STEP_UP_REQUIRED = "STEP_UP_REQUIRED",
  SECOND_PERSON_REQUIRED = "SECOND_PERSON_REQUIRED",
  WEAK_PASSWORD = "WEAK_PASSWORD",
  ADDRESS_TAKEN = "ADDRESS_TAKEN",
  LAST_ADDRESS = "LAST_ADDRESS",
  LAST_OWNER = "LAST_OWNER",
  LAST_SECOND_FACTOR = "LAST_SECOND_FACTOR",
  LAST_ADMINISTRATOR = "LAST_ADMINISTRATOR",
  NOT_FOUND = "NOT_FOUND",
  FORBIDDEN = "FORBIDDEN",
  PROVIDER_NOT_ACTIVE = "PROVIDER_NOT_ACTIVE",
  TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS",
  STALE_VERSION = "STALE_VERSION",
  ILLEGAL_TRANSITION = "ILLEGAL_TRANSITION",
  INCOMPLETE_APPLICATION = "INCOMPLETE_APPLICATION",
  REASON_REQUIRED = "REASON_REQUIRED",
  CHECKLIST_OPEN = "CHECKLIST_OPEN",
  SECOND_REVIEWER_REQUIRED = "SECOND_REVIEWER_REQUIRED",
  STAFF_DECIDES = "STAFF_DECIDES",
  CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST",
  ALREADY_REPORTED = "ALREADY_REPORTED",
  CERTIFICATE_NOT_VALID = "CERTIFICATE_NOT_VALID",
  CERTIFICATE_NOT_PRINTABLE = "CERTIFICATE_NOT_PRINTABLE",
  SESSION_NOT_CLAIMABLE = "SESSION_NOT_CLAIMABLE",
  REGISTRATION_CLAIMED = "REGISTRATION_CLAIMED",
  CONFERENCE_NOT_ENDED = "CONFERENCE_NOT_ENDED",
  CLAIMS_CLOSED = "CLAIMS_CLOSED",
  ATTENDED_ON_REQUIRED = "ATTENDED_ON_REQUIRED",
  ATTENDED_ON_FIXED = "ATTENDED_ON_FIXED",
  ATTENDED_ON_OUT_OF_RANGE = "ATTENDED_ON_OUT_OF_RANGE",
  OVERLAPPING_SESSION = "OVERLAPPING_SESSION",
  RECORDING_OF_CLAIMED = "RECORDING_OF_CLAIMED",
  NOTHING_CLAIMED = "NOTHING_CLAIMED",
  PRESENCE_NOT_SHOWN = "PRESENCE_NOT_SHOWN",
  PRESENCE_CODE_REFUSED = "PRESENCE_CODE_REFUSED",
  DOCUMENTS_MISSING = "DOCUMENTS_MISSING",
  EVALUATION_MISSING = "EVALUATION_MISSING",
  LEARNING_CHECK_MISSING = "LEARNING_CHECK_MISSING",
  NO_EMAIL_ADDRESS = "NO_EMAIL_ADDRESS",
  INVALID_UPLOAD = "INVALID_UPLOAD",
  FILE_TOO_LARGE = "FILE_TOO_LARGE",
  FILE_TOO_COSTLY = "FILE_TOO_COSTLY",
  IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED",
  IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT",
  UNAVAILABLE = "UNAVAILABLE",
  INTERNAL_ERROR = "INTERNAL_ERROR",

  EMPTY_FILE = "EMPTY_FILE",
  NO_ROWS = "NO_ROWS",
  NOT_A_CSV = "NOT_A_CSV",
  UNREADABLE_FILE = "UNREADABLE_FILE",
  MISSING_COLUMN = "MISSING_COLUMN",
  UNKNOWN_COLUMN = "UNKNOWN_COLUMN",
  DUPLICATE_COLUMN = "DUPLICATE_COLUMN",
  TOO_MANY_CELLS = "TOO_MANY_CELLS",
  NOT_A_SCHEDULE = "NOT_A_SCHEDULE",
  DUPLICATE_SESSION = "DUPLICATE_SESSION",

  MISSING_VALUE = "MISSING_VALUE",
  INVALID_MEMBER_NUMBER = "INVALID_MEMBER_NUMBER",
  INVALID_NAME = "INVALID_NAME",
  INVALID_DATE = "INVALID_DATE",
  INVALID_VALUE = "INVALID_VALUE",
  INVALID_TIME = "INVALID_TIME",
  INVALID_DURATION = "INVALID_DURATION",
  INVALID_TIME_ZONE = "INVALID_TIME_ZONE",
  ENDS_BEFORE_START = "ENDS_BEFORE_START",
  INVALID_EMAIL = "INVALID_EMAIL",
  INVALID_CREDITS = "INVALID_CREDITS",
  CREDITS_NOT_POSITIVE = "CREDITS_NOT_POSITIVE",
  CREDITS_NOT_WHOLE_STEPS = "CREDITS_NOT_WHOLE_STEPS",
  CREDITS_ABOVE_MAXIMUM = "CREDITS_ABOVE_MAXIMUM",
  UNKNOWN_PROGRAM = "UNKNOWN_PROGRAM",
  PROGRAM_NOT_APPROVED = "PROGRAM_NOT_APPROVED",
  OFFERING_NOT_ENDED = "OFFERING_NOT_ENDED",
  REPORTING_CLOSED = "REPORTING_CLOSED",
  UNKNOWN_MEMBER = "UNKNOWN_MEMBER",
  AMBIGUOUS_MEMBER = "AMBIGUOUS_MEMBER",
  MEMBER_INACTIVE = "MEMBER_INACTIVE",
  NAME_MISMATCH = "NAME_MISMATCH",
  COLUMN_SLIPPED = "COLUMN_SLIPPED",
  DATE_IN_FUTURE = "DATE_IN_FUTURE",
  DATE_OUTSIDE_OFFERING = "DATE_OUTSIDE_OFFERING",
  DUPLICATE_ROW = "DUPLICATE_ROW",
  ALREADY_RECORDED = "ALREADY_RECORDED",
  ALREADY_UPLOADED = "ALREADY_UPLOADED",
  REPEATED_PROGRAM = "REPEATED_PROGRAM",
  ALREADY_EARNED = "ALREADY_EARNED",
  SERIES_INCOMPLETE = "SERIES_INCOMPLETE",
  KIND_NOT_APPROVED = "KIND_NOT_APPROVED",
  KIND_NOT_EARNED_THEN = "KIND_NOT_EARNED_THEN",
  PART_ABOVE_WHOLE = "PART_ABOVE_WHOLE",
  UNKNOWN_OFFERING = "UNKNOWN_OFFERING",
  UNKNOWN_PROVIDER = "UNKNOWN_PROVIDER",
  UNKNOWN_FILE = "UNKNOWN_FILE",
  NUMBER_TAKEN = "NUMBER_TAKEN",
  CORRECTED_SINCE = "CORRECTED_SINCE",
  NOTHING_DUE = "NOTHING_DUE",
  NOTHING_CHANGED = "NOTHING_CHANGED",
  NOTHING_TO_REPORT = "NOTHING_TO_REPORT",
  TOO_MANY_DRAFTS = "TOO_MANY_DRAFTS",
  TOO_MANY_WEBHOOKS = "TOO_MANY_WEBHOOKS",
  TOO_MANY_VIEWS = "TOO_MANY_VIEWS",
  TOO_MANY_TRUSTED_DOCUMENTS = "TOO_MANY_TRUSTED_DOCUMENTS",
  PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND",
  UNTRUSTED_DOCUMENT = "UNTRUSTED_DOCUMENT",
}

registerEnumType(ErrorCode, {
  name: "ErrorCode",
  description:
    "Why something was refused: in `extensions.code` of an error, or as data where it belongs to a row of a file.",
  valuesConfig: {
    BAD_INPUT: { description: "An argument is malformed or out of its range; `field` names it." },
    UNAUTHENTICATED: { description: "Sign in first, or sign in again: the token is missing, unknown or has run out." },
    WRONG_CREDENTIALS: { description: "The e-mail address and password do not belong together." },
    WRONG_CODE: { description: "This is not the code that was mailed, or that the authenticator app shows." },
    WRONG_PASSKEY: {
      description:
        "The passkey is unknown, is not of this account, did not sign what it was asked to, or may have been copied.",
    },
    CODE_EXPIRED: { description: "The code has run out, was used, or was tried too often: ask for a new one." },
    SECOND_FACTOR_REQUIRED: {
      description:
        "From signIn: the password is right, and `challenge` is what confirmSignIn takes beside the code, or confirmSignInWithPasskey beside a passkey; `proofs` says which. From anything else: staff must enrol a second factor first.",
    },
    STEP_UP_REQUIRED: {
      description:
        "This lasts, so it wants a proof of the last minutes that the account's owner is there: by confirmIdentity, confirmIdentityWithPasskey or confirmBySingleSignOn, whichever `proofs` names; then the same again.",
    },
    SECOND_PERSON_REQUIRED: {
      description:
        "It takes two persons, and waits for the second: `requestId` is what approveRequest takes, `expiresAt` until when.",
    },
    WEAK_PASSWORD: {
      description: "The password is too short, too long or too easily guessed; the message says which.",
    },
    ADDRESS_TAKEN: { description: "Another account has verified this e-mail address." },
    LAST_ADDRESS: { description: "An account keeps at least one verified e-mail address." },
    LAST_SECOND_FACTOR: { description: "Staff who must have a second factor keep at least one." },
    LAST_OWNER: { description: "A provider keeps at least one owner." },
    LAST_ADMINISTRATOR: { description: "The accreditor keeps at least one administrator who can sign in." },
    NOT_FOUND: { description: "There is no such thing, or it is not the viewer's to see." },
    FORBIDDEN: { description: "The viewer may see this, but not do that." },
    PROVIDER_NOT_ACTIVE: {
      description: "The accreditor has not let the provider in yet, or has suspended it; `status` says which.",
    },
    TOO_MANY_REQUESTS: { description: "Too many tries; wait for the time that the message names." },
    STALE_VERSION: { description: "Somebody changed it in the meantime: load it again, then repeat." },
    ILLEGAL_TRANSITION: {
      description: "Its state does not allow this; the message names the state and what it allows.",
    },
    INCOMPLETE_APPLICATION: { description: "The application lacks something; `problems` lists each field." },
    SECOND_REVIEWER_REQUIRED: { description: "The viewer has recommended to approve it: another reviewer decides." },
    CHECKLIST_OPEN: { description: "Something of the checklist must be ticked first; `open` names it." },
    REASON_REQUIRED: { description: "This decision needs a reason." },
    STAFF_DECIDES: { description: "The accreditor's staff decide this, or have decided it: ask them." },
    CONFLICT_OF_INTEREST: { description: "A reviewer who also acts for the provider may not decide." },
    ALREADY_REPORTED: { description: "Attendance was already reported for this offering." },
    CERTIFICATE_NOT_VALID: { description: "The certificate was superseded or revoked." },
    CERTIFICATE_NOT_PRINTABLE: { description: "A certificate would have a character that no document can show." },
    SESSION_NOT_CLAIMABLE: { description: "This session cannot be claimed by this viewer; the message says why." },
    REGISTRATION_CLAIMED: {
      description: "Another member has claimed under the registration: it stays theirs, wherever its address goes.",
    },
    CLAIMS_CLOSED: { description: "The time to claim sessions of this conference is over and was not extended." },
    CONFERENCE_NOT_ENDED: { description: "The conference has not ended in its own time zone." },
    ATTENDED_ON_REQUIRED: { description: "A virtual session needs the day on which it was attended." },
    ATTENDED_ON_FIXED: { description: "An in-person session was attended on its own date and on no other." },
    ATTENDED_ON_OUT_OF_RANGE: {
      description:
        "The day is before the session or its recording, in the future, or outside the registration's access.",
    },
    OVERLAPPING_SESSION: {
      description: "Another session in the same minutes is claimed; `otherSessionId` and `otherTitle` name it.",
    },
    RECORDING_OF_CLAIMED: {
      description: "The same content is claimed already; `otherSessionId` and `otherTitle` name the session.",
    },
    DOCUMENTS_MISSING: {
      description: "Certificates of the program wait for documents of the activity; `documents` has their kinds.",
    },
    EVALUATION_MISSING: {
      description:
        "The certificate waits for its holder's evaluation of the program: handInEvaluation; `programId` says of which.",
    },
    LEARNING_CHECK_MISSING: {
      description:
        "The certificate waits until its holder has passed the program's learning check: beginLearningCheck; `programId` says of which.",
    },
    NOTHING_CLAIMED: { description: "Choose at least one session first." },
    PRESENCE_CODE_REFUSED: {
      description: "The code of a room's screen does not count: `why` is OLD, OTHER_SESSION, NOT_NOW or WRONG.",
    },
    PRESENCE_NOT_SHOWN: {
      description:
        "The conference demands evidence that one was at the session, or for long enough; `presence` of it says what.",
    },
    NO_EMAIL_ADDRESS: { description: "The member has no e-mail address to send to." },
    INVALID_UPLOAD: { description: "The multipart request is malformed, or a scanner knows its file as malware." },
    FILE_TOO_LARGE: { description: "The file is larger than this server takes." },
    FILE_TOO_COSTLY: { description: "Reading the file takes more time or memory than a file may." },
    IDEMPOTENCY_KEY_REUSED: { description: "The Idempotency-Key was used for another request." },
    IDEMPOTENCY_CONFLICT: {
      description: "The first request with this Idempotency-Key is under way, or its answer is not kept.",
    },
    UNAVAILABLE: { description: "The server or its database is starting or cannot be reached: try again in a moment." },
    INTERNAL_ERROR: { description: "A fault on our side; the message has an ID for support." },
    EMPTY_FILE: { description: "The file has nothing in it." },
    NO_ROWS: { description: "The file has a heading and no rows." },
    NOT_A_CSV: { description: "The file is something else, for example an Excel workbook." },
    UNREADABLE_FILE: { description: "The text of the file cannot be read from the line named." },
    MISSING_COLUMN: { description: "A column of the template is not in the heading." },
    UNKNOWN_COLUMN: { description: "The heading has a column that the template does not have." },
    DUPLICATE_COLUMN: { description: "The heading has the same column twice." },
    TOO_MANY_CELLS: { description: "The row has more cells than the heading." },
    NOT_A_SCHEDULE: { description: "The file is not a schedule in a form that is understood." },
    DUPLICATE_SESSION: { description: "An earlier session of the file has the same identifier." },
    MISSING_VALUE: { description: "A cell that must be filled is empty." },
    INVALID_MEMBER_NUMBER: { description: "The cell does not hold a member ID." },
    INVALID_NAME: { description: "The cell does not hold a name." },
    INVALID_DATE: { description: "The cell does not hold a date that exists, in a form that is understood." },
    INVALID_VALUE: { description: "The value is none of those possible here." },
    INVALID_TIME: { description: "This is no time of day." },
    INVALID_DURATION: { description: "This is no length of time, or not that from start to end." },
    INVALID_TIME_ZONE: { description: "There is no such time zone." },
    ENDS_BEFORE_START: { description: "It must end after it starts." },
    INVALID_EMAIL: { description: "The cell does not hold an e-mail address." },
    INVALID_CREDITS: { description: "The cell does not hold a number of credits with at most two decimals." },
    CREDITS_NOT_POSITIVE: { description: "Credits must be over 0." },
    CREDITS_NOT_WHOLE_STEPS: { description: "Credits must be whole steps of the program's credit rule." },
    CREDITS_ABOVE_MAXIMUM: { description: "More credits than the program was approved for." },
    UNKNOWN_PROGRAM: { description: "The selected provider has no program with this ID." },
    PROGRAM_NOT_APPROVED: { description: "The program is not approved." },
    OFFERING_NOT_ENDED: { description: "The offering has not ended in its own time zone." },
    REPORTING_CLOSED: { description: "The time to report this offering is over and was not extended." },
    UNKNOWN_MEMBER: { description: "There is no member with this ID." },
    AMBIGUOUS_MEMBER: { description: "Several members have this licence: their member number tells them apart." },
    MEMBER_INACTIVE: { description: "The member is not active." },
    NAME_MISMATCH: { description: "The name is not the name of the member with this ID." },
    COLUMN_SLIPPED: {
      description: "From this row on a column stands beside other rows than those that it belongs to.",
    },
    DATE_IN_FUTURE: { description: "The completion date has not come yet." },
    DATE_OUTSIDE_OFFERING: { description: "The day is within none of the program's offerings." },
    DUPLICATE_ROW: {
      description: "An earlier row of the file says the same: the same member and offering, or the same address.",
    },
    ALREADY_RECORDED: { description: "The member's attendance at this offering is already on record." },
    ALREADY_UPLOADED: { description: "Another upload has this very file: it is being checked, or was recorded." },
    ALREADY_EARNED: { description: "The program earns once in a time, by its type, and the member has that credit." },
    KIND_NOT_APPROVED: { description: "The program was not approved for this kind of credit." },
    KIND_NOT_EARNED_THEN: { description: "This kind of credit is not earned on that day." },
    PART_ABOVE_WHOLE: { description: "More of a kind of credit than of the one that includes it." },
    SERIES_INCOMPLETE: { description: "Too few dates of a series were attended for it to earn." },
    UNKNOWN_OFFERING: { description: "The program has no offering of this name." },
    UNKNOWN_PROVIDER: { description: "There is no provider with this ID." },
    UNKNOWN_FILE: { description: "The name of a file in a bundle does not say what its rows are." },
    NUMBER_TAKEN: { description: "The number is another's." },
    CORRECTED_SINCE: {
      description:
        "A warning: the record was corrected here, or was here before, and says something else. It stays as it is.",
    },
    REPEATED_PROGRAM: { description: "A warning: the member has credit of another date of this program already." },
    TOO_MANY_WEBHOOKS: { description: "There are as many webhooks as there may be: remove one." },
    TOO_MANY_VIEWS: { description: "There are as many saved views as there may be: remove one." },
    TOO_MANY_TRUSTED_DOCUMENTS: { description: "There are as many registered documents as there may be: remove some." },
    PERSISTED_QUERY_NOT_FOUND: {
      description: "No document is known by this hash to whoever asks: send its text, or register it first.",
    },
    UNTRUSTED_DOCUMENT: {
      description:
        "This server answers known documents alone, and this is none: register it by registerTrustedDocuments, or ask the accreditor.",
    },
    TOO_MANY_DRAFTS: { description: "The provider has as many drafts as it may: submit or withdraw some." },
    NOTHING_TO_REPORT: { description: "No program of the provider was approved: there is no attendance to report." },
    NOTHING_DUE: { description: "No fee of the program is to be paid." },
    NOTHING_CHANGED: { description: "The corrected file says what is on record already." },
  },
});

export interface FieldProblem {
  field: string;
  message: Message;
}

/** Which of several things a code means, where a program does something else for each. Stands in docs/api/errors.md. */
export type RefusalReason =
  /** Of an Idempotency-Key: the first request is under way; it was carried out and its answer is gone, or was shown once. */
  | "IN_PROGRESS"
  | "ANSWER_LOST"
  | "SECRET"
  /** Of an API key, or of what acts for a member: it lacks `requiredScope`; none may. */
  | "SCOPE_MISSING"
  | "PEOPLE_ONLY"
  /** Of an API key that does not count: there is none like it; it ran out; it was revoked; its provider or its maker does not count. */
  | "KEY_UNKNOWN"
  | "KEY_EXPIRED"
  | "KEY_REVOKED"
  | "KEY_SUSPENDED"
  /** Of the sandbox: there is none; only test keys count there; this is not done there. */
  | "SANDBOX_OFF"
  | "KEY_NOT_OF_SANDBOX"
  | "SANDBOX"
  /** Of a token that acts for a member: it ran out, what it stands on ended, or there is none like it. */
  | "TOKEN_OVER";

interface Details {
  /** Of the refusal itself; follows from the code and the facts. */
  code?: never;
  retryable?: never;
  reason?: RefusalReason;
  /** After how many seconds it is worth sending the same again. */
  retryAfterSeconds?: number;
  /** The argument or input field that the refusal is about. */
  field?: string;
  /** Where several fields are wrong at once, each with its own sentence. */
  problems?: FieldProblem[];
  /** Data that a client can act on, such as the states allowed. */
  [key: string]: unknown;
}

/** Facts as a client gets them: those that are messages themselves are for the sentence alone, those inside are said. */
function forClients(facts: object, language: Language): Record<string, unknown> {
  const told = Object.entries(facts).filter(([, fact]) => ![fact].flat().some((each) => each instanceof Message));
  return Object.fromEntries(told.map(([name, fact]) => [name, inWords(fact, language)]));
}

function inWords(fact: unknown, language: Language): unknown {
  if (fact instanceof Message) return capitalised(sentence(fact, language), language);
  if (Array.isArray(fact)) return fact.map((each) => inWords(each, language));
  if (fact === null || typeof fact !== "object" || fact instanceof Date) return fact;
  return Object.fromEntries(Object.entries(fact).map(([name, each]) => [name, inWords(each, language)]));
}

/** What a program makes of a refusal, by its code. A new code is decided there, or does not compile here. */
export const conductOf: Record<ErrorCode, Conduct> = conducts;

/** What a program gets beside the sentence. */
const extensionsOf = (code: ErrorCode, facts: Details, language: Language): Record<string, unknown> => ({
  code,
  ...forClients(facts, language),
  retryable: isRetryable(conductOf[code], facts),
});

/**
 * The one way to refuse: `new DomainError(ErrorCode.CREDITS_ABOVE_MAXIMUM, "attendance.creditsAboveMaximum", { field, maximum })`.
 * What is said stands in server/messages/; the facts are the message's, and the client's in `extensions`. The sentence is made in the
 * language of whoever reads it, and says what is wrong and what to do.
 */
export class DomainError<Key extends MessageKey = MessageKey> extends GraphQLError {
  readonly code: ErrorCode;
  readonly said: Message;
  readonly #facts: Details;

  constructor(code: ErrorCode, key: Key, ...facts: FactsBehind<Key, Details>);
  constructor(code: ErrorCode, said: Message, details?: Details);
  constructor(code: ErrorCode, given: Key | Message, details: Details = {}) {
    const said = given instanceof Message ? given : new Message(given, details);
    const facts = { ...said.facts, ...details };
    super(capitalised(sentence(said, defaultLanguage), defaultLanguage), {
      extensions: extensionsOf(code, facts, defaultLanguage),
    });
    this.name = "DomainError";
    this.code = code;
    this.said = said;
    this.#facts = facts;
  }

  /** As it goes out to somebody who reads this language. */
  in(language: Language): GraphQLFormattedError {
    const extensions = extensionsOf(this.code, this.#facts, language);
    return { ...this.toJSON(), message: capitalised(sentence(this.said, language), language), extensions };
  }
}

/** What may be missing. */
export type Thing = NameIn<"notFound">;

/** A missing thing and a foreign one answer alike: `what` names the kind, never the ID. */
export const notFound = (what: Thing, field = "id"): DomainError =>
  new DomainError(ErrorCode.NOT_FOUND, say(`notFound.${what}`), { field });

/** Whether the database refused a value that its type cannot have (SQLSTATE class 22). */
export function isDataException(error: unknown): boolean {
  const cause = (error as { driverError?: unknown })?.driverError ?? error;
  return String((cause as { code?: unknown })?.code).startsWith("22");
}

/** Whether the database refused because of the constraint or unique index of this name. */
export function violates(error: unknown, constraint: string): boolean {
  const cause = (error as { driverError?: unknown })?.driverError ?? error;
  return (cause as { constraint?: unknown })?.constraint === constraint;
}
