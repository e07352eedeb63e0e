import type { DataProvider } from "react-admin";
import { nothingHere } from "./data/request.ts";
import { listParams, type ResourceData } from "./data/resource-data.ts";

/** Each folder's `*.data.ts` comes with the first page that reads it. */
const resources: Record<string, () => Promise<ResourceData>> = {
  programs: async () => (await import("./programs/program.data.ts")).programData,
  providers: async () => (await import("./programs/provider.data.ts")).providerData,
  attendance: async () => (await import("./attendance/attendance.data.ts")).attendanceData,
  "attendance-uploads": async () => (await import("./attendance/upload.data.ts")).uploadData,
  members: async () => (await import("./members/member.data.ts")).memberData,
  certificates: async () => (await import("./certificates/certificate.data.ts")).certificateData,
  mails: async () => (await import("./mail/mail.data.ts")).mailData,
  conferences: async () => (await import("./conferences/conference.data.ts")).conferenceData,
  "audit-entries": async () => (await import("./audit/audit.data.ts")).auditData,
};

/** The resource's own function; a page that asks for one which is not there is a fault of ours. */
async function dataOf<Name extends keyof ResourceData>(
  resource: string,
  name: Name,
): Promise<NonNullable<ResourceData[Name]>> {
  const found = (await resources[resource]?.())?.[name];
  if (!found) throw new Error(`The resource ${resource} has no ${name}.`);
  return found as NonNullable<ResourceData[Name]>;
}

const unused = async (): Promise<never> => {
  throw new Error("Changes go through the operations of each folder's *.data.ts.");
};

/** Hands what react-admin reads to each folder's `*.data.ts`. What is changed is an operation with a name of its own. */
export const dataProvider = {
  supportAbortSignal: true,
  getList: async (resource, params) => (await dataOf(resource, "getList"))(listParams(params)),
  async getOne(resource, { id, signal }) {
    const data = await (await dataOf(resource, "getOne"))(String(id), signal);
    if (!data) throw nothingHere();
    return { data };
  },
  getMany: async (resource, { ids, signal }) => ({
    data: await (await dataOf(resource, "getMany"))(ids.map(String), signal),
  }),
  getManyReference: unused,
  create: unused,
  update: unused,
  updateMany: unused,
  delete: unused,
  deleteMany: unused,
} as DataProvider;
