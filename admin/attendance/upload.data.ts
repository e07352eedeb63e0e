import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query UploadList($first: Int!, $offset: Int!, $filter: AttendanceUploadFilter, $orderBy: [AttendanceUploadOrder!]) {
    attendanceUploads(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id fileName status preview rowCount recordedRows errorCount createdAt provider { name number } }
    }
  }
`);

const showDocument = graphql(`
  query UploadPage($id: ID!) {
    attendanceUpload(id: $id) {
      id fileName status preview rowCount checkedRows recordedRows errorCount createdAt message
      provider { name number }
      errors(first: 100) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { line column value code message suggestions }
      }
    }
  }
`);

const errorsDocument = graphql(`
  query UploadErrors($id: ID!, $after: String) {
    attendanceUpload(id: $id) {
      id
      errors(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { line column value code message suggestions }
      }
    }
  }
`);

const uploadDocument = graphql(`
  mutation UploadAttendance($providerId: ID!, $file: Upload!, $preview: Boolean!) {
    uploadAttendance(providerId: $providerId, file: $file, preview: $preview) {
      id fileName status preview rowCount recordedRows errorCount createdAt message
    }
  }
`);

export type UploadPage = NonNullable<ResultOf<typeof showDocument>["attendanceUpload"]>;
export type UploadError = UploadPage["errors"]["nodes"][number];

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

/** The next hundred errors. */
export const moreErrors = async (id: string, after: string | null) =>
  (await request(errorsDocument, { id, after })).attendanceUpload?.errors ?? null;
