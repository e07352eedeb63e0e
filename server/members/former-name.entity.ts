import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Member } from "./member.entity.ts";

/** A name that a member had: rosters and searches still find them by it. */
@Entity("former_name")
@Index("former_name_by_member", ["memberId", "changedAt"])
@Index("former_name_by_spelling", { synchronize: false })
export class FormerName {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") memberId!: string;
  @Column("text") firstName!: string;
  @Column("text") lastName!: string;
  @Column("text", { nullable: true }) suffix!: string | null;
  @Column("text", { nullable: true }) printedName!: string | null;
  /** As those of a member. */
  @Column("text") firstNameKey!: string;
  @Column("text") givenNamesKey!: string;
  @Column("text") lastNameKey!: string;
  @Column("text", { array: true, default: () => "'{}'" }) firstNameSpellings!: string[];
  @Column("text", { array: true, default: () => "'{}'" }) givenNamesSpellings!: string[];
  @Column("text", { array: true, default: () => "'{}'" }) lastNameSpellings!: string[];
  /** Until when it was the name. */
  @Column("timestamptz") changedAt!: Date;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "former_name_member" })
  member?: Member;
}
