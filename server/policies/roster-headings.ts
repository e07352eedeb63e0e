/** Headings of the roster's columns beside that of the member number: the accreditor's name for it must be another. */
export const otherRosterHeadings = [
  "Program ID",
  "First Name",
  "Last Name",
  "Completion Date",
  "CECs",
  "Credits",
] as const;

/** Those of columns that a roster may have and the template has not. */
export const optionalRosterHeadings = ["Offering"] as const;
