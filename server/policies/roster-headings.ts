/** Headings of the roster's columns beside that of the member number: the accreditor's name for it must be another. */
export const otherRosterHeadings = [
  "Program ID",
  "First Name",
  "Last Name",
  "Completion Date",
  "CECs",
  "Credits",
] as const;
