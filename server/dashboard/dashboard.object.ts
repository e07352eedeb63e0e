import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime, LocalDate } from "../core/scalars.ts";
import { ProgramStatus } from "../programs/program.status.ts";

@ObjectType("StatusCount", { description: "How many programs stand in one status.", simpleResolvers: true })
export class StatusCountObject {
  @Field(() => ProgramStatus, { description: "Which." }) status!: ProgramStatus;
  @Field(() => Int, { description: "How many." }) count!: number;
}

@ObjectType("AgeCount", { description: "How many programs wait for the viewer for so long.", simpleResolvers: true })
export class AgeCountObject {
  @Field(() => Int, { description: "At least so many days." }) fromDays!: number;
  @Field(() => Int, { nullable: true, description: "Less than so many days; null: no limit." }) toDays!: number | null;
  @Field(() => Int, { description: "How many." }) count!: number;
}

@ObjectType("MonthCredits", { description: "What was awarded in one month.", simpleResolvers: true })
export class MonthCreditsObject {
  @Field(() => String, { description: "Month in which it was recorded, in the accreditor's zone: 2026-03." })
  month!: string;
  @Field(() => String, { description: "What one credit is called." }) creditUnit!: string;
  @Field(() => String, { description: "Sum of the credits, as a decimal with two places." }) credits!: string;
  @Field(() => Int, { description: "Of how many records." }) records!: number;
}

@ObjectType("ReportDue", { description: "An offering whose attendance is due.", simpleResolvers: true })
export class ReportDueObject {
  @Field(() => ID, { description: "The offering." }) id!: string;
  @Field(() => ID, { description: "The program." }) programId!: string;
  @Field(() => String, { description: "A09164." }) programNumber!: string;
  @Field(() => String, { description: "Name of the program." }) programName!: string;
  @Field(() => String, { description: "Name of the provider." }) providerName!: string;
  @Field(() => LocalDate, { description: "Last day of the offering." }) endsOn!: string;
  @Field(() => LocalDate, { description: "Last day to report." }) dueOn!: string;
  @Field(() => String, { description: "Time zone of both days." }) timeZone!: string;
  @Field(() => Boolean, { description: "Whether that day is over." }) overdue!: boolean;
}

@ObjectType("Dashboard", {
  description: "What waits, and how things stand, for what the viewer may see. All of it is one statement.",
})
export class DashboardObject {
  @Field(() => DateTime, { description: "As of when.", simple: true }) at!: Date;
}
