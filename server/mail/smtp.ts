import { createTransport } from "nodemailer";
import type { Config, Smtp } from "../core/config.ts";
import { AnswerLost, MailBounced, messageIdOf, type OutgoingMail, unsubscribeHeaders } from "./outgoing-mail.ts";

interface SmtpError extends Error {
  responseCode?: number;
  response?: string;
  command?: string;
}

/**
 * Hands a mail to a mail server, within `mailTimeoutSeconds`, however slowly it speaks. Answers with the mail's Message-ID.
 * @throws MailBounced where the server says a final no (5xx) to the recipient or the mail; AnswerLost where it was given the whole mail
 * and did not answer; any other error may pass
 */
export async function sendBySmtp(config: Config, smtp: Smtp, mail: OutgoingMail): Promise<string> {
  const { host, port, secure, requireTls, login } = smtp;
  const timeoutMs = config.mailTimeoutSeconds * 1_000;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls,
    // On this machine there is nobody between, and certificates seldom name it.
    ignoreTLS: !secure && !requireTls,
    ...(login && { auth: login }),
    // The parts' own limits are minutes. A server that says a little now and then is bounded by the signal alone.
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let isAllGiven = false;
  transport.use("stream", ({ message }, done) => {
    message.processFunc((input) =>
      input.once("end", () => {
        isAllGiven = true;
      }),
    );
    done();
  });
  try {
    const messageId = messageIdOf(mail.id, config.mailFrom);
    await transport.sendMail({
      signal: AbortSignal.timeout(timeoutMs),
      messageId,
      from: { name: mail.fromName, address: config.mailFrom },
      to: { name: mail.toName, address: mail.toAddress },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: unsubscribeHeaders(mail.unsubscribeUrl),
      attachments: [
        ...mail.pictures.map(({ contentId, mediaType, content }) => ({
          cid: contentId,
          filename: contentId,
          contentType: mediaType,
          content,
        })),
        ...mail.attachments.map(({ fileName, mediaType, content }) => ({
          filename: fileName,
          contentType: mediaType,
          content,
        })),
      ],
    });
    return messageId;
  } catch (error) {
    const message = `The mail server: ${(error as Error).message}`;
    const isAnswered = (error as SmtpError).responseCode !== undefined;
    if (isAllGiven && !isAnswered) throw new AnswerLost(message);
    throw asBounce(error as SmtpError) ?? new Error(message);
  } finally {
    transport.close();
  }
}

/** A no to the recipient or to the mail itself is final; one to the sender or to the password is a setting that staff will mend. */
function asBounce({ responseCode = 0, response = "", command = "" }: SmtpError): MailBounced | null {
  if (responseCode < 500 || !["RCPT TO", "DATA"].includes(command)) return null;
  // The enhanced code says what the no is about (RFC 3463: 5.1 is the address); without one the plain code does.
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response)?.[1];
  // Many servers say no to a sender only when they hear the recipient.
  if (/^5\.1\.[78]$/.test(enhanced ?? "")) return null;
  const isOfAddress =
    command === "RCPT TO" && (enhanced ? enhanced.startsWith("5.1.") : [550, 551, 553].includes(responseCode));
  return new MailBounced(response, isOfAddress);
}
