import { Box, Checkbox, FormControlLabel, Typography } from "@mui/material";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstantDay } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { checkItem, type ProgramPage } from "./program.data.ts";

/** Where the page has the checklist. */
export const checklistPlace = "program-checklist";

type Checks = NonNullable<ProgramPage["review"]>["checklist"];

/** What is looked at in the review, each with who ticked it. Its provider's page has nothing of it. */
export const ChecklistSection = ({ program, checks }: { program: ProgramPage; checks: Checks }) => {
  const tick = useOperation(checkItem);
  if (checks.length === 0) return null;
  const mayTick = program.availableActions.includes("CHECK");
  return (
    <Section title={t("review.checklist")} place={checklistPlace}>
      <Box component="ul" aria-label={t("review.checklist")} sx={{ listStyle: "none", m: 0, p: 0 }}>
        {checks.map(({ id, text, required, checkedAt, checkedBy }) => (
          <li key={id}>
            <FormControlLabel
              sx={{ alignItems: "flex-start", mr: 0, overflowWrap: "anywhere" }}
              control={
                <Checkbox
                  size="small"
                  sx={{ py: 0.5 }}
                  checked={checkedAt !== null}
                  disabled={!mayTick}
                  onChange={({ target }) => void tick.run(id, target.checked)}
                />
              }
              label={
                <>
                  {required ? t("review.requiredCheck", { text }) : text}
                  {checkedAt && (
                    <Typography variant="body2" color="text.secondary">
                      {t("review.checkedBy", {
                        who: checkedBy ?? t("review.somebody"),
                        day: formatInstantDay(checkedAt),
                      })}
                    </Typography>
                  )}
                </>
              }
            />
          </li>
        ))}
      </Box>
    </Section>
  );
};
