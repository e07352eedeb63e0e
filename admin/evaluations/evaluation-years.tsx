import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { t } from "../i18n/t.ts";
import { choiceNames, meanOf } from "./choice-names.ts";
import type { EvaluationYear } from "./evaluation.data.ts";

/** The same questions year beside year: of a scale its mean as well, of each choice how many of a hundred chose it. */
export const EvaluationYears = ({ years }: { years: readonly EvaluationYear[] }) => {
  const questions = new Map(years.map(({ question }) => [question.id, question]));
  return (
    <Box sx={{ mt: 3 }}>
      <Typography variant="subtitle1" component="h4">
        {t("evaluation.years")}
      </Typography>
      <Typography variant="body2" color="text.secondary">
        {t("evaluation.yearsMeaning")}
      </Typography>
      {[...questions.values()].map((question) => {
        const own = years.filter((each) => each.question.id === question.id);
        const percentOf = ({ answers, counts }: EvaluationYear, choice: number) =>
          Math.round((100 * (counts.find((each) => each.choice === choice)?.count ?? 0)) / answers);
        return (
          <Box
            key={question.id}
            sx={{ mt: 2, overflowX: "auto" }}
            role="region"
            tabIndex={0}
            aria-label={question.text}
          >
            <Table
              size="small"
              sx={{
                width: "auto",
                "& td, & th": { fontVariantNumeric: "tabular-nums" },
                "& caption": { captionSide: "top", p: 0, color: "text.primary", typography: "subtitle2" },
              }}
            >
              <caption>{question.text}</caption>
              <TableHead>
                <TableRow>
                  <TableCell component="td" />
                  {own.map(({ year }) => (
                    <TableCell key={year} scope="col" align="right">
                      {year}
                    </TableCell>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {question.kind === "SCALE" && (
                  <TableRow>
                    <TableCell component="th" scope="row">
                      {t("evaluation.mean")}
                    </TableCell>
                    {own.map(({ year, counts }) => (
                      <TableCell key={year} align="right" sx={{ fontWeight: 600 }}>
                        {t("evaluation.figure", { figure: meanOf(counts) })}
                      </TableCell>
                    ))}
                  </TableRow>
                )}
                {choiceNames(question).map((name, at) => (
                  <TableRow key={name}>
                    <TableCell component="th" scope="row">
                      {name}
                    </TableCell>
                    {own.map((each) => (
                      <TableCell key={each.year} align="right">
                        {t("evaluation.share", { percent: percentOf(each, at + 1) })}
                      </TableCell>
                    ))}
                  </TableRow>
                ))}
                <TableRow>
                  <TableCell component="th" scope="row">
                    {t("evaluation.answersGiven")}
                  </TableCell>
                  {own.map(({ year, answers }) => (
                    <TableCell key={year} align="right">
                      {t("evaluation.figure", { figure: answers })}
                    </TableCell>
                  ))}
                </TableRow>
              </TableBody>
            </Table>
          </Box>
        );
      })}
    </Box>
  );
};
