import { Checkbox, FormControlLabel, FormGroup, Typography } from "@mui/material";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { Section } from "../ui/section.tsx";
import { mailChoicesQuery, setMailWanted } from "./mail-choices.data.ts";

/** Which mails come that need not. */
export const MailChoicesSection = () => {
  const { data } = useAsk(mailChoicesQuery, {});
  const set = useOperation(setMailWanted);
  const choices = data?.viewer?.mailChoices ?? [];
  if (choices.length === 0) return null;
  return (
    <Section title={t("account.mails")}>
      <Typography>{t("account.mailsMeaning")}</Typography>
      <FormGroup>
        {choices.map(({ kind, wanted }) => (
          <FormControlLabel
            key={kind}
            label={t("account.mailKind", { kind })}
            control={
              <Checkbox
                checked={wanted}
                disabled={set.busy}
                onChange={(_event, checked) => void set.run(kind, checked)}
              />
            }
          />
        ))}
      </FormGroup>
    </Section>
  );
};
