import { type Message, say } from "../core/messages/message.ts";
import type { BundleImportRow } from "./bundle.queries.ts";
import { BundleStatus } from "./bundle.status.ts";

/** What became of a bundle, for who sent it. */
export function bundleMessage({ status, files, errorCount, undoReason, obstacles }: BundleImportRow): Message {
  const sum = (of: "addedRows" | "changedRows" | "leftRows") => files.reduce((all, file) => all + file[of], 0);
  const counts = { added: sum("addedRows"), changed: sum("changedRows"), kept: sum("leftRows") };
  switch (status) {
    case BundleStatus.CHECKING:
      return say("bundle.checking");
    case BundleStatus.REJECTED:
      return say("bundle.rejected", { errors: errorCount });
    case BundleStatus.CHECKED:
      return say("bundle.checked", counts);
    case BundleStatus.RECORDING:
      return say("bundle.recording");
    case BundleStatus.PROCESSED:
      return obstacles ? say("bundle.stoodOn", { ...obstacles }) : say("bundle.processed", counts);
    case BundleStatus.UNDOING:
      return say("bundle.undoing");
    case BundleStatus.UNDONE:
      return say("bundle.undone", { reason: undoReason ?? "" });
  }
}
