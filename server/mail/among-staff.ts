import type { Bindings } from "../core/lists/sql.ts";
import { ownedBy, type Viewer } from "../core/viewer.ts";

/**
 * Which mails a viewer who reads the outbox may see: all but what staff told each other of programs of a provider for whom the viewer
 * acts; null where all may be seen. Programs stand in a table of a later folder.
 * @param mail the alias of `mail`
 */
export const seesMailSql = (viewer: Viewer, mail: string, bind: Bindings["bind"]): string | null =>
  viewer.providers.size === 0
    ? null
    : `NOT (${mail}.among_staff AND ${mail}.subject_id IN (SELECT id FROM program WHERE ${ownedBy(viewer, "provider_id", bind)}))`;
