import { useAsk } from "../data/use-ask.ts";
import { formatDay } from "../ui/dates.ts";
import { FieldComments } from "./field-comments.tsx";
import { sessionsToCommentQuery } from "./program.data.ts";

/** What reviewers said of a conference's schedule, or of one of its sessions. */
export const SessionComments = ({ programId }: { programId: string }) => {
  const { data } = useAsk(sessionsToCommentQuery, { id: programId });
  return (
    <FieldComments
      field="sessions"
      choices={data?.sessions.nodes.map(({ id, title, date }) => ({ id, name: `${formatDay(date)}: ${title}` })) ?? []}
    />
  );
};
