import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { ShownTo } from "../core/policy.ts";
import { DateTime } from "../core/scalars.ts";
import { certificateKeys } from "./certificate.policy.ts";
import { CertificatePart } from "./unmade-certificate.entity.ts";
import type { UnmadeCertificateRow } from "./unmade-certificate.queries.ts";

registerEnumType(CertificatePart, {
  name: "CertificatePart",
  description: "What of a certificate can't be shown.",
  valuesConfig: {
    RECIPIENT: { description: "The member's name." },
    TITLE: { description: "The program's name." },
    PROVIDER: { description: "The provider's name." },
    PROVIDER_ADDRESS: { description: "The provider's postal address." },
    PLACE: { description: "Where it was held." },
    SESSION: { description: "The title of a session." },
    TYPE: { description: "The name of the program's type." },
    LICENCE: { description: "A licence of the member." },
    CREDIT: { description: "The name, unit or approval of a kind of credit." },
    ACCREDITOR: { description: "The accreditor's name, or who signs." },
    DOCUMENT: { description: "The page as a whole." },
  },
});

@ShownTo(certificateKeys)
@ObjectType("UnmadeCertificate", {
  description: "A record of attendance whose certificate could not be made, and why.",
  simpleResolvers: true,
})
export class UnmadeCertificateObject implements Omit<UnmadeCertificateRow, "codePoint"> {
  @Field(() => ID, { description: "The record of attendance." }) recordId!: string;
  @Field(() => CertificatePart, { description: "What of it can't be shown." }) part!: CertificatePart;
  @Field(() => String, { simple: false, description: "Why, and what to do." }) message!: string;
  @Field(() => DateTime, { description: "When it was last tried." }) triedAt!: Date;
  @Field(() => String, { description: "The member's ID." }) memberNumber!: string;
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => String, { description: "Program ID: A09164." }) programNumber!: string;
  @Field(() => String, { description: "The program's name." }) programName!: string;
}
