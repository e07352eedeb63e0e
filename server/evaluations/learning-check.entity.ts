import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Member } from "../members/member.entity.ts";
import { Program, ProgramType } from "../programs/program.entity.ts";
import type { QuestionKind } from "./evaluation.entity.ts";

/**
 * What somebody must know of a program, in one version. A type asks it of its programs that end on a day or later; a program's own questions take
 * the place of its type's, whose pass mark is the least that holds. Source: decision 82.
 */
@Entity("learning_check")
@Unique("learning_check_of_type", ["typeId", "version"])
@Unique("learning_check_of_program", ["programId", "version"])
@Check("learning_check_of", "(type_id IS NULL) <> (program_id IS NULL) AND (type_id IS NULL) = (starts_on IS NULL)")
@Check("learning_check_terms", "pass_percent BETWEEN 1 AND 100 AND attempts BETWEEN 1 AND 20")
export class LearningCheck {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid", { nullable: true }) typeId!: string | null;
  @Column("uuid", { nullable: true }) programId!: string | null;
  @Column("integer") version!: number;
  /** Of a type: the first day on which a program may end to be asked this. */
  @Column("date", { nullable: true }) startsOn!: string | null;
  /** Nobody gets a certificate who has not passed. */
  @Column("boolean") required!: boolean;
  /** So many of a hundred answers must be right. */
  @Column("integer") passPercent!: number;
  /** How often somebody may try, but for what is granted them. */
  @Column("integer") attempts!: number;

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "learning_check_type" })
  type?: ProgramType;
  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "learning_check_program" })
  program?: Program;
}

/** A question of a version, with what is right. One that stays keeps its ID from version to version, by which its answers are counted together. */
@Entity("learning_question")
@Index("learning_question_once", ["checkId", "questionId"], { unique: true })
@Check("learning_question_kind", "kind IN ('CHOICE', 'SEVERAL')")
@Check(
  "learning_question_right",
  "cardinality(right_choices) > 0 AND (kind = 'SEVERAL' OR cardinality(right_choices) = 1)",
)
export class LearningQuestion {
  @PrimaryColumn("uuid") checkId!: string;
  @PrimaryColumn("integer") position!: number;
  @Column("uuid") questionId!: string;
  @Column("text") kind!: QuestionKind.CHOICE | QuestionKind.SEVERAL;
  @Column("text") text!: string;
  @Column("text", { array: true }) choices!: string[];
  /** Which of them, from 1, in their order. Nobody who has yet to answer is shown it. */
  @Column("integer", { array: true }) rightChoices!: number[];
  /** Why it is so; empty: nothing is said. */
  @Column("text", { default: "" }) explanation!: string;

  @ManyToOne(() => LearningCheck, { onDelete: "CASCADE" })
  @JoinColumn({ name: "check_id", foreignKeyConstraintName: "learning_question_check" })
  check?: LearningCheck;
}

/** That somebody tried, by which version and for which pass mark, and how it went. Begun and not handed in, it counts as one all the same. */
@Entity("learning_attempt")
@Index("learning_attempt_of", ["memberId", "programId"])
@Index("learning_attempt_by_program", ["programId"])
@Index("learning_attempt_by_check", ["checkId"])
@Index("learning_attempt_open", ["memberId", "programId"], { unique: true, where: "finished_at IS NULL" })
@Check(
  "learning_attempt_finished",
  "(finished_at IS NULL) = (right_count IS NULL) AND (finished_at IS NULL) = (question_count IS NULL)",
)
@Check("learning_attempt_passed", "NOT passed OR right_count * 100 >= pass_percent * question_count")
export class LearningAttempt {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid") memberId!: string;
  @Column("uuid") programId!: string;
  @Column("uuid") checkId!: string;
  @Column("integer") passPercent!: number;
  @Column("timestamptz") begunAt!: Date;
  @Column("timestamptz", { nullable: true }) finishedAt!: Date | null;
  @Column("integer", { nullable: true }) rightCount!: number | null;
  @Column("integer", { nullable: true }) questionCount!: number | null;
  @Column("boolean", { default: false }) passed!: boolean;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "learning_attempt_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "learning_attempt_program" })
  program?: Program;
  @ManyToOne(() => LearningCheck)
  @JoinColumn({ name: "check_id", foreignKeyConstraintName: "learning_attempt_check" })
  check?: LearningCheck;
}

/** What somebody chose in an attempt that is over. */
@Entity("learning_answer")
export class LearningAnswer {
  @PrimaryColumn("uuid") attemptId!: string;
  @PrimaryColumn("uuid") questionId!: string;
  @Column("integer", { array: true }) choices!: number[];
  @Column("boolean") isRight!: boolean;

  @ManyToOne(() => LearningAttempt, { onDelete: "CASCADE" })
  @JoinColumn({ name: "attempt_id", foreignKeyConstraintName: "learning_answer_attempt" })
  attempt?: LearningAttempt;
}

/** How many more attempts than others somebody has: staff or the provider granted them. */
@Entity("learning_grant")
@Check("learning_grant_attempts", "attempts > 0")
export class LearningGrant {
  @PrimaryColumn("uuid") memberId!: string;
  @PrimaryColumn("uuid") programId!: string;
  @Column("integer") attempts!: number;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "learning_grant_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "learning_grant_program" })
  program?: Program;
}
