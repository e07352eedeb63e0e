import { Box, Table, TableBody, TableCell, TableHead, TableRow, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useAsk } from "../data/use-ask.ts";
import { t } from "../i18n/t.ts";
import { formatDay } from "../ui/dates.ts";
import { LoadProblem } from "../ui/load-problem.tsx";
import { Section } from "../ui/section.tsx";
import { retentionQuery } from "./settings.data.ts";

/** What the next run of the retention job, or that of a later day, lets go: shown before it does. */
export const RetentionSection = () => {
  const [on, setOn] = useState("");
  const { data, error } = useAsk(retentionQuery, { on: on || null });
  return (
    <Section title={t("settings.forecast")} place="settings-forecast">
      <Typography color="text.secondary">{t("settings.forecastMeaning")}</Typography>
      <TextField
        type="date"
        margin="normal"
        label={t("settings.forecastDay")}
        helperText={t("settings.forecastDayHelp")}
        value={on}
        onChange={({ target }) => setOn(target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      {error && <LoadProblem error={error} />}
      {data && (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("settings.forecast")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {[
                  t("settings.forecastWhat"),
                  t("settings.forecastCount"),
                  t("settings.forecastOldest"),
                  t("settings.forecastSamples"),
                ].map((heading) => (
                  <TableCell key={heading}>{heading}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {data.retentionForecast.map(({ kind, count, oldestOn, samples }) => (
                <TableRow key={kind}>
                  <TableCell>{t(`retention.${kind}`)}</TableCell>
                  <TableCell>{count}</TableCell>
                  <TableCell>{oldestOn && formatDay(oldestOn)}</TableCell>
                  <TableCell sx={{ overflowWrap: "anywhere" }}>{samples.join(", ")}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Section>
  );
};
