import { Box, Button, MenuItem, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { languageName, languages } from "../../messages/translate.ts";
import { useAsk } from "../data/use-ask.ts";
import { useOperation } from "../data/use-operation.ts";
import { useHolds } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { RefusalAlert } from "../ui/refusal-alert.tsx";
import { Section } from "../ui/section.tsx";
import { type KitText, type KitWordsInput, kitWordsQuery, previewKitWords, saveKitWords } from "./kit-words.data.ts";

/** What attendees of programs read: staff write it once, each program fills it in. */
export const KitWordsSection = () => {
  const [language, setLanguage] = useState(languages[0] ?? "en");
  const { data, error, refetch } = useAsk(kitWordsQuery, { language });
  return (
    <Section title={t("kitWords.title")} place="settings-kit">
      <Typography color="text.secondary">{t("kitWords.meaning")}</Typography>
      {languages.length > 1 && (
        <TextField
          select
          margin="normal"
          label={t("settings.language")}
          value={language}
          onChange={({ target }) => setLanguage(target.value)}
        >
          {languages.map((each) => (
            <MenuItem key={each} value={each}>
              {languageName(each)}
            </MenuItem>
          ))}
        </TextField>
      )}
      {error && <LoadProblem error={error} />}
      {data && (
        <KitWordsForm
          key={`${language} ${data.kitWords.changedAt}`}
          language={language}
          words={data.kitWords}
          reload={() => void refetch()}
        />
      )}
    </Section>
  );
};

interface FormProps {
  language: string;
  words: KitWordsInput & { changedAt: string | null; blanks: string[] };
  reload(): void;
}

const KitWordsForm = ({ language, words, reload }: FormProps) => {
  const { changedAt, blanks, mailSubject, mailText, instructions } = words;
  const [values, setValues] = useState<KitWordsInput>({ mailSubject, mailText, instructions });
  const [shown, setShown] = useState<KitText | null>(null);
  const preview = useOperation(previewKitWords, { quiet: true });
  const save = useOperation(saveKitWords, { done: t("kitWords.saved"), quiet: true });
  const mayChange = useHolds("ADMINISTRATOR");
  const refusal = save.refusal ?? preview.refusal;
  const field = (name: keyof KitWordsInput, label: string, rows = 1) => {
    const problem = refusal?.problems.find(({ field: at }) => at.endsWith(`.${name}`));
    return (
      <TextField
        fullWidth
        margin="normal"
        label={label}
        multiline={rows > 1}
        minRows={rows}
        disabled={!mayChange}
        value={values[name]}
        error={Boolean(problem)}
        helperText={problem?.message}
        onChange={({ target }) => setValues({ ...values, [name]: target.value })}
      />
    );
  };
  return (
    <>
      <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
        {t("kitWords.blanks", { blanks: blanks.join(", ") })}
      </Typography>
      {refusal && refusal.problems.length === 0 && <RefusalAlert refusal={refusal} />}
      {field("mailSubject", t("kitWords.mailSubject"))}
      {field("mailText", t("kitWords.mailText"), 6)}
      {field("instructions", t("kitWords.instructions"), 6)}
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap", alignItems: "center" }}>
        {mayChange && (
          <Button
            variant="contained"
            disabled={save.busy}
            onClick={async () => {
              preview.forget();
              if (await save.run(language, values)) reload();
            }}
          >
            {t("kitWords.save")}
          </Button>
        )}
        <Button
          disabled={preview.busy}
          onClick={async () => {
            save.forget();
            setShown((await preview.run(language, values)) ?? null);
          }}
        >
          {t("kitWords.preview")}
        </Button>
        {mayChange && changedAt && (
          <Button
            color="error"
            disabled={save.busy}
            onClick={async () => {
              if (await save.run(language, null)) reload();
            }}
          >
            {t("kitWords.reset")}
          </Button>
        )}
        <Typography variant="body2" color="text.secondary">
          {changedAt ? t("kitWords.changed", { at: formatInstant(changedAt) }) : t("kitWords.given")}
        </Typography>
      </Box>
      {shown && (
        <Box
          sx={{ mt: 2, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
          role="group"
          aria-label={t("kitWords.preview")}
        >
          <Typography sx={{ fontWeight: 600 }}>{shown.mailSubject}</Typography>
          <Typography variant="body2">{shown.mailText}</Typography>
          <Typography sx={{ fontWeight: 600, mt: 2 }}>{t("kitWords.instructions")}</Typography>
          <Typography variant="body2">{shown.instructions}</Typography>
        </Box>
      )}
    </>
  );
};
