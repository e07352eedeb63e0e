import { IsEmail, Max, MaxLength, Min, ValidateIf } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { Form, NotBlank, PlainLine, PlainText, PrintedLine, TimeZoneName, WebAddress } from "../core/input-rules.ts";

const Given = (): PropertyDecorator => ValidateIf((_input, value) => value !== null && value !== undefined);

/** Empty is a value: there is none. */
const GivenAndFilled = (): PropertyDecorator =>
  ValidateIf((_input, value) => value !== null && value !== undefined && value !== "");

const colour = /^#[0-9a-f]{6}$/;

/** Letters alone: the running number that follows is never given twice, so no two numbers are alike. */
const prefix = { pattern: /^[A-Z]{1,3}$/, words: "one to three capital letters" };

@InputType({ description: "What to set; what is left out stays as it is." })
export class SettingsInput {
  @Field(() => String, { nullable: true, description: "Name of the accreditor." })
  @Given()
  @MaxLength(200)
  @NotBlank()
  @PrintedLine()
  accreditorName?: string | null;
  @Field(() => String, { nullable: true, description: "The accreditor's name for a member number." })
  @Given()
  // What fits on a certificate, as the next ones, too.
  @MaxLength(40)
  @NotBlank()
  @PrintedLine()
  memberIdLabel?: string | null;
  @Field(() => String, { nullable: true, description: "One capital letter that new program numbers begin with." })
  @Given()
  @Form("capital", /^[A-Z]$/)
  programLetter?: string | null;
  @Field(() => String, { nullable: true, description: `What numbers of new providers begin with: ${prefix.words}.` })
  @Given()
  @Form("numberPrefix", prefix.pattern)
  providerPrefix?: string | null;
  @Field(() => String, {
    nullable: true,
    description: `What numbers of new certificates begin with: ${prefix.words}.`,
  })
  @Given()
  @Form("numberPrefix", prefix.pattern)
  certificatePrefix?: string | null;
  @Field(() => String, { nullable: true, description: "IANA name of the accreditor's own time zone." })
  @Given()
  @TimeZoneName()
  timeZone?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "BCP 47 tag of the language of certificates, and of mails to whoever has chosen none.",
  })
  @Given()
  @MaxLength(35)
  language?: string | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Days after an offering ends in which it may be reported, of offerings that end from tomorrow on: 1 to 730.",
  })
  @Given()
  @Min(1)
  @Max(730)
  reportingDays?: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Days after the time to report is over at which an offering that nobody reported is closed, of offerings that end from tomorrow on: 1 to 730.",
  })
  @Given()
  @Min(1)
  @Max(730)
  closingDays?: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Days after a conference in which its sessions may be claimed, of conferences that end from tomorrow on: 1 to 3,650; 0 for ever.",
  })
  @Given()
  @Min(0)
  @Max(3_650)
  claimDays?: number | null;
  @Field(() => String, { nullable: true, description: "Code of the credit rule that new programs get." })
  @Given()
  @MaxLength(50)
  creditRuleCode?: string | null;
  @Field(() => String, { nullable: true, description: "Who signs certificates." })
  @Given()
  @MaxLength(120)
  @NotBlank()
  @PrintedLine()
  signatoryName?: string | null;
  @Field(() => String, { nullable: true, description: "As what they sign." })
  @Given()
  @MaxLength(200)
  @NotBlank()
  @PrintedLine()
  signatoryTitle?: string | null;
  @Field(() => Int, { nullable: true, description: "Conferences that start in or after this year can be claimed." })
  @Given()
  @Min(1900)
  @Max(2999)
  claimsFromYear?: number | null;
  @Field(() => Boolean, { nullable: true, description: "Whether speakers may claim their own sessions." })
  presentersMayClaim?: boolean | null;
  @Field(() => Int, {
    nullable: true,
    description: "Years for which records are kept that are made from tomorrow on: 1 to 100.",
  })
  @Given()
  @Min(1)
  @Max(100)
  retentionYears?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether certificates print the provider's postal address, of what is completed from tomorrow on.",
  })
  printProviderAddress?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether erasing a member, merging members and changing settings take a second person's approval.",
  })
  twoPersons?: boolean | null;
  @Field(() => String, { nullable: true, description: "Whose name mails come from; empty: the accreditor's." })
  @Given()
  @MaxLength(100)
  @PlainLine()
  mailSenderName?: string | null;
  @Field(() => String, { nullable: true, description: "Colour behind the head of mails, such as #1b2a4a." })
  @Given()
  @Form("colour", colour)
  mailColour?: string | null;
  @Field(() => String, { nullable: true, description: "Colour of the button and the links of mails, such as #24478f." })
  @Given()
  @Form("colour", colour)
  mailAccentColour?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "What stands above the accreditor's name at the end of mails; empty: nothing.",
  })
  @Given()
  @MaxLength(100)
  @PlainLine()
  mailSignOff?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "What stands below it, such as an address, in lines; empty: nothing.",
  })
  @Given()
  @MaxLength(500)
  @PlainText()
  mailFooter?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "E-mail address for questions about accounts, numbers, applications and whatever else; empty: none.",
  })
  @GivenAndFilled()
  @MaxLength(254)
  @IsEmail()
  helpAddress?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "E-mail address for questions about attendance; empty: helpAddress.",
  })
  @GivenAndFilled()
  @MaxLength(254)
  @IsEmail()
  reportingHelpAddress?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Where conferences before claimsFromYear are claimed; empty: nowhere.",
  })
  @Given()
  @MaxLength(500)
  @PlainLine()
  @WebAddress()
  olderClaimsUrl?: string | null;
}
