import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { StoredFile } from "../core/stored-file.entity.ts";

/** What the accreditor has set for the whole installation: one row. */
@Entity("accreditor_settings")
@Check("accreditor_settings_one_row", "id = 1")
@Check("accreditor_settings_logo_twice", "(logo_file_id IS NULL) = (printed_logo_file_id IS NULL)")
@Check("accreditor_settings_retention", "retention_years BETWEEN 1 AND 100")
@Check("accreditor_settings_mail_colours", "mail_colour ~ '^#[0-9a-f]{6}$' AND mail_accent_colour ~ '^#[0-9a-f]{6}$'")
@Check(
  "accreditor_settings_prefixes",
  "program_letter ~ '^[A-Z]$' AND provider_prefix ~ '^[A-Z]{1,3}$' AND certificate_prefix ~ '^[A-Z]{1,3}$'",
)
export class AccreditorSettings {
  @PrimaryColumn("integer", { default: 1 }) id!: number;
  /** Counts changes, so that two people who change settings at once do not undo each other. */
  @Column("integer", { default: 1 }) version!: number;
  @Column("text") accreditorName!: string;
  /** The accreditor's name for a member number: heading of the roster's ID column. Source: seeds/002. */
  @Column("text") memberIdLabel!: string;
  /** Letter that program numbers begin with. */
  @Column("text") programLetter!: string;
  /** What the numbers of new providers begin with. Default P; numbers that were given stay, and the running number goes on. */
  @Column("text", { default: "P" }) providerPrefix!: string;
  /** The same for certificates. Default C. */
  @Column("text", { default: "C" }) certificatePrefix!: string;
  /** BCP 47 tag of the language that certificates and transcripts are printed in. */
  @Column("text", { default: "en" }) language!: string;
  /** The accreditor's own zone: decides the year of a program number and the day of an issue date. */
  @Column("text") timeZone!: string;
  /** How many days after an offering ends its attendance may be reported: 45 to begin with. It holds for offerings that end from the day after it is set; `policy` has what held before, as of what else is dated. Source: seeds/002. */
  @Column("integer") reportingDays!: number;
  /** How many days after the time to report is over an offering that nobody reported is closed. Default 30. Source: product design. */
  @Column("integer", { default: 30 }) closingDays!: number;
  /** How many days after a conference its sessions may be claimed, to the end of that day in its zone; 0: for ever. Default 365. */
  @Column("integer", { default: 365 }) claimDays!: number;
  /** Code of the credit rule that new programs get. */
  @Column("text") creditRuleCode!: string;
  @Column("text") signatoryName!: string;
  @Column("text") signatoryTitle!: string;
  /** Conferences that start in or after this year can be claimed. Default 2022. Source: seeds/004. */
  @Column("integer", { default: 2022 }) claimsFromYear!: number;
  /** Whether speakers may claim their own sessions. Default true; off, it also hides their sessions from them. */
  @Column("boolean", { default: true }) presentersMayClaim!: boolean;
  /** How many years records are kept after the day they were made, or last stood for something valid. Default 7; it holds for what is made from the day after it is set. Source: product design, *Keeping*. */
  @Column("integer", { default: 7 }) retentionYears!: number;
  /** Whether certificates print the provider's postal address, as some boards ask. Default false; it holds for what is completed from the day after it is set. */
  @Column("boolean", { default: false }) printProviderAddress!: boolean;
  /** Whether erasing, merging and settings take two persons. Default false: a small office may have one. */
  @Column("boolean", { default: false }) twoPersons!: boolean;
  /** Whose name mails come from; empty: the accreditor's. */
  @Column("text", { default: "" }) mailSenderName!: string;
  /** Behind the head of a mail: # and six hexadecimal digits in small letters. What is written on it is light or dark as it can be read. */
  @Column("text", { default: "#1b2a4a" }) mailColour!: string;
  /** Of a mail's button and links, likewise; where it cannot be read, a lighter or darker one of its kind stands for it. */
  @Column("text", { default: "#24478f" }) mailAccentColour!: string;
  /** What stands above the accreditor's name at the end of a mail; empty: nothing. */
  @Column("text", { default: "" }) mailSignOff!: string;
  /** What stands below it, such as an address, in lines; empty: nothing. */
  @Column("text", { default: "" }) mailFooter!: string;
  /** Whom people ask about accounts, numbers, applications and whatever else; empty: nobody is named. Source: seeds/000. */
  @Column("text", { default: "" }) helpAddress!: string;
  /** Whom providers ask about attendance; empty: the same. Source: seeds/002, step 13. */
  @Column("text", { default: "" }) reportingHelpAddress!: string;
  /** Where conferences of earlier years are claimed; empty: nowhere. Source: seeds/004. */
  @Column("text", { default: "" }) olderClaimsUrl!: string;
  /** The logo as it was uploaded, for screens; null: none. */
  @Column("uuid", { nullable: true }) logoFileId!: string | null;
  /** The same as certificates print it: without transparency. */
  @Column("uuid", { nullable: true }) printedLogoFileId!: string | null;

  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "logo_file_id", foreignKeyConstraintName: "accreditor_settings_logo" })
  logoFile?: StoredFile;
  @ManyToOne(() => StoredFile)
  @JoinColumn({ name: "printed_logo_file_id", foreignKeyConstraintName: "accreditor_settings_printed_logo" })
  printedLogoFile?: StoredFile;
}
