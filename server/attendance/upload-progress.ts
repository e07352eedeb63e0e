import type { Context } from "../core/context.ts";
import { type AttendanceUpload, AttendanceUploadPhase } from "./attendance.entity.ts";
import { AttendanceUploadStatus } from "./upload.status.ts";

/** Where each phase ends, in percent of the whole time, as measured. A preview records nothing. */
const shares = {
  recorded: { WAITING: 0, READING: 25, CHECKING: 50, RECORDING: 99 },
  previewed: { WAITING: 0, READING: 50, CHECKING: 99, RECORDING: 99 },
} satisfies Record<string, Record<AttendanceUploadPhase, number>>;

const order = Object.values(AttendanceUploadPhase);

/** Tells those who watch how far a job is with a roster: outside the transaction that records, so that it is seen before its end. */
export class UploadProgress {
  /** No more often than this is written how far a job is, in milliseconds. */
  static readonly intervalMs: number = 250;

  #toldAt = 0;
  #phase: AttendanceUploadPhase | null = null;

  constructor(
    private readonly ctx: Context,
    private readonly upload: Pick<AttendanceUpload, "id" | "preview">,
    private readonly table: "attendance_upload" | "member_import" = "attendance_upload",
  ) {}

  /**
   * @param share how much of this phase is done, from 0 to 1
   * @param rows what is known of the rows by now
   */
  async tell(
    phase: AttendanceUploadPhase,
    share: number,
    rows: Partial<Pick<AttendanceUpload, "rowCount" | "checkedRows">> = {},
  ): Promise<void> {
    const now = performance.now();
    if (phase === this.#phase && share < 1 && now - this.#toldAt < UploadProgress.intervalMs) return;
    this.#toldAt = now;
    this.#phase = phase;
    const ends = shares[this.upload.preview ? "previewed" : "recorded"];
    const from = ends[order[order.indexOf(phase) - 1] ?? AttendanceUploadPhase.WAITING];
    await this.ctx.db.query(
      `UPDATE ${this.table} SET phase = $2, progress = $3, row_count = coalesce($4, row_count),
         checked_rows = coalesce($5, 0)
       WHERE id = $1 AND status = $6`,
      [
        this.upload.id,
        phase,
        Math.round(from + share * (ends[phase] - from)),
        rows.rowCount ?? null,
        rows.checkedRows ?? null,
        AttendanceUploadStatus.CHECKING,
      ],
    );
  }
}
