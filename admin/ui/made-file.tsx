import { LinearProgress, Link } from "@mui/material";
import { t } from "../i18n/t.ts";
import { useServerFile } from "./use-server-file.ts";

const pollMs = 2_000;

/** A file that a job makes, and that can be fetched for some days. */
interface MadeFile {
  id: string;
  readyAt: string | null;
  byteSize: string | null;
  isGivenUp: boolean;
  /** From 0 to 100. */
  progress: number;
}

/** How soon files that jobs make are asked for again, in milliseconds; false: none of them is under way. */
export const soonIfUnderWay = (files: readonly MadeFile[] | undefined): number | false =>
  files?.some(({ readyAt, isGivenUp }) => readyAt === null && !isGivenUp) ? pollMs : false;

/** What there is of such a file: itself, how far it is, or that nothing becomes of it. */
export const MadeFile = ({ file: { id, readyAt, byteSize, isGivenUp, progress } }: { file: MadeFile }) => {
  const serverFile = useServerFile();
  if (readyAt)
    return (
      <Link {...serverFile(`/everything/${id}.zip`, true)}>
        {t("movingOut.fetch", { megabytes: Math.max(0.1, Number(byteSize ?? 0) / 1e6) })}
      </Link>
    );
  if (isGivenUp) return t("movingOut.givenUp");
  return (
    <>
      {t("list.percent", { percent: progress / 100 })}
      <LinearProgress variant="determinate" value={progress} aria-label={t("movingOut.progress")} />
    </>
  );
};
