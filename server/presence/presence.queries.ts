import { defineLoader, orderByKey } from "../core/lists/loaders.ts";
import { type Demanded, PresenceDemand } from "./presence.rules.ts";

export interface DemandRow extends Demanded {
  setByStaff: boolean;
}

/** What a conference demands, by its program. */
export const demandOfProgram = defineLoader<string, DemandRow>(async (ctx, programIds) => {
  const rows: (DemandRow & { id: string })[] = await ctx.db.query(
    `SELECT program_id AS id, demand, percent, set_by_staff AS "setByStaff" FROM presence_demand WHERE program_id = ANY($1::uuid[])`,
    [programIds],
  );
  return orderByKey(programIds, rows, ({ id }) => id).map(
    (row) => row ?? { demand: PresenceDemand.TRUST, percent: null, setByStaff: false },
  );
});
