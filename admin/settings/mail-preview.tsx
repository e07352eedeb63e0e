import { Box, MenuItem, TextField, Typography } from "@mui/material";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { type MailKind, type MailSettings, mailPreviewQuery } from "./settings.data.ts";

const kinds = Object.keys({
  CERTIFICATE: true,
  WELCOME: true,
  SIGN_UP: true,
  EMAIL_CODE: true,
  PASSWORD_RESET: true,
  CHANGE: true,
  INVITATION: true,
  PROVIDER: true,
  MERGE: true,
  ERASURE: true,
  PROGRAM_SUBMITTED: true,
  PROGRAM_TAKEN_UP: true,
  REVIEW: true,
  CHANGES_REQUESTED: true,
  PROGRAM_APPROVED: true,
  PROGRAM_DENIED: true,
  SESSION_DECIDED: true,
  PRESENCE_DECIDED: true,
  CREDIT_DECIDED: true,
  RENEWAL_DUE: true,
  DEADLINE_EXTENDED: true,
  ATTENDANCE_REMINDER: true,
  ATTENDANCE_RECORDED: true,
  FEE_DUE: true,
  RECEIPT: true,
  DOCUMENTS_DUE: true,
  EVALUATION: true,
  SPEAKER: true,
  CERTIFICATES_RELEASED: true,
  STAFF_DIGEST: true,
  LOG_HEAD: true,
  ATTENDEE_KIT: true,
  ANNOUNCEMENT: true,
} satisfies Record<MailKind, true>) as MailKind[];

const looks = ["light", "dark", "plain"] as const;
const widths = ["wide", "narrow"] as const;

/** What the page's policy lets in: the mail's one sheet gets the number that the page's own have. */
const withNonce = (html: string): string => {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
  return html.replace("<style>", `<style nonce="${nonce}">`);
};

/** A mail as it would look with what stands in the form, before it is saved. */
export const MailPreview = ({ values }: { values: MailSettings }) => {
  const [kind, setKind] = useState<MailKind>("CERTIFICATE");
  const [look, setLook] = useState<(typeof looks)[number]>("light");
  const [width, setWidth] = useState<(typeof widths)[number]>("wide");
  const { data, error } = useAsk(
    mailPreviewQuery,
    { kind, input: values, dark: look === "dark" },
    { placeholderData: keepPreviousData, gcTime: 0 },
  );
  const choice = <Value extends string>(
    label: string,
    value: Value,
    set: (value: Value) => void,
    choices: readonly { value: Value; words: string }[],
  ) => (
    <TextField select size="small" label={label} value={value} onChange={({ target }) => set(target.value as Value)}>
      {choices.map((each) => (
        <MenuItem key={each.value} value={each.value}>
          {each.words}
        </MenuItem>
      ))}
    </TextField>
  );
  return (
    <Box sx={{ mt: 2 }}>
      <Typography variant="subtitle1" component="h4" sx={{ mb: 1 }}>
        {t("settings.mailPreview")}
      </Typography>
      <Typography color="text.secondary" sx={{ mb: 2 }}>
        {t("settings.mailPreviewMeaning")}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, mb: 2 }}>
        {choice(
          t("settings.mailKind"),
          kind,
          setKind,
          kinds.map((value) => ({ value, words: t(`mailKind.${value}`) })),
        )}
        {choice(
          t("settings.mailLook"),
          look,
          setLook,
          looks.map((value) => ({ value, words: t(`settings.mailLook.${value}`) })),
        )}
        {look !== "plain" &&
          choice(
            t("settings.mailWidth"),
            width,
            setWidth,
            widths.map((value) => ({ value, words: t(`settings.mailWidth.${value}`) })),
          )}
      </Box>
      {error ? (
        <LoadProblem error={error} />
      ) : (
        data && (
          <>
            <Typography sx={{ overflowWrap: "anywhere" }}>
              {t("settings.mailFrom", { from: data.mailPreview.from })}
            </Typography>
            <Typography sx={{ mb: 1, overflowWrap: "anywhere" }}>
              {t("settings.mailSubject", { subject: data.mailPreview.subject })}
            </Typography>
            {look === "plain" ? (
              <Box
                component="pre"
                sx={{ m: 0, p: 2, border: 1, borderColor: "divider", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
              >
                {data.mailPreview.text}
              </Box>
            ) : (
              <Box
                component="iframe"
                title={t("settings.mailPreview")}
                sandbox=""
                srcDoc={withNonce(data.mailPreview.html)}
                sx={{
                  display: "block",
                  width: width === "wide" ? "100%" : 390,
                  maxWidth: "100%",
                  height: 560,
                  border: 1,
                  borderColor: "divider",
                }}
              />
            )}
          </>
        )
      )}
    </Box>
  );
};
