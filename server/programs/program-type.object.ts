import { Max, MaxLength, Min, ValidateIf } from "class-validator";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Form, NotBlank, PrintedLine } from "../core/input-rules.ts";
import type { ProgramType } from "./program.entity.ts";
import { ProgramTypeObject } from "./program.object.ts";

@ObjectType("ProgramTypeRow", { description: "A kind of program as staff edit it.", simpleResolvers: true })
export class ProgramTypeRowObject extends ProgramTypeObject implements ProgramType {
  @Field(() => Int, { description: "Counts changes; saveProgramType wants the one that was read." }) version!: number;
  @Field(() => Int, { description: "Place in the list, from 1." }) position!: number;
  @Field(() => Boolean, { description: "Whether new programs may have it." }) active!: boolean;
}

const Given = (): PropertyDecorator => ValidateIf((_input, value) => value !== null && value !== undefined);

@InputType({ description: "A kind of program." })
export class ProgramTypeInput implements Omit<ProgramType, "id" | "version"> {
  @Field(() => String, { description: "Stable name for imports; that of a type that there is stays." })
  @Form("code", /^[A-Z][A-Z0-9_]{1,39}$/)
  code!: string;
  @Field(() => String, { description: "Name as people read it." })
  @MaxLength(200)
  @NotBlank()
  @PrintedLine()
  name!: string;
  @Field(() => Int, { nullable: true, description: "Shortest it may be, in minutes; null: no limit." })
  @Given()
  @Min(1)
  @Max(100_000)
  minimumMinutes!: number | null;
  @Field(() => Int, { nullable: true, description: "Longest it may be, in minutes; null: no limit." })
  @Given()
  @Min(1)
  @Max(100_000)
  maximumMinutes!: number | null;
  @Field(() => Int, { description: "Place in the list, from 1." })
  @Min(1)
  @Max(1_000)
  position!: number;
  @Field(() => Boolean, { description: "Whether new programs may have it." }) active!: boolean;
}
