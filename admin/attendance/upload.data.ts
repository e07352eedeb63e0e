import { graphql, type OrderFieldOf, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listQuery = graphql(`
  query UploadList($first: Int!, $offset: Int!, $filter: AttendanceUploadFilter, $orderBy: [AttendanceUploadOrder!]) {
    attendanceUploads(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        id fileName status rowCount recordedRows errorCount createdAt provider { name }
      }
    }
  }
`);

/** The last files that were sent. */
export const recentUploadsQuery = graphql(`
  query RecentUploads {
    attendanceUploads(first: 5) { nodes { id fileName status rowCount createdAt progress } }
  }
`);

/** An upload and its outcome; with what can be done about it, and was, where `page` is true. */
export const uploadQuery = graphql(`
  query UploadPage($id: ID!, $page: Boolean!) {
    attendanceUpload(id: $id) {
      id fileName status rowCount checkedRows recordedRows errorCount createdAt message
      progress warningCount addedRows changedRows removedRows reason undoneAt
      availableActions @include(if: $page)
      provider { name number }
      sameAs { id fileName createdAt }
      amends { id fileName }
      amendments @include(if: $page) { id fileName status createdAt message reason }
      errorKinds { code severity count }
    }
  }
`);

const errorsQuery = graphql(`
  query UploadErrors($id: ID!, $after: String, $code: ErrorCode) {
    attendanceUpload(id: $id) {
      errors(first: 100, after: $after, code: $code) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { line column value severity message }
      }
    }
  }
`);

const changesQuery = graphql(`
  query UploadChanges($id: ID!, $after: String, $kind: AttendanceChangeKind) {
    attendanceUpload(id: $id) {
      changes(first: 100, after: $after, kind: $kind) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          kind line completedOnBefore creditsBefore completedOnAfter creditsAfter
          kindsBefore { kind { unit } credits } kindsAfter { kind { unit } credits } certificate { number }
          member { memberNumber name } program { number creditUnit }
        }
      }
    }
  }
`);

const sendMutation = graphql(`
  mutation UploadAttendance($providerId: ID!, $file: Upload!, $preview: Boolean!) {
    uploadAttendance(providerId: $providerId, file: $file, preview: $preview) { id }
  }
`);

const undoMutation = graphql(`
  mutation UndoUpload($id: ID!, $reason: String!) {
    undoAttendanceUpload(id: $id, reason: $reason) { id }
  }
`);

const amendMutation = graphql(`
  mutation AmendUpload($id: ID!, $file: Upload!, $reason: String, $preview: Boolean!) {
    amendAttendanceUpload(id: $id, file: $file, reason: $reason, preview: $preview) { id status }
  }
`);

type Found<T extends { attendanceUpload: unknown }> = NonNullable<T["attendanceUpload"]>;
export type Upload = Found<ResultOf<typeof uploadQuery>>;
export type ErrorCode = Upload["errorKinds"][number]["code"];
export type ChangeKind = NonNullable<VariablesOf<typeof changesQuery>["kind"]>;

export const uploadData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { attendanceUploads } = await request(
      listQuery,
      { first, offset, filter, orderBy: orderByOf<OrderFieldOf<"AttendanceUpload">>(sort) },
      signal,
    );
    return { data: attendanceUploads.nodes, total: attendanceUploads.totalCount };
  },
} satisfies ResourceData;

export const uploadAttendance = async (providerId: string, file: File, preview: boolean) =>
  (await request(sendMutation, { providerId, file, preview })).uploadAttendance;

export const undoUpload = async (id: string, reason: string) =>
  (await request(undoMutation, { id, reason })).undoAttendanceUpload;

export const amendUpload = async (id: string, file: File, reason: string | null, preview: boolean) =>
  (await request(amendMutation, { id, file, reason, preview })).amendAttendanceUpload;

/** A hundred errors after a cursor, of one kind or of all. */
export const readErrors = async (id: string, code: ErrorCode | null, after: string | null, signal?: AbortSignal) =>
  (await request(errorsQuery, { id, code, after }, signal)).attendanceUpload?.errors ?? null;

/** A hundred changes after a cursor, of one kind or of all. */
export const readChanges = async (id: string, kind: ChangeKind | null, after: string | null, signal?: AbortSignal) =>
  (await request(changesQuery, { id, kind, after }, signal)).attendanceUpload?.changes ?? null;
