import { Button, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import type { Operation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { RefusalAlert } from "../ui/refusal-alert.tsx";

interface Props {
  label: string;
  /** Said while no new link is shown. */
  standing: string;
  /** There is a link, which can be ended. */
  exists: boolean;
  make: Operation<[id: string], string>;
  end: Operation<[id: string], unknown>;
  /** Whose link. */
  of: string;
}

/** A link that is told once, made anew and ended. */
export const LinkPart = ({ label, standing, exists, make, end, of }: Props) => {
  const [link, setLink] = useState<string | null>(null);
  const refusal = make.refusal ?? end.refusal;
  return (
    <>
      {link ? (
        <TextField
          label={label}
          value={link}
          slotProps={{ htmlInput: { readOnly: true } }}
          onFocus={(event) => event.target.select()}
          helperText={t("room.once")}
        />
      ) : (
        <Typography color="text.secondary">{standing}</Typography>
      )}
      {refusal && <RefusalAlert refusal={refusal} />}
      <Stack direction="row" spacing={1}>
        <Button variant="outlined" disabled={make.busy} onClick={async () => setLink(await make.run(of))}>
          {t("room.make")}
        </Button>
        {exists && (
          <Button
            color="error"
            disabled={end.busy}
            onClick={async () => {
              if ((await end.run(of)) !== null) setLink(null);
            }}
          >
            {t("room.end")}
          </Button>
        )}
      </Stack>
    </>
  );
};
