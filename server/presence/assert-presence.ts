import { DomainError, ErrorCode } from "../core/errors.ts";
import type { SessionPresence } from "./presence.rules.ts";

/**
 * Refuses a session for which somebody has not shown what its conference demands.
 * @throws PRESENCE_NOT_SHOWN
 */
export function assertPresence({
  id: sessionId,
  title,
  presence,
}: {
  id: string;
  title: string;
  presence: SessionPresence;
}): void {
  if (presence.shown) return;
  const facts = { field: "sessionId", sessionId, title };
  throw presence.leastMinutes === null
    ? new DomainError(ErrorCode.PRESENCE_NOT_SHOWN, "presence.notShown", facts)
    : new DomainError(ErrorCode.PRESENCE_NOT_SHOWN, "presence.tooFewMinutes", {
        ...facts,
        minutes: presence.minutes,
        leastMinutes: presence.leastMinutes,
      });
}
