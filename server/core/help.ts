/** What somebody may need help with. Source: seeds/000 and 002, which name two addresses. */
export enum HelpPurpose {
  /** Accounts, numbers, applications, and whatever else. */
  GENERAL = "GENERAL",
  /** Attendance: rosters and their errors, deadlines. */
  REPORTING = "REPORTING",
}

/** What is set: each an address, or empty. */
export interface HelpAddresses {
  helpAddress: string;
  reportingHelpAddress: string;
}

/** Whom to write to; null: the accreditor names nobody. Where there is no address of its own, it is the general one. */
export const helpFor = (set: HelpAddresses, purpose: HelpPurpose): string | null =>
  (purpose === HelpPurpose.REPORTING && set.reportingHelpAddress) || set.helpAddress || null;
