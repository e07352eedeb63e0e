import { Box, Button, Chip, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { KindChips } from "../ui/kind-chips.tsx";
import { LoadProblem } from "../ui/load-problem.tsx";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { PagedRows } from "../ui/paged-rows.tsx";
import {
  type AttentionItem,
  type AttentionKind,
  attentionKindsQuery,
  readAttention,
  retryCertificates,
  retryJob,
  setAttentionAside,
} from "./attention.data.ts";

/** What nobody would notice otherwise, each with what mends it: all for staff, its own for a provider. */
export const AttentionPage = () => {
  const { data, error } = useAsk(attentionKindsQuery, {});
  const [chosen, setChosen] = useState<AttentionKind | null>(null);
  const [leaving, setLeaving] = useState<AttentionItem | null>(null);
  const leave = useOperation(setAttentionAside, { done: t("attention.setAside"), quiet: true });
  if (error) return <LoadProblem error={error} />;
  if (!data) return null;
  const kinds = data.needsAttention.kinds.filter(({ count }) => count > 0);
  const kind = kinds.some((each) => each.kind === chosen) ? chosen : null;
  const close = () => {
    leave.forget();
    setLeaving(null);
  };
  return (
    <Box sx={{ mt: 2 }}>
      <Title title={t("attention.title")} />
      <Typography variant="h5" component="h2" sx={{ mb: 2 }}>
        {t("attention.title")}
      </Typography>
      <Typography sx={{ mb: 2, maxWidth: 900 }}>{t("attention.meaning")}</Typography>
      {kinds.length === 0 ? (
        <Typography color="text.secondary">{t("attention.none")}</Typography>
      ) : (
        <>
          <KindChips<AttentionKind>
            label={t("attention.kinds")}
            kinds={kinds.map((each) => ({ ...each, name: t(`attention.${each.kind}`) }))}
            chosen={kind}
            onChoose={setChosen}
          />
          <PagedRows<AttentionItem>
            label={t("attention.title")}
            columns={[t("attention.what"), t("attention.about"), t("attention.since"), t("attention.todo")]}
            queryKey={[kind ?? ""]}
            read={(after, signal) => readAttention(kind, after, signal)}
            row={(item) => [
              <What key="what" item={item} />,
              <About key="about" item={item} />,
              formatInstantDay(item.since),
              <Actions key="todo" item={item} onLeave={() => setLeaving(item)} />,
            ]}
          />
        </>
      )}
      {leaving && (
        <OperationDialog
          title={t("attention.setAsideTitle")}
          explanation={t("attention.setAsideMeaning")}
          fields={[{ name: "reason", label: t("column.reason"), required: true }]}
          confirm={t("attention.setAsideOpen")}
          busy={leave.busy}
          refusal={leave.refusal}
          onConfirm={async ({ reason = "" }) => {
            if (await leave.run(leaving.id, reason)) close();
          }}
          onClose={close}
        />
      )}
    </Box>
  );
};

const What = ({ item }: { item: AttentionItem }) => (
  <Box sx={{ minWidth: { xs: 220, md: 320 }, maxWidth: 560 }}>
    <Chip size="small" variant="outlined" label={t(`attention.${item.kind}`)} sx={{ mb: 0.5 }} />
    <Typography variant="body2">{item.message}</Typography>
  </Box>
);

/** Whom and what it is about. A provider has no pages of members. */
const About = ({ item }: { item: AttentionItem }) => {
  const { programId, programNumber, programName, memberNumber, memberName, otherMemberNumber, otherMemberName } = item;
  return (
    <>
      {memberNumber && (
        <div>
          {memberNumber} {memberName}
        </div>
      )}
      {otherMemberNumber && (
        <div>
          {otherMemberNumber} {otherMemberName}
        </div>
      )}
      {programId && (
        <MuiLink component={Link} to={`/programs/${programId}/show`}>
          {programNumber} {programName}
        </MuiLink>
      )}
    </>
  );
};

const Actions = ({ item, onLeave }: { item: AttentionItem; onLeave(): void }) => {
  const certificates = useOperation(retryCertificates, { done: t("certificates.retried") });
  const job = useOperation(retryJob, { done: t("attention.jobRetried") });
  const { id, programId, memberId, mailId, otherMemberNumber, availableActions } = item;
  const may = (...actions: AttentionItem["availableActions"]) =>
    actions.some((action) => availableActions.includes(action));
  const about = item.mailId ?? item.memberNumber ?? item.programNumber ?? "";
  const page = (to: string, label: string) => (
    <Button size="small" component={Link} to={to} aria-label={`${label}: ${about}`}>
      {label}
    </Button>
  );
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
      {may("CORRECT_AND_RETRY") && memberId && page(`/members/${memberId}/show`, t("attention.openMember"))}
      {may("CORRECT_AND_RETRY", "RETRY_CERTIFICATES") && programId && (
        <Button
          size="small"
          disabled={certificates.busy}
          aria-label={`${t("attention.tryAgain")}: ${about}`}
          onClick={() => void certificates.run(programId)}
        >
          {t("attention.tryAgain")}
        </Button>
      )}
      {may("RETRY_JOB") && (
        <Button size="small" disabled={job.busy} onClick={() => void job.run(id)}>
          {t("attention.tryAgain")}
        </Button>
      )}
      {may("RESEND_MAIL") && mailId && page(`/mails/${mailId}/show`, t("attention.openMail"))}
      {may("EXTEND_REPORTING") && programId && page(`/programs/${programId}/show`, t("attention.extend"))}
      {may("DECIDE_PRESENCE") && programId && page(`/conferences/${programId}/show`, t("attention.decide"))}
      {may("DECIDE_SESSION") && programId && page(`/conferences/${programId}/show`, t("attention.decide"))}
      {may("DECIDE_CREDIT") && memberId && page(`/members/${memberId}/show`, t("attention.decide"))}
      {may("DECIDE_NAME") && memberId && page(`/members/${memberId}/show`, t("attention.decide"))}
      {may("MERGE_MEMBERS") &&
        memberId &&
        otherMemberNumber &&
        page(`/members/${memberId}/show?${new URLSearchParams({ merge: otherMemberNumber })}`, t("attention.merge"))}
      {may("SET_ASIDE") && (
        <Button size="small" color="inherit" aria-label={`${t("attention.setAsideOpen")}: ${about}`} onClick={onLeave}>
          {t("attention.setAsideOpen")}
        </Button>
      )}
    </Box>
  );
};
