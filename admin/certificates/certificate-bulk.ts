import type { BulkOperation } from "../bulk/bulk-dialog.tsx";
import { graphql, type ResultOf } from "../data/graphql.ts";
import { request } from "../data/request.ts";
import { t } from "../i18n/t.ts";
import { reissueCertificate, resendCertificate, revokeCertificate } from "./certificate.data.ts";

const chosenQuery = graphql(`
  query ChosenCertificates($ids: [ID!]!) {
    certificates(first: 100, filter: { ids: $ids }) {
      nodes { id number recipientName title credits creditUnit status availableActions }
    }
  }
`);

type Chosen = ResultOf<typeof chosenQuery>["certificates"]["nodes"][number];
type Action = Chosen["availableActions"][number];

const reader =
  (action: Action, act: (id: string, values: Record<string, string>) => Promise<unknown>): BulkOperation["read"] =>
  async (ids, signal) =>
    (await request(chosenQuery, { ids }, signal)).certificates.nodes.map(
      ({ id, number, recipientName, title, credits, creditUnit, status, availableActions }) => {
        const may = availableActions.includes(action);
        const state = t(`status.${status}`);
        return {
          id,
          rowId: id,
          name: `${number} ${recipientName}`,
          // One that holds and still cannot be sent has a holder without an address.
          detail: may
            ? `${title}, ${credits} ${creditUnit}`
            : action === "RESEND" && status === "ISSUED"
              ? t("certificates.noAddress")
              : state,
          act: may ? (values) => act(id, values) : null,
        };
      },
    );

const why = () => ({ name: "reason", label: t("column.reason"), multiline: true, required: true });

export const resendCertificates = (): BulkOperation => ({
  title: t("certificates.resendAll"),
  explanation: t("certificates.resendAllMeaning"),
  confirm: t("certificates.resend"),
  fields: [],
  read: reader("RESEND", (id) => resendCertificate(id)),
});

export const revokeCertificates = (): BulkOperation => ({
  title: t("certificates.revokeAll"),
  explanation: t("certificates.revokeMeaning"),
  confirm: t("certificates.revoke"),
  danger: true,
  fields: [why()],
  read: reader("REVOKE", (id, { reason = "" }) => revokeCertificate(id, reason)),
});

export const reissueCertificates = (): BulkOperation => ({
  title: t("certificates.reissueAll"),
  explanation: t("certificates.reissueMeaning"),
  confirm: t("certificates.reissue"),
  fields: [why()],
  read: reader("REISSUE", (id, { reason = "" }) => reissueCertificate(id, reason)),
});
