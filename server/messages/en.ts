/**
 * What people read from the server, in English. Another language is a file beside this one with the same parts and names, such as
 * `de.ts`; it is found by its name. Messages are ICU's: https://unicode-org.github.io/icu/userguide/format_parse/messages.
 * `{name}` stands for a fact, `{count, plural, one {# row} other {# rows}}` chooses, and `{maximum, number, credits}` is written as the
 * language writes numbers; server/core/messages/sentence.ts has the formats. Parts are named after the folders that use them.
 */
export const messages = {
  /** A missing thing and a foreign one answer alike. */
  notFound: {
    accountWithSecondFactor: "There is no such account with a second factor.",
    account: "There is no such account.",
    apiKey: "There is no such API key.",
    certificate: "There is no such certificate.",
    certificateOfProgram: "There is no such certificate of this program.",
    colleague: "There is no such colleague.",
    conference: "There is no such conference.",
    copy: "There is no such copy.",
    device: "There is no such device.",
    document: "There is no such document.",
    emailAddress: "There is no such e-mail address.",
    file: "There is no such file.",
    link: "There is no such link.",
    list: "There is no such list.",
    logo: "There is no such logo.",
    mail: "There is no such mail.",
    member: "There is no such member.",
    offering: "There is no such offering.",
    page: "There is nothing at this address.",
    program: "There is no such program.",
    programType: "There is no such program type.",
    provider: "There is no such provider.",
    registration: "There is no such registration.",
    session: "There is no such session.",
    transcript: "There is no such transcript.",
    upload: "There is no such upload.",
  },
  /** Somebody else has saved the thing since the reader loaded it. */
  stale: {
    program:
      "This program was changed by somebody else in the meantime (version {version}, yours is {expected}). Load it again and repeat what you want to do.",
    programType:
      "This program type was changed by somebody else in the meantime (version {version}, yours is {expected}). Load it again and repeat what you want to do.",
    registration:
      "This registration was changed by somebody else in the meantime (version {version}, yours is {expected}). Load it again and repeat what you want to do.",
    session:
      "This session was changed by somebody else in the meantime (version {version}, yours is {expected}). Load it again and repeat what you want to do.",
    settings:
      "This page of settings was changed by somebody else in the meantime (version {version}, yours is {expected}). Load it again and repeat what you want to do.",
  },
  /** A step that the state of the thing does not allow. `next` is one of the two at the end. */
  move: {
    program: "This program is {from} and cannot become {to}. {next}",
    choices: "From there it can become {allowed}.",
    final: "It is final.",
  },
  /** What is wrong with a field of an input, to go on after its name. */
  input: {
    problems: "{sentences}",
    field: "{field}: {problem}.",
    arrayMaxSize: "must have at most {limit, plural, one {# entry} other {# entries}}",
    arrayMinSize: "must have at least {limit, plural, one {# entry} other {# entries}}",
    arrayNotEmpty: "must have an entry",
    arrayUnique: "must not have the same entry twice",
    capital: "must be one capital letter",
    code: "must be 2 to 40 capitals, digits and underscores, a capital first",
    eventDay: "must be a day from 1900 to 2999",
    isEmail: "must be an e-mail address",
    isIn: "must be one of those possible here",
    max: "must be at most {limit, number}",
    maxLength: "must have at most {limit, plural, one {# character} other {# characters}}",
    maxLengthOfEach: "must each have at most {limit, plural, one {# character} other {# characters}}",
    min: "must be at least {limit, number}",
    notBefore: "must not be before {limit}",
    notBlank: "must not be blank",
    numberPrefix: "must be one to three capital letters",
    plainLine: "must be one line without control characters",
    plainLineOfEach: "must each be one line without control characters",
    plainText: "must not contain control characters",
    timeZoneName: "must be the IANA name of a time zone, such as America/Chicago",
    webAddress: "must be an address that begins with http:// or https://",
    wrong: "is not possible here",
  },
  core: {
    credits: 'Credits are a decimal in a string with at most two places, such as "2.95".',
    cursor: "This cursor does not belong to this list in this order.",
    databaseUnavailable:
      "The database does not answer. Try again in a moment; a change may have been made, so look first or use an Idempotency-Key.",
    enrolFirst: "Set up your second factor first, then go on.",
    fileNotWhole: "The file did not arrive whole. Send it again.",
    filesAtOnce: "You have {most, number} files under way. Fetch or stop one of them first.",
    fileOverMegabytes: "This file is larger than {megabytes, number} MB. Send one with fewer rows.",
    minutes: "{minutes, plural, one {# minute} other {# minutes}}",
    noFile: "The request has no file, or one that cannot be read. Send it again.",
    notForApiKeys: "{what} is for people, not for API keys.",
    notForYou: "This is not for your account.",
    pageSize: "Ask for 1 to 100 entries at once.",
    reasonTooLong:
      "Give a reason of at most {limit, plural, one {# character} other {# characters}}, without control characters.",
    sayWhy: "Say why.",
    scopeMissing: "This API key lacks a scope for {what}: {scopes}.",
    signInFirst: "Sign in first.",
    seconds: "{seconds, plural, one {# second} other {# seconds}}",
    tooMany: "Too many tries. Try again in {wait}.",
  },
  /** How large a GraphQL document may be. */
  documentOver: {
    aliases: "This document is too large: at most {most, number} aliases.",
    cost: "This document is too large: at most {most, number} in cost.",
    depth: "This document is too large: at most {most, number} fields inside each other.",
    directives: "This document is too large: at most {most, number} directives.",
    fields: "This document is too large: at most {most, number} fields.",
    introspections: "This document is too large: at most {most, number} of __schema and __type.",
    introspectionDepth: "This document is too large: at most {most, number} fields inside each other.",
    repeats: "This document is too large: at most {most, number} fields beside themselves.",
  },
  certificates: {
    sayWhyRevoked: "Say why it is revoked.",
  },
  persons: {
    sayWhoAsked: "Say who asked for it, and when.",
    sayWhyOne: "Say why these are one person.",
  },
  http: {
    answerLost: "This was carried out. Its answer was lost: look at what has become of it.",
    answerSecret: "This was carried out. Its answer had a secret, which is shown only once.",
    badFilter: "This is no filter of this list.",
    badOrder: "This is no order of this list.",
    brokenText: "Text may not contain the character NUL, or half of a character.",
    /** What GraphQL itself finds wrong with a document, in its own English. */
    documentWrong: "{finding}",
    fault: "Something went wrong on our side. Try again; if it stays, tell support this ID: {errorId}.",
    fileTooLarge: "This file is larger than the server takes.",
    firstUnderWay: "The first request with this key is under way.",
    keyLength: "An Idempotency-Key has 1 to {maximum} characters.",
    keyReused: "This Idempotency-Key was used for another request.",
    method: "This method is not taken.",
    noOperation: "There is no {operation} here.",
    notMultipart: "This is not a GraphQL multipart request.",
    preflight: "Send the header `Apollo-Require-Preflight: true` with an upload.",
    requestTooLarge: "This request is too large.",
    requestUnreadable: "This request cannot be read.",
    signInForKey: "Sign in to use an Idempotency-Key.",
    starting: "Accrue is starting. Try again in a moment.",
    /** What the reader of multipart requests finds wrong, in its own English. */
    uploadWrong: "{finding}",
  },
} as const;
