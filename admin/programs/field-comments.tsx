import AddCommentIcon from "@mui/icons-material/AddCommentOutlined";
import { Box, Button, Chip, IconButton, Typography } from "@mui/material";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { t } from "../i18n/t.ts";
import { formatDay, formatInstant } from "../ui/dates.ts";
import { type DialogField, OperationDialog } from "../ui/operation-dialog.tsx";
import { fieldName } from "./field-name.ts";
import {
  commentOnApplication,
  type ProgramPage,
  removeComment,
  replyToComment,
  resolveComment,
} from "./program.data.ts";

type Comment = ProgramPage["comments"][number];

interface Commented {
  id: string;
  comments: Comment[];
  availableActions?: ProgramPage["availableActions"];
}

const CommentedProgram = createContext<Commented | null>(null);

/** Of what program the fields beneath are: each has its comments beside it. */
export const CommentsOf = ({ program, children }: { program: Commented | null; children: ReactNode }) => (
  <CommentedProgram.Provider value={program}>{children}</CommentedProgram.Provider>
);

/** Whether a field has comments, or may get one. */
export const useHasComments = (): ((field: string) => boolean) => {
  const program = useContext(CommentedProgram);
  return (field) =>
    Boolean(
      program?.availableActions?.includes("COMMENT") || program?.comments.some((comment) => comment.field === field),
    );
};

type Open = { on: "FIELD" } | { on: "COMMENT"; id: string };

/** What reviewers said of a field, with answers, and the buttons for what the viewer can say. */
export const FieldComments = ({
  field,
  choices = [],
}: {
  field: string;
  /** Parts of the field that a comment can be about. */
  choices?: { id: string; name: string }[];
}) => {
  const program = useContext(CommentedProgram);
  const [open, setOpen] = useState<Open | null>(null);
  const resolve = useOperation(resolveComment);
  const remove = useOperation(removeComment);
  if (!program) return null;
  const comments = program.comments.filter((comment) => comment.field === field);
  const mayComment = program.availableActions?.includes("COMMENT") ?? false;
  if (comments.length === 0 && !mayComment) return null;
  const name = fieldName(field);
  return (
    <>
      {mayComment && (
        // At the end of the line that shows the field.
        <IconButton
          size="small"
          title={t("review.commentOn", { field: name })}
          aria-label={t("review.commentOn", { field: name })}
          onClick={() => setOpen({ on: "FIELD" })}
          sx={{ float: "inline-end", p: 0.25 }}
        >
          <AddCommentIcon fontSize="small" />
        </IconButton>
      )}
      {comments.length > 0 && (
        <Box
          component="ul"
          aria-label={t("review.commentsOn", { field: name })}
          sx={{ listStyle: "none", m: 0, p: 0, width: "100%", whiteSpace: "normal" }}
        >
          {comments.map((comment) => (
            <Box
              component="li"
              key={comment.id}
              sx={{
                my: 1,
                pl: 1.5,
                borderInlineStart: "3px solid",
                borderColor: comment.resolvedAt ? "divider" : "warning.main",
                overflowWrap: "anywhere",
              }}
            >
              <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
                {!comment.publishedAt && <Chip size="small" label={t("review.draft")} />}
                {comment.resolvedAt && <Chip size="small" label={t("review.resolved")} />}
                {comment.about && (
                  <Chip
                    size="small"
                    variant="outlined"
                    label={comment.offeringId ? formatDay(comment.about) : comment.about}
                  />
                )}
              </Box>
              <Said {...comment} />
              {comment.replies.map((reply) => (
                <Box key={reply.id} sx={{ pl: 2, mt: 0.5 }}>
                  <Said {...reply} />
                </Box>
              ))}
              <Box sx={{ display: "flex", flexWrap: "wrap" }}>
                {comment.availableActions.includes("REPLY") && (
                  <Button size="small" onClick={() => setOpen({ on: "COMMENT", id: comment.id })}>
                    {t("review.replyOpen")}
                  </Button>
                )}
                {comment.availableActions.includes("RESOLVE") && (
                  <Button size="small" disabled={resolve.busy} onClick={() => void resolve.run(comment.id, true)}>
                    {t("review.resolve")}
                  </Button>
                )}
                {comment.availableActions.includes("REOPEN") && (
                  <Button size="small" disabled={resolve.busy} onClick={() => void resolve.run(comment.id, false)}>
                    {t("review.reopen")}
                  </Button>
                )}
                {comment.availableActions.includes("REMOVE") && (
                  <Button size="small" color="error" disabled={remove.busy} onClick={() => void remove.run(comment.id)}>
                    {t("review.removeComment")}
                  </Button>
                )}
              </Box>
            </Box>
          ))}
        </Box>
      )}
      {open && (
        <Saying
          key={open.on}
          title={open.on === "FIELD" ? t("review.commentOn", { field: name }) : t("review.replyTitle")}
          explanation={open.on === "FIELD" ? t("review.commentMeaning") : undefined}
          choices={open.on === "FIELD" ? choices : []}
          send={(text, part) =>
            open.on === "FIELD" ? commentOnApplication(program.id, field, text, part) : replyToComment(open.id, text)
          }
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
};

const Said = ({ text, author, byStaff, writtenAt }: Pick<Comment, "text" | "author" | "byStaff" | "writtenAt">) => (
  <>
    <Typography sx={{ whiteSpace: "pre-line" }}>{text}</Typography>
    <Typography variant="body2" color="text.secondary">
      {t(byStaff ? "review.saidByStaff" : "review.saidByProvider", {
        who: author || t("review.somebody"),
        at: formatInstant(writtenAt),
      })}
    </Typography>
  </>
);

interface SayingProps {
  title: string;
  explanation?: string | undefined;
  choices: { id: string; name: string }[];
  send(text: string, part: string | null): Promise<unknown>;
  onClose(): void;
}

const whole = "ALL";

const Saying = ({ title, explanation, choices, send, onClose }: SayingProps) => {
  const { run, busy, refusal } = useOperation(send, { quiet: true });
  const fields: DialogField[] = [{ name: "text", label: t("review.text"), multiline: true, required: true }];
  if (choices.length > 0)
    fields.push({
      name: "part",
      label: t("review.part"),
      choices: [{ id: whole, name: t("review.wholeField") }, ...choices],
      initial: whole,
    });
  return (
    <OperationDialog
      title={title}
      {...(explanation && { explanation })}
      fields={fields}
      confirm={t("review.say")}
      busy={busy}
      refusal={refusal}
      onClose={onClose}
      onConfirm={async ({ text = "", part = whole }) => {
        if ((await run(text, part === whole ? null : part)) !== null) onClose();
      }}
    />
  );
};
