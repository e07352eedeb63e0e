import { Box, Typography } from "@mui/material";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { fieldName } from "./field-name.ts";
import { lineDifference } from "./line-difference.ts";
import type { ProgramPage } from "./program.data.ts";

/** What is different from the submission that was reviewed before. Nothing is shown where nothing is. */
export const SubmissionChanges = ({ changes }: { changes: ProgramPage["changesSinceSubmission"] }) => {
  if (changes.length === 0) return null;
  return (
    <Section title={t("programs.changedSince")}>
      {changes.map(({ field, before, after }) => (
        <Box key={field} sx={{ mb: 2 }}>
          <Typography component="h4" sx={{ fontWeight: 600 }}>
            {fieldName(field)}
          </Typography>
          <Box sx={{ borderInlineStart: 3, borderColor: "divider", pl: 1.5 }}>
            {lineDifference(before, after).map(({ kind, text }, at) => (
              <Box
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to be told apart by
                key={at}
                component={kind === "removed" ? "del" : kind === "added" ? "ins" : "div"}
                sx={{
                  display: "block",
                  whiteSpace: "pre-wrap",
                  overflowWrap: "anywhere",
                  color: kind === "removed" ? "error.main" : kind === "added" ? "success.main" : "text.secondary",
                  textDecoration: kind === "removed" ? "line-through" : "none",
                }}
              >
                {kind === "removed" ? "− " : kind === "added" ? "+ " : "  "}
                {text}
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Section>
  );
};
