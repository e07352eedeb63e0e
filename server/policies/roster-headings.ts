/** Headings of the roster's columns beside that of the member number: the accreditor's name for it must be another. */
export const otherRosterHeadings = [
  "Program ID",
  "Program Number",
  "First Name",
  "Last Name",
  "Completion Date",
  "CECs",
  "Credits",
] as const;

/** Headings by which the member number's column goes whatever the accreditor calls it. */
export const memberIdHeadings = ["Member ID", "Member Number"] as const;

/** Those of columns that a roster may have and the template has not. */
export const optionalRosterHeadings = ["Offering"] as const;
