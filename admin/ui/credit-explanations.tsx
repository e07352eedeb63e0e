import { Box, Typography } from "@mui/material";

/** As much of a CreditExplanation as its words take. */
export interface Explained {
  activity: string | null;
  kind: string | null;
  sentences: string[];
}

/** How amounts of credit came about: what each is of, and a line for each step. */
export const CreditExplanations = ({ explanations }: { explanations: readonly Explained[] }) => (
  <Box component="ul" sx={{ m: 0, pl: 0, listStyle: "none", display: "grid", gap: 0.5 }}>
    {explanations.map(({ activity, kind, sentences }) => (
      <li key={`${activity} ${kind}`}>
        {(activity ?? kind) && (
          <Typography variant="body2" component="div" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
            {activity ?? kind}
          </Typography>
        )}
        {sentences.map((sentence) => (
          <Typography key={sentence} variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
            {sentence}
          </Typography>
        ))}
      </li>
    ))}
  </Box>
);
