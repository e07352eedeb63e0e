import { Box, Button, Link as MuiLink, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { ScrollTable } from "../ui/scroll-table.tsx";
import { approveRequest, refuseRequest, requestsQuery, type WaitingRequest } from "./requests.data.ts";

/** What waits for a second person, where the accreditor has set that erasing, merging and settings take two. */
export const RequestsPage = () => {
  const { data, error } = useAsk(requestsQuery, {});
  const [asking, setAsking] = useState<{ request: WaitingRequest; approve: boolean } | null>(null);
  const approve = useOperation(approveRequest, { done: t("requests.approved"), quiet: true });
  const refuse = useOperation(refuseRequest, { done: t("requests.refused"), quiet: true });
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const close = () => {
    approve.forget();
    refuse.forget();
    setAsking(null);
  };
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={t("requests.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("requests.title")}
      </Typography>
      <Typography sx={{ mb: 2, maxWidth: 900 }}>{t("requests.meaning")}</Typography>
      {data.waitingRequests.length === 0 ? (
        <Typography color="text.secondary">{t("requests.none")}</Typography>
      ) : (
        <ScrollTable
          label={t("requests.title")}
          headings={[
            t("requests.what"),
            t("column.reason"),
            t("requests.by"),
            t("requests.until"),
            t("requests.decide"),
          ]}
        >
          {data.waitingRequests.map((request) => (
            <TableRow key={request.id}>
              <TableCell>
                <What request={request} />
              </TableCell>
              <TableCell sx={{ overflowWrap: "anywhere" }}>{request.reason}</TableCell>
              <TableCell sx={{ overflowWrap: "anywhere" }}>{request.requestedBy}</TableCell>
              <TableCell>{formatInstant(request.expiresAt)}</TableCell>
              <TableCell>
                {request.availableActions.length === 0 && t("requests.another")}
                {request.availableActions.includes("APPROVE") && (
                  <Button size="small" onClick={() => setAsking({ request, approve: true })}>
                    {t("requests.approve")}
                  </Button>
                )}
                {request.availableActions.includes("REFUSE") && (
                  <Button size="small" color="error" onClick={() => setAsking({ request, approve: false })}>
                    {t("requests.refuse")}
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </ScrollTable>
      )}
      {asking && (
        <OperationDialog
          title={t(asking.approve ? "requests.approveTitle" : "requests.refuseTitle")}
          explanation={t(asking.approve ? "requests.approveMeaning" : "requests.refuseMeaning")}
          fields={asking.approve ? [] : [{ name: "reason", label: t("column.reason"), required: true }]}
          confirm={t(asking.approve ? "requests.approve" : "requests.refuse")}
          danger={asking.approve}
          busy={approve.busy || refuse.busy}
          refusal={asking.approve ? approve.refusal : refuse.refusal}
          onConfirm={async ({ reason = "" }) => {
            const { id } = asking.request;
            if (await (asking.approve ? approve.run(id) : refuse.run(id, reason))) close();
          }}
          onClose={close}
        />
      )}
    </Box>
  );
};

const What = ({ request }: { request: WaitingRequest }) => (
  <>
    {t(`requests.${request.kind}`)}
    {request.memberIds.map((id, n) => (
      <Box key={id}>
        <MuiLink component={Link} to={`/members/${id}/show`}>
          {request.memberNumbers[n]}
        </MuiLink>
      </Box>
    ))}
    {request.providerIds.map((id, n) => (
      <Box key={id}>
        <MuiLink component={Link} to={`/providers/${id}/show`}>
          {request.providerNumbers[n]}
        </MuiLink>
      </Box>
    ))}
    {request.settings && (
      <Box component="code" sx={{ display: "block", overflowWrap: "anywhere", maxWidth: 360 }}>
        {request.settings}
      </Box>
    )}
  </>
);
