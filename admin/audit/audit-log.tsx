import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { useReadsPersons } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { auditQuery } from "./audit.data.ts";
import { AuditLine } from "./audit-line.tsx";

/** The audit log of one thing, read only when somebody wants to see it. For staff who read it. */
export const AuditLog = ({ subjectId }: { subjectId: string }) => {
  const [open, setOpen] = useState(false);
  const [offset, setOffset] = useState(0);
  const { data, isPending } = useAsk(auditQuery, { subjectId, offset }, { enabled: open });
  const reads = useReadsPersons();
  if (!reads) return null;
  return (
    <Section
      title={t("audit.title")}
      actions={
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "audit.hide" : "audit.show")}
        </Button>
      }
    >
      {open && isPending && <Typography>{t("list.reading")}</Typography>}
      {open && data?.auditEntries.nodes.length === 0 && <Typography>{t("audit.nothing")}</Typography>}
      {open && data?.auditEntries.nodes.map((entry) => <AuditLine key={entry.id} entry={entry} />)}
      {open && data && (offset > 0 || data.auditEntries.pageInfo.hasNextPage) && (
        <Box sx={{ display: "flex", gap: 1 }}>
          <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - 20)}>
            {t("audit.newer")}
          </Button>
          <Button
            size="small"
            disabled={!data.auditEntries.pageInfo.hasNextPage}
            onClick={() => setOffset(offset + 20)}
          >
            {t("audit.older")}
          </Button>
        </Box>
      )}
    </Section>
  );
};
