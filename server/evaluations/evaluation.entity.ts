import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from "typeorm";
import { Member } from "../members/member.entity.ts";
import { Program, ProgramType } from "../programs/program.entity.ts";

/** How a question is answered. */
export enum QuestionKind {
  /** From 1 to 5. */
  SCALE = "SCALE",
  /** One of its choices. */
  CHOICE = "CHOICE",
  /** Any of its choices. */
  SEVERAL = "SEVERAL",
  /** In one's own words. */
  TEXT = "TEXT",
  /** By a tick: that it is so. */
  ATTESTATION = "ATTESTATION",
}

/** What a question is asked of. */
export enum QuestionAbout {
  /** Once. */
  PROGRAM = "PROGRAM",
  /** Of each session of a conference that somebody chose. */
  SESSION = "SESSION",
  /** Of each who speaks there. */
  SPEAKER = "SPEAKER",
}

/**
 * A question, as it is asked. It is never changed: another text is another question, and one that stays keeps its ID from version to version
 * of a form, by which its answers are compared over years.
 */
@Entity("evaluation_question")
@Check("evaluation_question_kind", "kind IN ('SCALE', 'CHOICE', 'SEVERAL', 'TEXT', 'ATTESTATION')")
@Check("evaluation_question_about", "about IN ('PROGRAM', 'SESSION', 'SPEAKER')")
export class EvaluationQuestion {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("text") kind!: QuestionKind;
  @Column("text") about!: QuestionAbout;
  @Column("text") text!: string;
  /** What can be chosen; of SCALE what 1 and 5 mean, or nothing. */
  @Column("text", { array: true, default: () => "'{}'" }) choices!: string[];
  /** Nobody is done without an answer to it. */
  @Column("boolean") required!: boolean;
}

/**
 * What is asked of who attended: by a type, of its programs that end on a day or later, and by a program beside that. The latest version is the
 * one that is asked; of a type the latest of those that have begun.
 */
@Entity("evaluation_form")
@Unique("evaluation_form_of_type", ["typeId", "version"])
@Unique("evaluation_form_of_program", ["programId", "version"])
@Check("evaluation_form_of", "(type_id IS NULL) <> (program_id IS NULL) AND (type_id IS NULL) = (starts_on IS NULL)")
export class EvaluationForm {
  @PrimaryColumn("uuid", { default: () => "uuid_v7()" }) id!: string;
  @Column("uuid", { nullable: true }) typeId!: string | null;
  @Column("uuid", { nullable: true }) programId!: string | null;
  @Column("integer") version!: number;
  /** Of a type: the first day on which a program may end to be asked this. */
  @Column("date", { nullable: true }) startsOn!: string | null;
  /** Nobody gets a certificate who has not answered. */
  @Column("boolean") required!: boolean;

  @ManyToOne(() => ProgramType)
  @JoinColumn({ name: "type_id", foreignKeyConstraintName: "evaluation_form_type" })
  type?: ProgramType;
  @ManyToOne(() => Program, { onDelete: "CASCADE" })
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "evaluation_form_program" })
  program?: Program;
}

/** The questions of a form, in their order. */
@Entity("evaluation_form_question")
@Index("evaluation_form_question_once", ["formId", "questionId"], { unique: true })
export class EvaluationFormQuestion {
  @PrimaryColumn("uuid") formId!: string;
  @PrimaryColumn("integer") position!: number;
  @Column("uuid") questionId!: string;

  @ManyToOne(() => EvaluationForm, { onDelete: "CASCADE" })
  @JoinColumn({ name: "form_id", foreignKeyConstraintName: "evaluation_form_question_form" })
  form?: EvaluationForm;
  @ManyToOne(() => EvaluationQuestion)
  @JoinColumn({ name: "question_id", foreignKeyConstraintName: "evaluation_form_question_question" })
  question?: EvaluationQuestion;
}

/**
 * That a person has answered of a program, or need not: all that is kept of who answered. What they answered is in no row that has anything in
 * common with this one. Source: decision 77.
 */
@Entity("evaluation_response")
@Index("evaluation_response_by_program", ["programId"])
export class EvaluationResponse {
  @PrimaryColumn("uuid") memberId!: string;
  @PrimaryColumn("uuid") programId!: string;
  /** A day and no time of day. */
  @Column("date") answeredOn!: string;
  /** Staff said that this person need not. */
  @Column("boolean", { default: false }) waived!: boolean;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "evaluation_response_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "evaluation_response_program" })
  program?: Program;
}

/**
 * Where what was answered of one thing waits, sealed and shuffled, until there are five of it. Then it is counted and the box is empty again, but
 * for answers to a question that fewer than five have answered: they wait for others to the same one.
 */
@Entity("evaluation_box")
@Check("evaluation_box_waiting", "waiting BETWEEN 0 AND 4 AND (waiting = 0 OR sealed IS NOT NULL)")
@Check("evaluation_box_counted", "counted % 5 = 0")
export class EvaluationBox {
  @PrimaryColumn("uuid") programId!: string;
  @PrimaryColumn("text") about!: QuestionAbout;
  /** Of a session its ID, of a speaker the name, of the program nothing. */
  @PrimaryColumn("text") subject!: string;
  /** How many wait. */
  @Column("integer", { default: 0 }) waiting!: number;
  @Column("bytea", { nullable: true }) sealed!: Buffer | null;
  /** How many are counted: so many persons answered of it, five or a multiple of it. */
  @Column("integer", { default: 0 }) counted!: number;

  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "evaluation_box_program" })
  program?: Program;
}

/** How often a question was answered in one way, among those who are counted. */
@Entity("evaluation_tally")
export class EvaluationTally {
  @PrimaryColumn("uuid") programId!: string;
  @PrimaryColumn("text") subject!: string;
  @PrimaryColumn("uuid") questionId!: string;
  /** Which of its choices, from 1; 0: answered at all. */
  @PrimaryColumn("integer") choice!: number;
  @Column("integer") count!: number;

  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "evaluation_tally_program" })
  program?: Program;
  @ManyToOne(() => EvaluationQuestion)
  @JoinColumn({ name: "question_id", foreignKeyConstraintName: "evaluation_tally_question" })
  question?: EvaluationQuestion;
}

/** What somebody wrote, among those who are counted. Its ID is random: it says nothing of when. */
@Entity("evaluation_text")
@Index("evaluation_text_by_program", ["programId", "questionId"])
export class EvaluationText {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") programId!: string;
  @Column("text") subject!: string;
  @Column("uuid") questionId!: string;
  @Column("text") text!: string;

  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "evaluation_text_program" })
  program?: Program;
  @ManyToOne(() => EvaluationQuestion)
  @JoinColumn({ name: "question_id", foreignKeyConstraintName: "evaluation_text_question" })
  question?: EvaluationQuestion;
}

/** A link by which one person answers of one program without signing in. Only the hash of its token is kept. */
@Entity("evaluation_link")
@Index("evaluation_link_of", ["memberId", "programId"])
@Check("evaluation_link_days", "days >= 0")
export class EvaluationLink {
  @PrimaryColumn("bytea") tokenHash!: Buffer;
  @Column("uuid") memberId!: string;
  @Column("uuid") programId!: string;
  @Column("timestamptz") expiresAt!: Date;
  /** Which mail it was in: 0: the first; else a reminder, after so many days. */
  @Column("integer", { default: 0 }) days!: number;

  @ManyToOne(() => Member)
  @JoinColumn({ name: "member_id", foreignKeyConstraintName: "evaluation_link_member" })
  member?: Member;
  @ManyToOne(() => Program)
  @JoinColumn({ name: "program_id", foreignKeyConstraintName: "evaluation_link_program" })
  program?: Program;
}
