import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { ErrorCode } from "./errors.ts";
import { connectionOf } from "./lists/page.ts";
import { everyKey, ShownTo } from "./policy.ts";

/** What follows from what a check found. */
export enum FindingSeverity {
  ERROR = "ERROR",
  WARNING = "WARNING",
}

registerEnumType(FindingSeverity, {
  name: "FindingSeverity",
  description: "What follows from what was found in a file.",
  valuesConfig: {
    ERROR: { description: "Nothing of the file is taken until it is corrected." },
    WARNING: { description: "It is taken as it is; somebody should look." },
  },
});

/** What is wrong, or may be, with one cell, or one row, of a file that somebody sent. */
export interface RowError {
  severity: FindingSeverity;
  line: number;
  column: string | null;
  value: string | null;
  code: ErrorCode;
  message: string;
  suggestions: string[];
}

@ShownTo(everyKey)
@ObjectType("RowError", {
  description: "What is wrong, or may be, with one cell, or one row, of a file.",
  simpleResolvers: true,
})
export class RowErrorObject implements RowError {
  @Field(() => FindingSeverity, { description: "What follows from it." }) severity!: FindingSeverity;
  @Field(() => Int, {
    description:
      "Physical line of the file on which the record starts, 1 for the heading. JSON has no lines: always 1.",
  })
  line!: number;
  @Field(() => String, {
    nullable: true,
    description: "As the file's heading has it, or the path in XML and JSON; null where the error is the row's.",
  })
  column!: string | null;
  @Field(() => String, { nullable: true, description: "As given." }) value!: string | null;
  @Field(() => ErrorCode, { description: "Stable; the same for every file with this fault." }) code!: ErrorCode;
  @Field(() => String, { description: "What is wrong and what to do." }) message!: string;
  @Field(() => [String], { description: "What may have been meant, such as likely members." }) suggestions!: string[];
}

export const RowErrorConnection = connectionOf("RowError", () => RowErrorObject);
