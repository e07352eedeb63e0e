import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { LocalDate } from "../core/scalars.ts";
import { type RetentionForecast, type RetentionKind, retentionKinds } from "./retention.queries.ts";

const RetentionKindEnum = Object.fromEntries(retentionKinds.map((kind) => [kind, kind])) as {
  [K in RetentionKind]: K;
};

registerEnumType(RetentionKindEnum, {
  name: "RetentionKind",
  description: "What goes when its years are over.",
  valuesConfig: {
    certificates: { description: "Certificates, with their files." },
    attendance: { description: "Attendance records." },
    claims: { description: "Choices of sessions." },
    registrations: { description: "Registrations for conferences." },
    documents: { description: "Documents of programs." },
    mails: { description: "Mails." },
    uploads: { description: "Rosters." },
    memberImports: { description: "Lists of members that were imported." },
    auditEntries: { description: "Of entries of the audit log, what names people; the entries stay." },
  },
});

@ObjectType("RetentionForecast", {
  description: "What of a kind goes on a day, if nothing changes until then.",
  simpleResolvers: true,
})
export class RetentionForecastObject implements RetentionForecast {
  @Field(() => RetentionKindEnum, { description: "What." }) kind!: RetentionKind;
  @Field(() => Int, { description: "How many." }) count!: number;
  @Field(() => LocalDate, { nullable: true, description: "When the oldest of them was made; null: none goes." })
  oldestOn!: string | null;
  @Field(() => [String], { description: "Some of them, as people know them, the oldest first: five at most." })
  samples!: string[];
}
