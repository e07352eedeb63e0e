import "../attendance/reinstate-yielded.ts";
import { DomainError } from "../core/errors.ts";
import { defineJob } from "../core/jobs.ts";
import { forChange } from "../core/locks.ts";
import { Member } from "../members/member.entity.ts";
import { issueConferenceCertificate } from "./generate-certificate.ts";

/** Asks for the certificate of choices that came back. What keeps it from being issued is shown to the member, who can mend it. */
export const reinstateClaimsJob = defineJob("claims.reinstated", async (ctx, { memberId, programId }) => {
  try {
    await issueConferenceCertificate(ctx, programId, (tx) =>
      tx.findOneOrFail(Member, { where: { id: memberId, active: true }, lock: forChange }),
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
});
