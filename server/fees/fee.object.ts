import { Matches, Max, MaxLength, Min } from "class-validator";
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { ActorKind } from "../core/actor-kind.ts";
import { EventDay, NotBefore, NotBlank, PlainLine, PlainText } from "../core/input-rules.ts";
import { ShownTo } from "../core/policy.ts";
import { DateTime, LocalDate } from "../core/scalars.ts";
import type { OutsideFee } from "../moving/outside-fee.entity.ts";
import { programKeys } from "../programs/program.policy.ts";
import { Fee, type FeePolicy, type FeePromotion, type LedgerEntry, LedgerKind, Through } from "./fee.entity.ts";
import { FeeAction } from "./fee.policy.ts";
import { type FeeSimulation, FeeStatus, type Sums } from "./fee.rules.ts";
import { mostCents } from "./money.ts";

registerEnumType(Fee, {
  name: "Fee",
  description: "What a fee is for.",
  valuesConfig: {
    APPLICATION: { description: "An application is handed in." },
    FILING: { description: "Attendance is reported." },
    LATE: { description: "Attendance is reported after the time that everybody has." },
  },
});
registerEnumType(LedgerKind, {
  name: "LedgerKind",
  description: "Which way money goes.",
  valuesConfig: {
    CHARGE: { description: "The provider owes it." },
    PAYMENT: { description: "It came in." },
    WAIVER: { description: "The provider was let off it." },
    REFUND: { description: "Paid money was given back." },
    SURPLUS: { description: "Money came in beyond what the provider owed: its credit." },
    PAYOUT: { description: "Credit was given back as money." },
  },
});
registerEnumType(Through, {
  name: "Through",
  description: "What a payment or refund moved.",
  valuesConfig: {
    MONEY: { description: "Money, by check, transfer or card." },
    CREDIT: { description: "The provider's credit: nothing came in or went out." },
  },
});
registerEnumType(FeeAction, {
  name: "FeeAction",
  description: "What can be done with the fees of a program.",
  valuesConfig: {
    RECORD_PAYMENT: { description: "recordFeePayment" },
    WAIVE: { description: "waiveFee" },
    REFUND: { description: "refundFee" },
    USE_PROMOTION: { description: "applyPromotionCode" },
    INVOICE: { description: "issueInvoice, for what stands on none yet" },
  },
});
registerEnumType(FeeStatus, {
  name: "FeeStatus",
  description: "How a program stands with its fees.",
  valuesConfig: {
    NONE: { description: "Nothing was charged." },
    DUE: { description: "Something is to be paid." },
    PAID: { description: "All is settled, by money at least in part." },
    WAIVED: { description: "All is settled without money." },
  },
});

@ShownTo(programKeys)
@ObjectType("LedgerEntry", {
  description: "One line of a program's ledger. It is never changed.",
  simpleResolvers: true,
})
export class LedgerEntryObject
  implements
    Pick<
      LedgerEntry,
      "through" | "id" | "kind" | "fee" | "amount" | "currency" | "at" | "actorAs" | "reason" | "reference"
    >
{
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => LedgerKind, { description: "Which way." }) kind!: LedgerKind;
  @Field(() => Fee, { nullable: true, description: "For what; null where it is about a provider's credit alone." })
  fee!: Fee | null;
  @Field(() => Int, { description: "In cents, over 0." }) amount!: number;
  @Field(() => String, { description: "ISO 4217, such as USD." }) currency!: string;
  @Field(() => DateTime, { description: "When." }) at!: Date;
  @Field(() => ActorKind, { description: "As what whoever entered it acted." }) actorAs!: ActorKind;
  @Field(() => String, { nullable: true, description: "Why, where it was said." }) reason!: string | null;
  @Field(() => String, { nullable: true, description: "Number of a cheque or transfer." }) reference!: string | null;
  @Field(() => Through, { description: "What a payment or refund moved." }) through!: Through;
}

@ShownTo(programKeys)
@ObjectType("FeePaidElsewhere", {
  description: "What was paid for a program in the system that it came from.",
  simpleResolvers: true,
})
export class FeePaidElsewhereObject
  implements Pick<OutsideFee, "fee" | "amount" | "currency" | "paidOn" | "reference">
{
  @Field(() => Fee, { description: "For what." }) fee!: Fee;
  @Field(() => Int, { description: "In cents, over 0." }) amount!: number;
  @Field(() => String, { description: "ISO 4217, such as USD." }) currency!: string;
  @Field(() => LocalDate, { description: "When." }) paidOn!: string;
  @Field(() => String, { description: "Number of a cheque or transfer; may be empty." }) reference!: string;
}

@ShownTo(programKeys)
@ObjectType("ProgramFees", {
  description: "Fees of a program as of a day. Amounts are cents.",
  simpleResolvers: true,
})
export class ProgramFeesObject implements Sums {
  @Field(() => FeeStatus, { description: "How it stands." }) status!: FeeStatus;
  @Field(() => String, { description: "ISO 4217, such as USD; empty where nothing was charged." }) currency!: string;
  @Field(() => Int, { description: "What was charged." }) charged!: number;
  @Field(() => Int, { description: "What was paid and not given back." }) paid!: number;
  @Field(() => Int, { description: "What was waived." }) waived!: number;
  @Field(() => Int, { description: "What was given back." }) refunded!: number;
  @Field(() => Int, { description: "What is to be paid." }) due!: number;
  @Field(() => Boolean, { description: "Whether certificates wait for it." }) holdsCertificates!: boolean;
  @Field(() => String, { description: "How to pay; may be empty." }) howToPay!: string;
  @Field(() => [FeeAction], { description: "What the viewer can do with them now." }) availableActions!: FeeAction[];
  @Field(() => [LedgerEntryObject], { description: "The ledger, oldest first." }) entries!: LedgerEntryObject[];
  @Field(() => [FeePaidElsewhereObject], {
    description:
      "What was paid before the accreditor moved in, the earliest first. It is in no sum, and charged no more.",
  })
  paidElsewhere!: FeePaidElsewhereObject[];
}

@ObjectType("FeePolicy", {
  description: "What fees there are from a day on. Amounts are cents.",
  simpleResolvers: true,
})
export class FeePolicyObject implements Omit<FeePolicy, "createdAt" | "type"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => LocalDate, { description: "First day, in the accreditor's time zone." }) startsOn!: string;
  @Field(() => ID, { nullable: true, description: "The type of program that it is for; null: all." })
  typeId!: string | null;
  @Field(() => String, { description: "ISO 4217, such as USD." }) currency!: string;
  @Field(() => Int, { description: "When an application is first handed in." }) applicationFee!: number;
  @Field(() => Int, { description: "When attendance is reported." }) filingFee!: number;
  @Field(() => Int, { description: "For each credit of the program besides." }) filingFeePerCredit!: number;
  @Field(() => Int, { description: "For each attendee besides." }) filingFeePerAttendee!: number;
  @Field(() => Int, { nullable: true, description: "Most that the filing fee can be; null: no limit." })
  filingFeeMost!: number | null;
  @Field(() => Int, { description: "When attendance is reported after the usual time." }) lateFee!: number;
  @Field(() => Boolean, { description: "Whether certificates wait for filing and late fee." })
  holdsCertificates!: boolean;
  @Field(() => Boolean, { description: "Whether such fees that are open when it begins are waived." })
  waivesOpenFees!: boolean;
  @Field(() => String, { description: "What a provider is told; may be empty." }) howToPay!: string;
  @Field(() => String, { description: "What the tax that fees include is called; empty: there is none." })
  taxName!: string;
  @Field(() => String, { description: "Of the net amount, in percent with two places." }) taxPercent!: string;
}

@ObjectType("FeePromotion", { description: "A special rate of one fee.", simpleResolvers: true })
export class FeePromotionObject implements Omit<FeePromotion, "createdAt"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => Fee, { description: "Of which fee." }) fee!: Fee.APPLICATION | Fee.FILING;
  @Field(() => LocalDate, { description: "First day, in the accreditor's time zone." }) startsOn!: string;
  @Field(() => LocalDate, { description: "Last day, to its end." }) endsOn!: string;
  @Field(() => Int, { description: "In cents: the fee is at most so much." }) rate!: number;
  @Field(() => String, { nullable: true, description: "Holds only where it was named; null: for all." })
  code!: string | null;
}

@ObjectType("FeeSimulation", {
  description:
    "What a fee policy would have asked of the programs of the last twelve months, special rates left out. Amounts are cents.",
  simpleResolvers: true,
})
export class FeeSimulationObject implements FeeSimulation {
  @Field(() => LocalDate, { description: "First day of the twelve months." }) from!: string;
  @Field(() => LocalDate, { description: "Last day: today." }) to!: string;
  @Field(() => Int, { description: "Applications that were handed in." }) applications!: number;
  @Field(() => Int, { description: "Programs whose attendance was reported." }) reports!: number;
  @Field(() => Float, { description: "All application fees." }) applicationFees!: number;
  @Field(() => Float, { description: "All filing fees." }) filingFees!: number;
  @Field(() => Float, { description: "All late fees." }) lateFees!: number;
  @Field(() => Float, { description: "What was really charged to the same programs in this time." }) charged!: number;
}

@InputType({
  description: "What fees there are from a day to come on. Amounts are cents; what is left out is nothing.",
})
export class FeePolicyInput {
  @Field(() => LocalDate, { description: "First day, after today in the accreditor's time zone." })
  @EventDay()
  startsOn!: string;
  @Field(() => ID, { nullable: true, description: "The type of program that it is for; left out: all." })
  typeId?: string | null;
  @Field(() => String, { description: "ISO 4217, such as USD." })
  @Matches(/^[A-Z]{3}$/)
  currency!: string;
  @Field(() => Int, { description: "When an application is first handed in." })
  @Min(0)
  @Max(mostCents)
  applicationFee: number = 0;
  @Field(() => Int, { description: "When attendance is reported." })
  @Min(0)
  @Max(mostCents)
  filingFee: number = 0;
  @Field(() => Int, { description: "For each credit of the program besides." })
  @Min(0)
  @Max(mostCents)
  filingFeePerCredit: number = 0;
  @Field(() => Int, { description: "For each attendee besides." })
  @Min(0)
  @Max(mostCents)
  filingFeePerAttendee: number = 0;
  @Field(() => Int, { nullable: true, description: "Most that the filing fee can be." })
  @Min(0)
  @Max(mostCents)
  filingFeeMost?: number | null;
  @Field(() => Int, { description: "When attendance is reported after the usual time." })
  @Min(0)
  @Max(mostCents)
  lateFee: number = 0;
  @Field(() => Boolean, { description: "Whether certificates wait for filing and late fee." })
  holdsCertificates!: boolean;
  @Field(() => Boolean, { description: "Whether such fees that are open when it begins are waived." })
  waivesOpenFees: boolean = false;
  @Field(() => String, { nullable: true, description: "What a provider is told about paying." })
  @MaxLength(2_000)
  @PlainText()
  howToPay?: string | null;
  @Field(() => String, { nullable: true, description: "What the tax that fees include is called on invoices." })
  @MaxLength(40)
  @PlainLine()
  taxName?: string | null;
  @Field(() => String, { description: "Of the net amount, in percent, at most 50; it needs a name." })
  @Matches(/^(\d{1,2})(\.\d{1,2})?$/)
  taxPercent: string = "0";
}

@InputType({ description: "A special rate of one fee, for days from today on." })
export class FeePromotionInput {
  @Field(() => String, { description: "What it is called." })
  @MaxLength(200)
  @NotBlank()
  @PlainLine()
  name!: string;
  @Field(() => Fee, { description: "Of the application or the filing fee." })
  @Matches(/^(APPLICATION|FILING)$/)
  fee!: Fee.APPLICATION | Fee.FILING;
  @Field(() => LocalDate, { description: "First day, in the accreditor's time zone." })
  @EventDay()
  startsOn!: string;
  @Field(() => LocalDate, { description: "Last day, to its end." })
  @EventDay()
  @NotBefore("startsOn")
  endsOn!: string;
  @Field(() => Int, { description: "In cents: the fee is at most so much." })
  @Min(0)
  @Max(mostCents)
  rate!: number;
  @Field(() => String, {
    nullable: true,
    description: "Holds only for programs for which it is named: 4 to 20 letters and digits; left out: for all.",
  })
  @Matches(/^[A-Za-z0-9]{4,20}$/)
  code?: string | null;
}
