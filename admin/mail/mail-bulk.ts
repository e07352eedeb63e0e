import type { BulkOperation } from "../bulk/bulk-dialog.tsx";
import { graphql } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { t } from "../i18n/t.ts";
import { resendMail } from "./mail.data.ts";

const chosenQuery = graphql(`
  query ChosenMails($ids: [ID!]!) {
    mails(first: 100, filter: { ids: $ids }) { nodes { id toAddress subject status } }
  }
`);

export const resendMails = (): BulkOperation => ({
  title: t("mail.resendAll"),
  explanation: t("mail.resendAllMeaning"),
  confirm: t("mail.send"),
  fields: [],
  read: async (ids, signal) =>
    (await request(chosenQuery, { ids }, signal)).mails.nodes.map(({ id, toAddress, subject, status }) => ({
      id,
      rowId: id,
      name: toAddress,
      detail: `${subject} (${t(`status.${status}`)})`,
      act: () => resendMail(id, toAddress),
    })),
});
