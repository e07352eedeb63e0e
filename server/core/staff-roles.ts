/** What somebody of the accreditor's staff looks after. One account may hold several. */
export enum StaffRole {
  REVIEWER = "REVIEWER",
  REGISTRAR = "REGISTRAR",
  FINANCE = "FINANCE",
  AUDITOR = "AUDITOR",
  ADMINISTRATOR = "ADMINISTRATOR",
}

export const everyStaffRole: readonly StaffRole[] = Object.values(StaffRole);
