import { Box, Button, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatInstant } from "../ui/dates.ts";
import { Section } from "../ui/section.tsx";
import { addNote, type ProgramPage, removeNote } from "./program.data.ts";

type Notes = NonNullable<ProgramPage["review"]>["notes"];

/** What staff tell each other of the program. Its provider's page has nothing of it. */
export const NotesSection = ({ program, notes }: { program: ProgramPage; notes: Notes }) => {
  const [text, setText] = useState("");
  const add = useOperation(addNote);
  const remove = useOperation(removeNote);
  const mayNote = program.availableActions.includes("NOTE");
  if (!mayNote && notes.length === 0) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // What was typed stays where it was refused.
    if (await add.run(program.id, text)) setText("");
  };
  return (
    <Section title={t("review.notes")}>
      {mayNote && (
        <Box component="form" onSubmit={submit} sx={{ mb: notes.length > 0 ? 2 : 0 }}>
          <TextField
            label={t("review.note")}
            helperText={t("review.noteHelp")}
            multiline
            minRows={2}
            fullWidth
            margin="dense"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" size="small" variant="outlined" disabled={add.busy || text.trim() === ""}>
            {t("review.addNote")}
          </Button>
        </Box>
      )}
      <Box component="ul" aria-label={t("review.notes")} sx={{ listStyle: "none", m: 0, p: 0 }}>
        {notes.map((note) => (
          <Box component="li" key={note.id} sx={{ mb: 1.5, overflowWrap: "anywhere" }}>
            <Typography sx={{ whiteSpace: "pre-line" }}>{note.text}</Typography>
            <Typography variant="body2" color="text.secondary">
              {formatInstant(note.writtenAt)} · {note.author || t("review.somebody")}
            </Typography>
            {note.isOwn && mayNote && (
              <Button size="small" color="error" disabled={remove.busy} onClick={() => void remove.run(note.id)}>
                {t("review.removeNote")}
              </Button>
            )}
          </Box>
        ))}
      </Box>
    </Section>
  );
};
