/** A picture that comes along, and that a mail's page names by its ID. */
export interface InlinePicture {
  contentId: string;
  mediaType: string;
  content: Buffer;
}

/** A mail as it is handed over to be sent. */
export interface OutgoingMail {
  id: string;
  /** Whose name stands beside the sender's address. */
  fromName: string;
  toAddress: string;
  toName: string;
  subject: string;
  text: string;
  html: string;
  pictures: readonly InlinePicture[];
  attachments: { fileName: string; mediaType: string; content: Buffer }[];
  /** Whether its recipient waits for it: it goes to an address that a mail came back from as well. */
  isAwaited: boolean;
  /** What a reader presses to get no more of its kind; null: it is no such mail. */
  unsubscribeUrl: string | null;
}

/** Whoever was to send it said no, and will say no again: trying once more is no use. */
export class MailRefused extends Error {}

/** The recipient's own mail server said no. */
export class MailBounced extends MailRefused {
  constructor(
    message: string,
    /** Whether there is no such mailbox, so that no other mail would reach it either. */
    readonly isOfAddress: boolean,
  ) {
    super(message);
  }
}

/** All of it was handed over, and nothing was answered: it may have gone out. */
export class AnswerLost extends Error {}

/** One press in a mail program ends such mails (RFC 8058). */
export const unsubscribeHeaders = (url: string | null): Record<string, string> =>
  url ? { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {};

/**
 * By what a mail can be told wherever it passes: a try that is made again has the same, and mail programs show it once.
 * @param from the sender's address
 */
export const messageIdOf = (mailId: string, from: string): string => `<${mailId}@${from.split("@")[1]}>`;
