import { DomainError, ErrorCode } from "../core/errors.ts";
import { type Message, say } from "../core/messages/message.ts";
import { namedCharacter, unprintable } from "../core/print/printable-text.ts";
import type { CertificateContent } from "./certificate.document.ts";
import { CertificatePart } from "./unmade-certificate.entity.ts";

/** A certificate that can't be made: what of it can't be shown, and for which character. */
export class UnprintableCertificate extends DomainError {
  readonly part: CertificatePart;
  readonly character: string | undefined;

  constructor(part: CertificatePart, character?: string) {
    super(ErrorCode.CERTIFICATE_NOT_PRINTABLE, whyUnmade(part, character), {
      part,
      ...(character !== undefined && { character: namedCharacter(character) }),
    });
    this.part = part;
    this.character = character;
  }
}

/** Why a certificate could not be made, and what mends it. */
export function whyUnmade(part: CertificatePart, character?: string): Message {
  if (character === undefined || part === CertificatePart.DOCUMENT) return say("certificates.notDrawn");
  return say(`unprintable.${part}`, { character: namedCharacter(character) });
}

/**
 * What people wrote before it was asked whether it can be printed may hold what no font has: no certificate is made of that.
 * @throws UnprintableCertificate
 */
export function requirePrintable(
  content: Pick<
    CertificateContent,
    | "recipientName"
    | "title"
    | "providerName"
    | "providerAddress"
    | "jointProviders"
    | "place"
    | "programType"
    | "accreditorName"
    | "signatoryName"
    | "signatoryTitle"
    | "memberIdLabel"
    | "licences"
    | "creditUnit"
    | "kinds"
  > & { sessions?: readonly { title: string }[] | undefined },
): void {
  const texts: [CertificatePart, string][] = [
    [CertificatePart.RECIPIENT, content.recipientName],
    [CertificatePart.TITLE, content.title],
    [CertificatePart.PROVIDER, [content.providerName, ...(content.jointProviders ?? [])].join(" ")],
    [CertificatePart.PROVIDER_ADDRESS, content.providerAddress ?? ""],
    [CertificatePart.PLACE, content.place],
    [CertificatePart.TYPE, content.programType],
    [CertificatePart.LICENCE, (content.licences ?? []).join(" ")],
    [
      CertificatePart.CREDIT,
      [content.creditUnit]
        .concat(
          (content.kinds ?? []).flatMap((kind) => [kind.name, kind.unit, kind.approvingBody, kind.approvalNumber]),
        )
        .join(" "),
    ],
    [
      CertificatePart.ACCREDITOR,
      [content.accreditorName, content.signatoryName, content.signatoryTitle, content.memberIdLabel].join(" "),
    ],
    ...(content.sessions ?? []).map(({ title }): [CertificatePart, string] => [CertificatePart.SESSION, title]),
  ];
  for (const [part, text] of texts) {
    const character = unprintable(text);
    if (character !== undefined) throw new UnprintableCertificate(part, character);
  }
}
