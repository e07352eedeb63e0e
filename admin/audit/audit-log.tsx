import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAsk } from "../data/use-ask.ts";
import { Section } from "../ui/section.tsx";
import { auditQuery } from "./audit.data.ts";
import { AuditLine } from "./audit-line.tsx";

/** The audit log of one thing, read only when somebody wants to see it. For staff. */
export const AuditLog = ({ subjectId }: { subjectId: string }) => {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const [offset, setOffset] = useState(0);
  const { data, isPending } = useAsk(auditQuery, { subjectId, offset }, { enabled: open });
  return (
    <Section
      title="Audit log"
      actions={
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "Hide" : "Show")}
        </Button>
      }
    >
      {open && isPending && <Typography>{t("Reading …")}</Typography>}
      {open && data?.auditEntries.nodes.length === 0 && <Typography>{t("There is nothing on record.")}</Typography>}
      {open && data?.auditEntries.nodes.map((entry) => <AuditLine key={entry.id} entry={entry} />)}
      {open && data && (offset > 0 || data.auditEntries.pageInfo.hasNextPage) && (
        <Box sx={{ display: "flex", gap: 1 }}>
          <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - 20)}>
            {t("Newer")}
          </Button>
          <Button
            size="small"
            disabled={!data.auditEntries.pageInfo.hasNextPage}
            onClick={() => setOffset(offset + 20)}
          >
            {t("Older")}
          </Button>
        </Box>
      )}
    </Section>
  );
};
