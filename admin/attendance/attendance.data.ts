import { graphql, type OrderFieldOf, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listQuery = graphql(`
  query AttendanceList($first: Int!, $offset: Int!, $filter: AttendanceFilter, $orderBy: [AttendanceOrder!]) {
    attendance(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        id completedOn credits source recordedAt reversedAt reversalReason
        member { memberNumber name }
        program { number name creditUnit }
      }
    }
  }
`);

/** What chosen records come to. */
export const attendanceTotalsQuery = graphql(`
  query AttendanceTotals($ids: [ID!]!) {
    totals: attendanceTotals(ids: $ids) { held people credits { creditUnit credits } }
  }
`);

const enterMutation = graphql(`
  mutation EnterAttendance($input: EnterAttendanceInput!) {
    enterAttendance(input: $input) { credits warnings { message } program { number } member { name } }
  }
`);

const reportableQuery = graphql(`
  query ReportablePrograms($number: String, $name: String) {
    programs(
      first: 20
      filter: { status: [AWAITING_ATTENDANCE], number: $number, name: $name }
      orderBy: [{ field: STARTS_ON, direction: DESC }]
    ) {
      nodes { id number name startsOn endsOn credits }
    }
  }
`);

/** What the program of a number is approved for of further kinds of credit. */
const approvedKindsQuery = graphql(`
  query ApprovedKindsOfProgram($number: String!) {
    programs(first: 1, filter: { number: $number }) { nodes { number creditKinds { kind { code name unit } credits } } }
  }
`);

const memberQuery = graphql(`
  query MemberByNumber($number: String!) {
    members(first: 1, filter: { memberNumber: $number }) { nodes { firstName lastName } }
  }
`);

export type AttendanceRow = ResultOf<typeof listQuery>["attendance"]["nodes"][number];
export type EnterAttendanceInput = VariablesOf<typeof enterMutation>["input"];

export { approvedKindsQuery, reportableQuery };

export const attendanceData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { attendance } = await request(
      listQuery,
      { first, offset, filter, orderBy: orderByOf<OrderFieldOf<"Attendance">>(sort) },
      signal,
    );
    return { data: attendance.nodes, total: attendance.totalCount };
  },
} satisfies ResourceData;

export const enterAttendance = async (input: EnterAttendanceInput) =>
  (await request(enterMutation, { input })).enterAttendance;

/** The member of a number; null where there is none. */
export const memberByNumber = async (number: string) =>
  (await request(memberQuery, { number })).members.nodes[0] ?? null;
