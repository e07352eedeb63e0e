import { Column, PrimaryColumn } from "typeorm";
import type { ErrorCode } from "./errors.ts";
import { FindingSeverity } from "./row-error.object.ts";

/** A piece of a file that somebody sent, kept from its arrival until a job has checked it. */
export abstract class FilePart {
  @PrimaryColumn("uuid") uploadId!: string;
  /** From 0. */
  @PrimaryColumn("integer") position!: number;
  @Column("bytea") content!: Buffer;
}

/** What was wrong, or may be, with one cell, or with one row, of a file. The sentence is made from these facts when it is read. */
export abstract class FileFinding {
  @PrimaryColumn("uuid") uploadId!: string;
  /** Place in the list of errors, from 1, by line and column. */
  @PrimaryColumn("integer") position!: number;
  /** Physical line of the file on which the record starts. */
  @Column("integer") line!: number;
  /** As the heading of the file has it; null: the error is the row's. */
  @Column("text", { nullable: true }) column!: string | null;
  /** As given. */
  @Column("text", { nullable: true }) value!: string | null;
  @Column("text") code!: ErrorCode;
  /** What the sentence needs to know, such as the maximum that was exceeded. */
  @Column("jsonb", { default: () => "'{}'" }) details!: Record<string, unknown>;
  @Column("text", { array: true, default: () => "'{}'" }) suggestions!: string[];
  @Column("text", { default: FindingSeverity.ERROR }) severity!: FindingSeverity;
}
