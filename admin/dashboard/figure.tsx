import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography, useTheme } from "@mui/material";
import { useTranslate } from "react-admin";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { Section } from "../ui/section.tsx";

export interface FigureRow {
  label: string;
  value: number;
  /** As it is written in the table, where that is not the number itself. */
  text?: string;
}

interface Props {
  title: string;
  labelHeading: string;
  valueHeading: string;
  rows: FigureRow[];
}

/** A bar chart with its numbers as a table beside it: the chart adds nothing that the table does not say. */
export const Figure = ({ title, labelHeading, valueHeading, rows }: Props) => {
  const t = useTranslate();
  const { palette } = useTheme();
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <Typography color="text.secondary">{t("There is nothing to count yet.")}</Typography>
      ) : (
        <Box
          sx={{
            display: "grid",
            gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 3fr) minmax(0, 2fr)" },
            gap: 2,
          }}
        >
          <Box aria-hidden sx={{ height: 220 }}>
            <ResponsiveContainer width="100%" height="100%">
              <BarChart data={rows} margin={{ top: 8, right: 8, bottom: 0, left: -16 }} accessibilityLayer={false}>
                <CartesianGrid vertical={false} stroke={palette.divider} />
                <XAxis
                  dataKey="label"
                  tick={{ fill: palette.text.secondary, fontSize: 11 }}
                  interval="preserveStartEnd"
                />
                <YAxis allowDecimals={false} tick={{ fill: palette.text.secondary, fontSize: 11 }} />
                <Bar dataKey="value" fill={palette.primary.main} radius={[3, 3, 0, 0]} isAnimationActive={false} />
              </BarChart>
            </ResponsiveContainer>
          </Box>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t(labelHeading)}</TableCell>
                <TableCell align="right">{t(valueHeading)}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.map((row) => (
                <TableRow key={row.label}>
                  <TableCell>{row.label}</TableCell>
                  <TableCell align="right">{row.text ?? row.value}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Section>
  );
};
