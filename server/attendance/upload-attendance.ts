import { audit } from "../core/audit.ts";
import { type Context, inTransaction } from "../core/context.ts";
import { DomainError, ErrorCode, notFound, violates } from "../core/errors.ts";
import { requestFiles } from "../core/file-room.ts";
import { isId } from "../core/ids.ts";
import { enqueue } from "../core/jobs.ts";
import { takesOfProviders } from "../core/provider-limits.ts";
import { assertStanding } from "../core/provider-standing.ts";
import { takesOfFile } from "../core/quota.limits.ts";
import { enforceLimits } from "../core/rate-limits.ts";
import { seesOf } from "../core/viewer.ts";
import { approvedStatuses } from "../programs/program.status.ts";
import { Provider } from "../providers/provider.entity.ts";
import { type AttendanceUpload, AttendanceUploadPhase } from "./attendance.entity.ts";
import { memberGuessesByProvider } from "./attendance.limits.ts";
import { canReportFor } from "./attendance.policy.ts";
import { checkUpload } from "./check-upload.ts";
import { type ArrivedUpload, insertUpload, ownerOfFile, refuseSameFile } from "./keep-upload.ts";
import { type GivenRoster, type RosterFile, takeRoster } from "./roster-file.ts";
import { storeParts } from "./upload-parts.ts";

declare module "../core/jobs.ts" {
  interface Jobs {
    /** A roster that is too large to be checked within its request was kept. */
    "attendance.check": { uploadId: string };
  }
}

/** What a sender says of a roster beside its rows. */
export interface SendingOptions {
  preview: boolean;
  /** By what its sender will look for it; null: by nothing. */
  clientReference: string | null;
}

/** Most characters of a reference, in UTF-16 code units. */
const longestReference = 200;

/** @throws BAD_INPUT */
function givenReference(reference: string | null): string | null {
  const given = reference?.trim() ?? "";
  if (given.length > longestReference || /\p{Cc}/u.test(given))
    throw new DomainError(ErrorCode.BAD_INPUT, "attendance.clientReference", {
      field: "clientReference",
      maximum: longestReference,
    });
  return given === "" ? null : given;
}

/**
 * Takes a roster: the whole file, or nothing of it. Answers with the upload, which lists every error of the file; an upload
 * that was rejected, or was a preview, has recorded nothing. A large file is kept and checked by a job: the answer is CHECKING.
 * Bytes that an upload of this provider has already are rejected with an error that names it, however many come at once.
 * @throws NOT_FOUND unless the viewer may report for this provider
 * @throws PROVIDER_NOT_ACTIVE; NOTHING_TO_REPORT where no program of the provider was approved
 * @throws FILE_TOO_LARGE, FILE_TOO_COSTLY, INVALID_UPLOAD, TOO_MANY_REQUESTS
 */
export async function uploadAttendance(
  ctx: Context,
  givenProviderId: string | null,
  file: GivenRoster,
  { preview, clientReference }: SendingOptions,
): Promise<AttendanceUpload> {
  const reference = givenReference(clientReference);
  const [sole, ...others] = ctx.viewer.providers.keys();
  const providerId = givenProviderId ?? (others.length === 0 ? sole : undefined);
  if (!providerId) throw new DomainError(ErrorCode.BAD_INPUT, "attendance.sayProvider", { field: "providerId" });
  const provider =
    isId(providerId) && seesOf(ctx.viewer, providerId)
      ? await ctx.db.manager.findOneBy(Provider, { id: providerId })
      : null;
  if (!provider) throw notFound("provider", "providerId");
  assertStanding(ctx.viewer, (viewer) => canReportFor(viewer, providerId));
  if (!ctx.viewer.isStaff) await assertHasApproved(ctx, providerId);

  // A preview that finds nothing wrong tells that every name is right, and records nothing.
  if (preview) await enforceLimits(ctx, takesOfProviders(ctx, memberGuessesByProvider, 0));

  return requestFiles.inTurn(() => takeInTurn(ctx, providerId, file, { preview, clientReference: reference }));
}

async function takeInTurn(
  ctx: Context,
  providerId: string,
  file: GivenRoster,
  { preview, clientReference }: SendingOptions,
): Promise<AttendanceUpload> {
  const { roster, fileName } = await takeRoster(ctx, file);
  await enforceLimits(ctx, takesOfFile(ctx, providerId, roster.facts.byteSize));
  const given = { providerId, fileName, preview, clientReference, facts: roster.facts, ownsFile: !preview };
  for (;;) {
    try {
      return await takeOnce(ctx, given, roster);
    } catch (error) {
      // Another one with these bytes came first and was waited for: now it can be named, or has made room.
      if (violates(error, "attendance_upload_same_file")) continue;
      // The lock on the programs keeps rosters apart; this is the last line behind it.
      if (violates(error, "attendance_once_per_offering"))
        throw new DomainError(ErrorCode.ALREADY_RECORDED, "attendance.recordedMeanwhile");
      throw error;
    }
  }
}

/**
 * A roster of a provider that has nothing to report is not read: all that it could bring is what is wrong in it.
 * @throws NOTHING_TO_REPORT
 */
async function assertHasApproved({ db }: Context, providerId: string): Promise<void> {
  const [{ approved }] = await db.query(
    "SELECT EXISTS (SELECT FROM program WHERE provider_id = $1 AND status = ANY($2::text[])) AS approved",
    [providerId, approvedStatuses],
  );
  if (!approved)
    throw new DomainError(ErrorCode.NOTHING_TO_REPORT, "attendance.nothingToReport", { field: "providerId" });
}

async function takeOnce(ctx: Context, given: ArrivedUpload, roster: RosterFile): Promise<AttendanceUpload> {
  return inTransaction(ctx, async (tx) => {
    const owner = await ownerOfFile(tx, given.providerId, given.facts);
    if (owner) return refuseSameFile(tx, ctx, given, owner);
    if (given.facts.byteSize <= ctx.config.uploadAtOnceBytes)
      return checkUpload(tx, ctx, await insertUpload(tx, ctx, given), roster);

    const upload = await insertUpload(tx, ctx, { ...given, phase: AttendanceUploadPhase.WAITING });
    await storeParts(tx, upload.id, roster.open());
    await audit(tx, ctx, "attendance.receive", ["attendance-upload", upload.id], {
      after: { fileName: given.fileName, byteSize: given.facts.byteSize, preview: given.preview },
    });
    await enqueue(tx, "attendance.check", { uploadId: upload.id });
    return upload;
  });
}
