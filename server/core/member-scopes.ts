/** What a program may do that acts for a member. */
export enum MemberScope {
  CONFERENCES = "CONFERENCES",
  CLAIMS = "CLAIMS",
  CERTIFICATES = "CERTIFICATES",
  TRANSCRIPT = "TRANSCRIPT",
}

export const everyMemberScope: readonly MemberScope[] = Object.values(MemberScope);
