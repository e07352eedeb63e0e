import { graphql, type ResultOf, type VariablesOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query UploadList($first: Int!, $offset: Int!, $filter: AttendanceUploadFilter, $orderBy: [AttendanceUploadOrder!]) {
    attendanceUploads(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes {
        id fileName status preview rowCount recordedRows errorCount createdAt progress
        provider { name number } amends { id }
      }
    }
  }
`);

const showDocument = graphql(`
  query UploadPage($id: ID!) {
    attendanceUpload(id: $id) {
      id fileName status preview rowCount checkedRows recordedRows errorCount createdAt message
      phase progress addedRows changedRows removedRows reason undoneAt availableActions
      provider { name number }
      sameAs { id fileName createdAt }
      amends { id fileName status }
      amendments { id fileName status createdAt message reason }
      errorKinds { code count }
    }
  }
`);

const errorsDocument = graphql(`
  query UploadErrors($id: ID!, $after: String, $code: ErrorCode) {
    attendanceUpload(id: $id) {
      id
      errors(first: 100, after: $after, code: $code) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { line column value code message suggestions }
      }
    }
  }
`);

const changesDocument = graphql(`
  query UploadChanges($id: ID!, $after: String, $kind: AttendanceChangeKind) {
    attendanceUpload(id: $id) {
      id
      changes(first: 100, after: $after, kind: $kind) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          kind line completedOnBefore creditsBefore completedOnAfter creditsAfter
          member { id memberNumber firstName lastName } program { id number creditUnit }
        }
      }
    }
  }
`);

const uploadDocument = graphql(`
  mutation UploadAttendance($providerId: ID!, $file: Upload!, $preview: Boolean!) {
    uploadAttendance(providerId: $providerId, file: $file, preview: $preview) { id }
  }
`);

const undoDocument = graphql(`
  mutation UndoUpload($id: ID!, $reason: String!) {
    undoAttendanceUpload(id: $id, reason: $reason) { id }
  }
`);

const amendDocument = graphql(`
  mutation AmendUpload($id: ID!, $file: Upload!, $reason: String, $preview: Boolean!) {
    amendAttendanceUpload(id: $id, file: $file, reason: $reason, preview: $preview) { id status }
  }
`);

type Found<T extends { attendanceUpload: unknown }> = NonNullable<T["attendanceUpload"]>;
export type UploadPage = Found<ResultOf<typeof showDocument>>;
export type ErrorCode = UploadPage["errorKinds"][number]["code"];
export type ChangeKind = NonNullable<VariablesOf<typeof changesDocument>["kind"]>;

export { showDocument as uploadPageDocument };

/** The columns that the list can be sorted by, by their source. */
export const uploadOrders = {
  fileName: "FILE_NAME",
  "provider.name": "PROVIDER",
  createdAt: "CREATED_AT",
  status: "STATUS",
  rowCount: "ROWS",
  recordedRows: "RECORDED_ROWS",
  errorCount: "ERRORS",
} as const;

export const uploadData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { attendanceUploads } = await request(
      listDocument,
      { first, offset, filter, orderBy: orderByOf(sort, uploadOrders) },
      signal,
    );
    return { data: attendanceUploads.nodes, total: attendanceUploads.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showDocument, { id }, signal)).attendanceUpload,
} satisfies ResourceData;

export const uploadAttendance = async (providerId: string, file: File, preview: boolean) =>
  (await request(uploadDocument, { providerId, file, preview })).uploadAttendance;

export const undoUpload = async (id: string, reason: string) =>
  (await request(undoDocument, { id, reason })).undoAttendanceUpload;

export const amendUpload = async (id: string, file: File, reason: string | null, preview: boolean) =>
  (await request(amendDocument, { id, file, reason, preview })).amendAttendanceUpload;

/** A hundred errors after a cursor, of one kind or of all. */
export const readErrors = async (id: string, code: ErrorCode | null, after: string | null, signal?: AbortSignal) =>
  (await request(errorsDocument, { id, code, after }, signal)).attendanceUpload?.errors ?? null;

/** A hundred changes after a cursor, of one kind or of all. */
export const readChanges = async (id: string, kind: ChangeKind | null, after: string | null, signal?: AbortSignal) =>
  (await request(changesDocument, { id, kind, after }, signal)).attendanceUpload?.changes ?? null;
