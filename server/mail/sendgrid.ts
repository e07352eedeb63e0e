import { MailService } from "@sendgrid/mail";
import type { Config } from "../core/config.ts";

export interface OutgoingMail {
  id: string;
  toAddress: string;
  toName: string;
  subject: string;
  text: string;
  html: string;
  attachments: { fileName: string; mediaType: string; content: Buffer }[];
}

/** SendGrid said no, and will say no again: trying once more is no use. */
export class MailRefused extends Error {}

/** SendGrid's client has no limit of its own and would wait for good. */
const timeoutMs = 15_000;

/** Hands a mail to SendGrid. Answers with SendGrid's ID for it. Throws MailRefused on a refusal that is final. */
export async function sendBySendGrid(config: Config, apiKey: string, mail: OutgoingMail): Promise<string | null> {
  const service = new MailService();
  service.setApiKey(apiKey);
  service.setTimeout(timeoutMs);
  (service as unknown as { client: { setDefaultRequest(key: string, value: string): void } }).client.setDefaultRequest(
    "baseUrl",
    `${config.sendgridBaseUrl}/`,
  );
  try {
    const [response] = await service.send({
      from: config.mailFrom,
      to: { email: mail.toAddress, name: mail.toName },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      // An opaque ID only: SendGrid does not treat custom arguments as personal data.
      customArgs: { mail_id: mail.id },
      attachments: mail.attachments.map((attachment) => ({
        filename: attachment.fileName,
        type: attachment.mediaType,
        disposition: "attachment",
        content: attachment.content.toString("base64"),
      })),
    });
    return (response.headers as Record<string, string>)["x-message-id"] ?? null;
  } catch (error) {
    const status = (error as { code?: unknown }).code;
    const message = `SendGrid answered ${String(status)}: ${(error as Error).message}`;
    const final = typeof status === "number" && status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
    throw final ? new MailRefused(message) : new Error(message);
  }
}
