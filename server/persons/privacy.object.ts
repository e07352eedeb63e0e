import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "../core/scalars.ts";
import type { DataExport } from "./data-export.entity.ts";

@ObjectType("DataExport", { description: "A copy of all that is kept of an account.", simpleResolvers: true })
export class DataExportObject implements Pick<DataExport, "id" | "requestedAt" | "readyAt" | "expiresAt" | "byteSize"> {
  @Field(() => ID, { description: "Opaque." }) id!: string;
  @Field(() => DateTime, { description: "When it was asked for." }) requestedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: "Null: it is being made." }) readyAt!: Date | null;
  @Field(() => DateTime, { description: "From then on it is gone." }) expiresAt!: Date;
  @Field(() => String, { nullable: true, description: "Size in bytes, once it is ready." }) byteSize!: string | null;
}
