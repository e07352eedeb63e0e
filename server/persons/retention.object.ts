import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { LocalDate } from "../core/scalars.ts";
import type { RetentionForecast, RetentionKind } from "./retention.queries.ts";

/** As the API names them; the log, which counts what went, has them as the tables are called. */
const RetentionKindEnum = {
  CERTIFICATES: "certificates",
  ATTENDANCE: "attendance",
  CLAIMS: "claims",
  PRESENCE: "presence",
  REGISTRATIONS: "registrations",
  DOCUMENTS: "documents",
  MAILS: "mails",
  UPLOADS: "uploads",
  MEMBER_IMPORTS: "memberImports",
  OUTSIDE_CERTIFICATES: "outsideCertificates",
  OUTSIDE_CREDITS: "outsideCredits",
  BUNDLES: "bundles",
  AUDIT_ENTRIES: "auditEntries",
} as const satisfies Record<string, RetentionKind>;

registerEnumType(RetentionKindEnum, {
  name: "RetentionKind",
  description: "What goes when its years are over.",
  valuesConfig: {
    CERTIFICATES: { description: "Certificates, with their files." },
    ATTENDANCE: { description: "Attendance records." },
    CLAIMS: { description: "Choices of sessions." },
    PRESENCE: { description: "Evidence that somebody was at a session." },
    REGISTRATIONS: { description: "Registrations for conferences." },
    DOCUMENTS: { description: "Documents of programs." },
    MAILS: { description: "Mails." },
    UPLOADS: { description: "Rosters." },
    MEMBER_IMPORTS: { description: "Lists of members that were imported." },
    OUTSIDE_CERTIFICATES: { description: "Certificates that another system issued." },
    OUTSIDE_CREDITS: { description: "Credit that members earned elsewhere, with what shows it." },
    BUNDLES: { description: "Bundles of files with which an accreditor moved in." },
    AUDIT_ENTRIES: { description: "Of entries of the audit log, what names people; the entries stay." },
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
