import { IsEnum, MaxLength, ValidateIf } from "class-validator";
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { EventDay, Form, NotBlank, PlainLine, PrintedLine } from "../core/input-rules.ts";
import { DateTime, LocalDate } from "../core/scalars.ts";
import type { LicenceKind } from "./licence.entity.ts";
import type { LicenceRow } from "./licence.queries.ts";
import { CheckDigit, longestMask } from "./licence-mask.ts";

registerEnumType(CheckDigit, {
  name: "CheckDigit",
  description: "By what a number shows that it was copied rightly.",
  valuesConfig: {
    NONE: { description: "By nothing." },
    NPI: { description: "Ten digits that begin with 1 or 2, the last by Luhn's formula over 80840 and the others." },
  },
});

@ObjectType("LicenceKind", { description: "What a registry or board numbers people by.", simpleResolvers: true })
export class LicenceKindObject implements LicenceKind {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => String, { description: "Stands before a number on rosters: NPI 1234567893." }) code!: string;
  @Field(() => String, { description: "Name as people read it." }) name!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'The form of its numbers: 9 a digit, A a letter, X either, MMDD a month and its day, "text" itself, (…) may be left out, | or. Null: any letters and digits.',
  })
  mask!: string | null;
  @Field(() => CheckDigit, { description: "By what a number shows that it was copied rightly." })
  checkDigit!: CheckDigit;
  @Field(() => Boolean, { description: "Whether it is of a state or country." }) asksJurisdiction!: boolean;
  @Field(() => Boolean, { description: "Whether it is of a profession." }) asksProfession!: boolean;
  @Field(() => Boolean, { description: "Whether it ends on a day." }) asksExpiry!: boolean;
  @Field(() => Boolean, { description: "Whether one number, of one jurisdiction, is one person's." })
  isUnique!: boolean;
  @Field(() => Boolean, { description: "Whether numbers are sealed in the database." }) sensitive!: boolean;
  @Field(() => Boolean, { description: "Whether rosters may name people by it." }) onRosters!: boolean;
  @Field(() => Boolean, {
    description: "Whether certificates, transcripts and lists as files say it; of a sensitive kind lists don't.",
  })
  printed!: boolean;
  @Field(() => Boolean, { description: "Whether members may be given it now." }) active!: boolean;
  @Field(() => Int, { description: "Counts changes; saveLicenceKind wants the one that was read." }) version!: number;
}

@ObjectType("Licence", { description: "A number that a registry or board gave a member.", simpleResolvers: true })
export class LicenceObject implements Omit<LicenceRow, "memberId" | "numberShown" | "sealed"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => LicenceKindObject, { description: "Which registry's or board's." }) kind!: LicenceKind;
  @Field(() => String, {
    description: "The number; of a sensitive kind whole for the member and registrars alone, for others its end.",
  })
  number!: string;
  @Field(() => String, { nullable: true, description: "Of which state or country: TX." }) jurisdiction!: string | null;
  @Field(() => String, { nullable: true, description: "Of which profession: RN." }) profession!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Its last day." }) expiresOn!: string | null;
  @Field(() => DateTime, { nullable: true, description: "Since when staff have seen what shows it; null: not yet." })
  verifiedAt!: Date | null;
}

@InputType({ description: "A kind of licence." })
export class LicenceKindInput implements Omit<LicenceKind, "id" | "version"> {
  @Field(() => String, { description: "Stands before a number on rosters; that of a kind that there is stays." })
  @Form("code", /^[A-Z][A-Z0-9_]{1,39}$/)
  code!: string;
  @Field(() => String, { description: "Name as people read it." })
  @MaxLength(200)
  @NotBlank()
  @PrintedLine()
  name!: string;
  @Field(() => String, { nullable: true, description: "The form of its numbers, as LicenceKind has it." })
  @ValidateIf((_, value) => value != null)
  @PlainLine()
  @MaxLength(longestMask)
  mask!: string | null;
  @Field(() => CheckDigit, { description: "By what a number shows that it was copied rightly." })
  @IsEnum(CheckDigit)
  checkDigit: CheckDigit = CheckDigit.NONE;
  @Field(() => Boolean, { description: "Whether it is of a state or country." }) asksJurisdiction: boolean = false;
  @Field(() => Boolean, { description: "Whether it is of a profession." }) asksProfession: boolean = false;
  @Field(() => Boolean, { description: "Whether it ends on a day." }) asksExpiry: boolean = false;
  @Field(() => Boolean, { description: "Whether one number, of one jurisdiction, is one person's." })
  isUnique: boolean = true;
  @Field(() => Boolean, { description: "Whether numbers are sealed in the database; it stays as it is first set." })
  sensitive: boolean = false;
  @Field(() => Boolean, { description: "Whether rosters may name people by it; not where it is sensitive." })
  onRosters: boolean = false;
  @Field(() => Boolean, {
    description:
      "Whether certificates, transcripts and lists as files say it; of a sensitive kind lists don't. Certificates that are issued stay.",
  })
  printed: boolean = false;
  @Field(() => Boolean, { description: "Whether members may be given it now." }) active: boolean = true;
}

@InputType({ description: "A licence, whole: what is left out is none." })
export class LicenceInput {
  @Field(() => ID, { description: "Its kind; that of a licence that there is stays." }) kindId!: string;
  @Field(() => String, { description: "The number." })
  @PrintedLine()
  @MaxLength(100)
  number!: string;
  @Field(() => String, { nullable: true, description: "Of which state or country: TX." })
  @PrintedLine()
  @MaxLength(40)
  jurisdiction?: string | null;
  @Field(() => String, { nullable: true, description: "Of which profession." })
  @PlainLine()
  @MaxLength(100)
  profession?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Its last day." })
  @ValidateIf((_, value) => value != null)
  @EventDay()
  expiresOn?: string | null;
}
