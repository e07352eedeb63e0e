import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import type { ListParams, ResourceData } from "../data/resource-data.ts";

const listDocument = graphql(`
  query UploadList($first: Int!, $offset: Int!, $filter: AttendanceUploadFilter) {
    attendanceUploads(first: $first, offset: $offset, filter: $filter) {
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

export { showDocument as uploadPageDocument };

export const uploadData = {
  async getList({ first, offset, filter, signal }: ListParams) {
    const { attendanceUploads } = await request(listDocument, { first, offset, filter }, signal);
    return { data: attendanceUploads.nodes, total: attendanceUploads.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showDocument, { id }, signal)).attendanceUpload,
} satisfies ResourceData;

export const uploadAttendance = async (providerId: string, file: File, preview: boolean) =>
  (await request(uploadDocument, { providerId, file, preview })).uploadAttendance;

/** The next hundred errors. */
export const moreErrors = async (id: string, after: string | null) =>
  (await request(errorsDocument, { id, after })).attendanceUpload?.errors ?? null;
