import { Field, ID, Int, ObjectType } from "type-graphql";
import { ApiScope } from "../core/api-scopes.ts";
import { keysWith, ShownTo } from "../core/policy.ts";
import { Credits, LocalDate } from "../core/scalars.ts";
import { heldCertificateKeys, transcriptReaders } from "./certificate.policy.ts";
import type { CreditOfKind } from "./certificate-credits.ts";
import type { KindAward, Transcript, TranscriptRow } from "./transcript.queries.ts";

@ShownTo(transcriptReaders)
@ObjectType("KindAward", { description: "So much of a further kind of credit.", simpleResolvers: true })
export class KindAwardObject implements Omit<KindAward, "kindId"> {
  @Field(() => String, { description: "Name of the kind." }) name!: string;
  @Field(() => String, { description: "What one credit of it is called." }) unit!: string;
  @Field(() => Credits, { description: "How much." }) credits!: string;
  @Field(() => Boolean, { description: "Whether another kind includes it: then it is not to be added to that." })
  isPart!: boolean;
}

@ShownTo(heldCertificateKeys)
@ObjectType("CertificateCredit", {
  description: "What a certificate says of a further kind of credit, as it is printed there.",
  simpleResolvers: true,
})
export class CertificateCreditObject implements Omit<CreditOfKind, "kindId" | "position"> {
  @Field(() => String, { description: "Name of the kind." }) name!: string;
  @Field(() => String, { description: "What one credit of it is called." }) unit!: string;
  @Field(() => Credits, { description: "How much." }) credits!: string;
  @Field(() => Boolean, { description: "Whether another kind includes it: then it is not to be added to that." })
  isPart!: boolean;
  @Field(() => String, { description: "Who recognises it; empty: the accreditor." }) approvingBody!: string;
  @Field(() => String, { description: "Under which number; empty: none." }) approvalNumber!: string;
}

@ShownTo(transcriptReaders)
@ObjectType("TranscriptLine", { description: "One award of credit.", simpleResolvers: true })
export class TranscriptLineObject implements Omit<TranscriptRow, "outsidePdfOf"> {
  @Field(() => LocalDate, { description: "Day of completion." }) completedOn!: string;
  @Field(() => String, { description: "The activity." }) title!: string;
  @Field(() => String, { nullable: true, description: "The session; null where the whole activity was attended." })
  sessionTitle!: string | null;
  @Field(() => String, { description: "Program ID; empty: it was earned elsewhere, without one." })
  programNumber!: string;
  @Field(() => String, { description: "Who held it." }) providerName!: string;
  @Field(() => [String], { description: "Who provided it together with them." }) jointProviders!: string[];
  @Field(() => Credits, { description: "Credits awarded." }) credits!: string;
  @Field(() => String, { description: "What one credit is called." }) creditUnit!: string;
  @Field(() => String, { nullable: true, description: "Null where no certificate was issued." })
  certificateNumber!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Who certified it, where that was elsewhere: before the accreditor moved in, or of credit that the member entered; null: it was earned here.",
  })
  issuedElsewhereBy!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "Which of outsideCredits it is; null: it is on the accreditor's own record.",
  })
  outsideCreditId!: string | null;
  @Field(() => [KindAwardObject], { description: "What it earned of further kinds of credit." }) kinds!: KindAward[];
  @Field(() => Boolean, {
    description:
      "Whether it is still on record; false: it was taken back or corrected since the day as of which was asked.",
  })
  holds!: boolean;
}

@ShownTo(transcriptReaders)
@ObjectType("CreditTotal", { description: "Credits of one unit, added up.", simpleResolvers: true })
export class CreditTotalObject {
  @Field(() => String, { description: "What one credit is called." }) creditUnit!: string;
  @Field(() => Credits, { description: "The exact sum." }) credits!: string;
}

@ShownTo(keysWith(ApiScope.CERTIFICATES_READ))
@ObjectType("YearCredits", { description: "Credits of one unit in one year, added up.", simpleResolvers: true })
export class YearCreditsObject {
  @Field(() => Int, { description: "Year of completion." }) year!: number;
  @Field(() => String, { description: "What one credit is called." }) creditUnit!: string;
  @Field(() => Credits, { description: "The exact sum." }) credits!: string;
  @Field(() => Int, { description: "How many awards it is the sum of." }) awards!: number;
  @Field(() => [KindAwardObject], { description: "The sums of further kinds of credit, one for each." })
  kinds!: KindAward[];
}

@ShownTo(transcriptReaders)
@ObjectType("Transcript", { description: "All credit of one member, of a period.", simpleResolvers: true })
export class TranscriptObject implements Omit<Transcript, "memberId"> {
  @Field(() => String, { description: "Whose." }) memberNumber!: string;
  @Field(() => String, { description: "The member's name." }) memberName!: string;
  @Field(() => [String], { description: "The member's licences of kinds that are printed." }) licences!: string[];
  @Field(() => LocalDate, { nullable: true, description: "First day of the period; null: from the first." })
  from!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last day of the period; null: to the last." })
  to!: string | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "It is what was known at the end of this day, by the accreditor's clock; null: as of now.",
  })
  asOf!: string | null;
  @Field(() => [TranscriptLineObject], { description: "The awards, newest first." }) lines!: TranscriptRow[];
  @Field(() => [TranscriptLineObject], {
    description: "What the member earned elsewhere and staff accepted, newest first. It is in no sum of the awards.",
  })
  elsewhere!: TranscriptRow[];
  @Field(() => [CreditTotalObject], { description: "The sums of what was earned elsewhere, one for each unit." })
  elsewhereTotals!: CreditTotalObject[];
  @Field(() => [KindAwardObject], { description: "The sums of further kinds of what was earned elsewhere." })
  elsewhereKindTotals!: KindAward[];
  @Field(() => [TranscriptLineObject], {
    description: "As of a past day: what was recorded since and is on record, newest first. It is in no sum.",
  })
  addedSince!: TranscriptRow[];
  @Field(() => [CreditTotalObject], { description: "The sums, one for each unit." }) totals!: CreditTotalObject[];
  @Field(() => [KindAwardObject], { description: "The sums of further kinds of credit, one for each." })
  kindTotals!: KindAward[];
}

@ShownTo(heldCertificateKeys)
@ObjectType("CertificateLine", {
  description: "A session on a conference certificate, as it is printed there.",
  simpleResolvers: true,
})
export class CertificateLineObject {
  @Field(() => String, { description: "The session." }) title!: string;
  @Field(() => LocalDate, { description: "The day on which it was attended." }) attendedOn!: string;
  @Field(() => Credits, { description: "What it earned." }) credits!: string;
  @Field(() => Boolean, { description: "Whether it was attended online." }) virtual!: boolean;
  @Field(() => Boolean, { description: "Whether it earned as one of the session's speakers." }) asInstructor!: boolean;
}
