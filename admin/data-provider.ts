import type { DataProvider } from "react-admin";
import { attendanceData } from "./attendance/attendance.data.ts";
import { uploadData } from "./attendance/upload.data.ts";
import { auditData } from "./audit/audit.data.ts";
import { certificateData } from "./certificates/certificate.data.ts";
import { conferenceData } from "./conferences/conference.data.ts";
import { nothingHere } from "./data/request.ts";
import { listParams, type ResourceData } from "./data/resource-data.ts";
import { mailData } from "./mail/mail.data.ts";
import { memberData } from "./members/member.data.ts";
import { programData } from "./programs/program.data.ts";
import { providerData } from "./programs/provider.data.ts";

const resources: Record<string, ResourceData> = {
  programs: programData,
  providers: providerData,
  attendance: attendanceData,
  "attendance-uploads": uploadData,
  members: memberData,
  certificates: certificateData,
  mails: mailData,
  conferences: conferenceData,
  "audit-entries": auditData,
};

/** The resource's own function; a page that asks for one which is not there is a fault of ours. */
function dataOf<Name extends keyof ResourceData>(resource: string, name: Name): NonNullable<ResourceData[Name]> {
  const found = resources[resource]?.[name];
  if (!found) throw new Error(`The resource ${resource} has no ${name}.`);
  return found as NonNullable<ResourceData[Name]>;
}

const unused = async (): Promise<never> => {
  throw new Error("Changes go through the operations of each folder's *.data.ts.");
};

/** Hands what react-admin reads to each folder's `*.data.ts`. What is changed is an operation with a name of its own. */
export const dataProvider = {
  supportAbortSignal: true,
  getList: (resource, params) => dataOf(resource, "getList")(listParams(params)),
  async getOne(resource, { id, signal }) {
    const data = await dataOf(resource, "getOne")(String(id), signal);
    if (!data) throw nothingHere();
    return { data };
  },
  getMany: async (resource, { ids, signal }) => ({ data: await dataOf(resource, "getMany")(ids.map(String), signal) }),
  getManyReference: unused,
  create: unused,
  update: unused,
  updateMany: unused,
  delete: unused,
  deleteMany: unused,
} as DataProvider;
