import { Box, Typography } from "@mui/material";

interface Props {
  /** What could be chosen, in its order. */
  names: readonly string[];
  counts: readonly { choice: number; count: number }[];
  /** How many answered. */
  answers: number;
}

/** How often each choice was chosen, as bars, which say what the numbers beside them say. */
export const ChoiceBars = ({ names, counts, answers }: Props) => (
  <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
    {names.map((name, index) => {
      const count = counts.find(({ choice }) => choice === index + 1)?.count ?? 0;
      return (
        <Box
          component="li"
          key={name}
          sx={{
            display: "grid",
            gridTemplateColumns: "minmax(0, 10rem) minmax(0, 1fr) 3rem",
            alignItems: "center",
            gap: 1,
          }}
        >
          <Typography variant="body2">{name}</Typography>
          <Box aria-hidden sx={{ height: 12, bgcolor: "action.hover", borderRadius: 1 }}>
            <Box
              sx={{
                height: 1,
                width: answers > 0 ? `${(100 * count) / answers}%` : 0,
                bgcolor: "primary.main",
                borderRadius: 1,
              }}
            />
          </Box>
          <Typography variant="body2" sx={{ fontVariantNumeric: "tabular-nums" }}>
            {count}
          </Typography>
        </Box>
      );
    })}
  </Box>
);
