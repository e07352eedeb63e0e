import type { SaidKind } from "./session-kinds.ts";

/** What can be said of a session by hand. What is left out stays as it is; null empties it. */
export interface SessionChanges {
  title?: string | null;
  subtitle?: string | null;
  startsAt?: Date | null;
  endsAt?: Date | null;
  speakers?: string[] | null;
  room?: string | null;
  track?: string | null;
  virtual?: boolean | null;
  eligible?: boolean | null;
  /** Null: computed from its minutes again. */
  credits?: string | null;
  /** All that it earns of further kinds; null: nothing. */
  creditKinds?: SaidKind[] | null;
  releasedOn?: string | null;
  recordingOfId?: string | null;
  registrationTypes?: string[] | null;
}
