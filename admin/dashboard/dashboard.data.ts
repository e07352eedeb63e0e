import { graphql, type ResultOf } from "../data/graphql.ts";

export const staffDashboardQuery = graphql(`
  query StaffDashboard {
    dashboard {
      inboxByAge { fromDays toDays count }
      programsByStatus { status count }
      creditsByMonth { month creditUnit credits records }
      reportsDue(first: 10) { id programId programNumber programName providerName dueOn timeZone overdue }
    }
  }
`);

export const providerDashboardQuery = graphql(`
  query ProviderDashboard {
    dashboard {
      reportsDue(first: 10) { id programId programNumber programName dueOn timeZone overdue }
    }
    programs(first: 10, filter: { inbox: true }, orderBy: [{ field: STARTS_ON, direction: ASC }]) {
      totalCount
      nodes { id number name status startsOn type { form } }
    }
  }
`);

export type StaffFigures = ResultOf<typeof staffDashboardQuery>["dashboard"];
type ReportOfStaff = StaffFigures["reportsDue"][number];
/** Providers know whose reports are theirs. */
export type ReportDue = Omit<ReportOfStaff, "providerName"> & Partial<Pick<ReportOfStaff, "providerName">>;
