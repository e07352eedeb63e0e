import { AttendanceUploadPhase } from "../attendance/attendance.entity.ts";
import type { Context } from "../core/context.ts";

/** Where each phase ends, in percent of the whole time. */
const shares = {
  checked: { WAITING: 0, READING: 60, CHECKING: 99, RECORDING: 99 },
  undone: { WAITING: 0, READING: 0, CHECKING: 50, RECORDING: 99 },
  recorded: { WAITING: 0, READING: 30, CHECKING: 50, RECORDING: 99 },
} satisfies Record<string, Record<AttendanceUploadPhase, number>>;

const order = Object.values(AttendanceUploadPhase);

/** No more often than this is written how far a job is, in milliseconds. */
const intervalMs = 250;

/** Tells those who watch how far a job is with a bundle: outside the transaction that records, so that it is seen before its end. */
export class BundleProgress {
  #toldAt = 0;
  #phase: AttendanceUploadPhase | null = null;

  constructor(
    private readonly ctx: Context,
    private readonly importId: string,
    private readonly does: keyof typeof shares,
  ) {}

  /** @param share how much of this phase is done, from 0 to 1 */
  async tell(phase: AttendanceUploadPhase, share: number): Promise<void> {
    const now = performance.now();
    if (phase === this.#phase && now - this.#toldAt < intervalMs) return;
    this.#toldAt = now;
    this.#phase = phase;
    const ends = shares[this.does];
    const from = ends[order[order.indexOf(phase) - 1] ?? AttendanceUploadPhase.WAITING];
    await this.ctx.db.query("UPDATE bundle_import SET phase = $2, progress = $3 WHERE id = $1 AND phase IS NOT NULL", [
      this.importId,
      phase,
      Math.round(from + share * (ends[phase] - from)),
    ]);
  }
}
