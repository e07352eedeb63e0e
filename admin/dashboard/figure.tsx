import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography, useTheme } from "@mui/material";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { t } from "../i18n/t.ts";
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
  /** Which way the bars go: along a line of time they stand, else they lie beside their names. */
  bars?: "standing" | "lying";
}

const height = 220;

/** A bar chart with its numbers as a table beside it: the chart adds nothing that the table does not say. */
export const Figure = ({ title, labelHeading, valueHeading, rows, bars = "lying" }: Props) => {
  const { palette } = useTheme();
  const tick = { fill: palette.text.secondary, fontSize: 11 };
  const lying = bars === "lying";
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <Typography color="text.secondary">{t("dashboard.nothing")}</Typography>
      ) : (
        <Box
          sx={{
            display: "grid",
            gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "minmax(0, 1fr) auto" },
            alignItems: "start",
            gap: 3,
          }}
        >
          <Box aria-hidden sx={{ height: lying ? Math.max(height, rows.length * 28) : height }}>
            <ResponsiveContainer width="100%" height="100%">
              <BarChart
                data={rows}
                layout={lying ? "vertical" : "horizontal"}
                margin={{ top: 8, right: 8, bottom: 0, left: lying ? 0 : -16 }}
                accessibilityLayer={false}
              >
                <CartesianGrid horizontal={!lying} vertical={lying} stroke={palette.divider} />
                {lying ? (
                  <>
                    <XAxis type="number" allowDecimals={false} tick={tick} />
                    <YAxis type="category" dataKey="label" width={120} interval={0} tick={tick} tickLine={false} />
                  </>
                ) : (
                  <>
                    <XAxis dataKey="label" interval="preserveStartEnd" tick={tick} />
                    <YAxis allowDecimals={false} tick={tick} />
                  </>
                )}
                <Bar
                  dataKey="value"
                  fill={palette.primary.main}
                  maxBarSize={36}
                  radius={lying ? [0, 3, 3, 0] : [3, 3, 0, 0]}
                  isAnimationActive={false}
                />
              </BarChart>
            </ResponsiveContainer>
          </Box>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{labelHeading}</TableCell>
                <TableCell align="right">{valueHeading}</TableCell>
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
