import LinkIcon from "@mui/icons-material/PersonAddAltOutlined";
import { Box, Chip, IconButton, Tooltip, Typography } from "@mui/material";
import { useState } from "react";
import { useOperation } from "../data/use-operation.ts";
import { useMemberIdLabel } from "../data/use-signed-in.ts";
import { t } from "../i18n/t.ts";
import { OperationDialog } from "../ui/operation-dialog.tsx";
import { linkSpeaker, type SessionRow, unlinkSpeaker } from "./conference.data.ts";

type Session = Pick<SessionRow, "id" | "speakers" | "instructors" | "availableActions">;
type Instructor = Session["instructors"][number];

/** Who speaks, and which members they are: each speaker that is none yet can be linked to one. */
export const Speakers = ({ session, creditUnit }: { session: Session; creditUnit: string }) => {
  const { speakers, instructors } = session;
  const [linked, setLinked] = useState<string | null>(null);
  const [unlinked, setUnlinked] = useState<Instructor | null>(null);
  // Whom a later schedule does not name any more is shown all the same.
  const named = [...speakers, ...instructors.map(({ speaker }) => speaker).filter((name) => !speakers.includes(name))];
  return (
    <>
      {named.map((speaker) => {
        const instructor = instructors.find((each) => each.speaker === speaker);
        return (
          <Box
            key={speaker}
            sx={{ display: "flex", alignItems: "center", flexWrap: instructor ? "wrap" : "nowrap", columnGap: 0.5 }}
          >
            <Typography variant="body2" component="span">
              {speaker}
            </Typography>
            {instructor?.member ? (
              <Chip
                size="small"
                variant="outlined"
                label={[
                  instructor.member.name,
                  instructor.member.memberNumber,
                  ...(instructor.credits === null ? [] : [`${instructor.credits} ${creditUnit}`]),
                ].join(" · ")}
                onDelete={instructor.availableActions.includes("UNLINK") ? () => setUnlinked(instructor) : undefined}
              />
            ) : (
              session.availableActions.includes("LINK_SPEAKER") && (
                <Tooltip title={t("conferences.linkSpeaker")}>
                  <IconButton
                    size="small"
                    aria-label={t("conferences.linkSpeakerNamed", { speaker })}
                    onClick={() => setLinked(speaker)}
                  >
                    <LinkIcon fontSize="small" />
                  </IconButton>
                </Tooltip>
              )
            )}
          </Box>
        );
      })}
      {linked !== null && <LinkDialog session={session} speaker={linked} onClose={() => setLinked(null)} />}
      {unlinked && <UnlinkDialog session={session} instructor={unlinked} onClose={() => setUnlinked(null)} />}
    </>
  );
};

const LinkDialog = ({ session, speaker, onClose }: { session: Session; speaker: string; onClose(): void }) => {
  const memberIdLabel = useMemberIdLabel();
  const link = useOperation(linkSpeaker, { done: t("conferences.speakerLinked"), quiet: true });
  return (
    <OperationDialog
      title={t("conferences.linkSpeakerNamed", { speaker })}
      explanation={t("conferences.linkSpeakerMeaning")}
      fields={[
        { name: "memberId", label: memberIdLabel, required: true },
        {
          name: "givenBefore",
          label: t("conferences.givenBefore"),
          help: t("conferences.givenBeforeHelp"),
          choices: [
            { id: "no", name: t("conferences.proposedNo") },
            { id: "yes", name: t("conferences.proposedYes") },
          ],
          initial: "no",
        },
      ]}
      confirm={t("conferences.linkSpeaker")}
      busy={link.busy}
      refusal={link.refusal}
      onConfirm={async ({ memberId = "", givenBefore }) => {
        if (await link.run(session.id, speaker, memberId.trim(), givenBefore === "yes")) onClose();
      }}
      onClose={onClose}
    />
  );
};

interface UnlinkProps {
  session: Session;
  instructor: Instructor;
  onClose(): void;
}

const UnlinkDialog = ({ session, instructor, onClose }: UnlinkProps) => {
  const { member, speaker } = instructor;
  const unlink = useOperation(unlinkSpeaker, { done: t("conferences.speakerUnlinked"), quiet: true });
  return (
    <OperationDialog
      title={t("conferences.unlinkSpeaker", { name: member?.name ?? "", speaker })}
      explanation={t("conferences.unlinkSpeakerMeaning")}
      fields={[]}
      confirm={t("conferences.unlink")}
      danger
      busy={unlink.busy}
      refusal={unlink.refusal}
      onConfirm={async () => {
        if (await unlink.run(session.id, member?.id ?? "")) onClose();
      }}
      onClose={onClose}
    />
  );
};
