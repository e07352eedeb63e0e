import { graphql, type OrderFieldOf, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { type ListParams, orderByOf, type ResourceData } from "../data/resource-data.ts";

const listQuery = graphql(`
  query MailList($first: Int!, $offset: Int!, $filter: MailFilter, $orderBy: [MailOrder!]) {
    mails(first: $first, offset: $offset, filter: $filter, orderBy: $orderBy) {
      totalCount
      nodes { id toAddress subject status attempts createdAt }
    }
  }
`);

const showQuery = graphql(`
  query MailPage($id: ID!) {
    mail(id: $id) {
      id toAddress toName subject text status attempts lastError createdAt sentAt settledAt
      events { id kind said at } suppression { reason since }
      attachments { fileName byteSize }
    }
  }
`);

/** Announcements that wait for staff or are under way. */
export const announcementQueueQuery = graphql(`
  query AnnouncementQueue { announcementQueue { programId number name provider status } }
`);

const resendMutation = graphql(`
  mutation ResendMail($id: ID!, $toAddress: String) { resendMail(id: $id, toAddress: $toAddress) { id } }
`);

const liftMutation = graphql(`
  mutation LiftMailSuppression($address: String!, $reason: String!) { liftMailSuppression(address: $address, reason: $reason) }
`);

export const liftSuppression = (address: string, reason: string) => request(liftMutation, { address, reason });

export type MailPage = NonNullable<ResultOf<typeof showQuery>["mail"]>;

export const mailData = {
  async getList({ first, offset, sort, filter, signal }: ListParams) {
    const { mails } = await request(
      listQuery,
      { first, offset, filter, orderBy: orderByOf<OrderFieldOf<"Mail">>(sort) },
      signal,
    );
    return { data: mails.nodes, total: mails.totalCount };
  },
  getOne: async (id: string, signal?: AbortSignal) => (await request(showQuery, { id }, signal)).mail,
} satisfies ResourceData;

export const resendMail = async (id: string, toAddress: string) =>
  (await request(resendMutation, { id, toAddress })).resendMail;
