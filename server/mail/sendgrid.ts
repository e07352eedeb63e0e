import { MailService } from "@sendgrid/mail";
import type { Config } from "../core/config.ts";
import { AnswerLost, MailRefused, messageIdOf, type OutgoingMail, unsubscribeHeaders } from "./outgoing-mail.ts";

/** Nothing was handed over where one of these happened. */
const notReached = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/**
 * Hands a mail to SendGrid, within `mailTimeoutSeconds`. Answers with SendGrid's ID for it.
 * @throws MailRefused on a refusal that is final; AnswerLost where SendGrid may have taken it
 */
export async function sendBySendGrid(config: Config, apiKey: string, mail: OutgoingMail): Promise<string | null> {
  const service = new MailService();
  service.setApiKey(apiKey);
  const { client } = service as unknown as { client: { setDefaultRequest(key: string, value: unknown): void } };
  client.setDefaultRequest("baseUrl", `${config.sendgridBaseUrl}/`);
  // The client has no limit of its own, and one that it can be given counts silence alone.
  client.setDefaultRequest("signal", AbortSignal.timeout(config.mailTimeoutSeconds * 1_000));
  try {
    const [response] = await service.send({
      from: { name: mail.fromName, email: config.mailFrom },
      to: { email: mail.toAddress, name: mail.toName },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: { "Message-ID": messageIdOf(mail.id, config.mailFrom), ...unsubscribeHeaders(mail.unsubscribeUrl) },
      // An opaque ID only: SendGrid does not treat custom arguments as personal data.
      customArgs: { mail_id: mail.id },
      // Who opens what is nobody's business, and links stay what they are.
      trackingSettings: { clickTracking: { enable: false }, openTracking: { enable: false } },
      ...(mail.isAwaited && { mailSettings: { bypassListManagement: { enable: true } } }),
      attachments: [
        ...mail.pictures.map(({ contentId, mediaType, content }) => ({
          filename: contentId,
          type: mediaType,
          disposition: "inline",
          contentId,
          content: content.toString("base64"),
        })),
        ...mail.attachments.map((attachment) => ({
          filename: attachment.fileName,
          type: attachment.mediaType,
          disposition: "attachment",
          content: attachment.content.toString("base64"),
        })),
      ],
    });
    return (response.headers as Record<string, string>)["x-message-id"] ?? null;
  } catch (error) {
    const status = (error as { code?: unknown }).code;
    const message = `SendGrid answered ${String(status)}: ${(error as Error).message}`;
    if (typeof status !== "number")
      throw notReached.includes(String(status)) ? new Error(message) : new AnswerLost(message);
    const final = status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
    throw final ? new MailRefused(message) : new Error(message);
  }
}
