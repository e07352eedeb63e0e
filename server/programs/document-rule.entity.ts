import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ProgramType } from "./program.entity.ts";
import type { ProgramDocumentKind } from "./program-document.entity.ts";

/**
 * Which documents of the report programs of a type must have before certificates are issued: of what ends on a day or later, and of what each
 * completes on a day of their own, of what begins then. A type without a row: none. Source: seeds/002, "Without these documents".
 */
@Entity("document_rule")
@Check("document_rule_kinds", "kinds <@ ARRAY['EVALUATION_SUMMARY', 'SIGN_IN_ROSTER']")
export class DocumentRule {
  @PrimaryColumn("uuid") typeId!: string;
  @PrimaryColumn("date") startsOn!: string;
  @Column("text", { array: true }) kinds!: ProgramDocumentKind[];

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "document_rule_type" })
  type?: ProgramType;
}
