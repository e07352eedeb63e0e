import type { Context } from "../../server/core/context.ts";
import { Bindings } from "../../server/core/lists/sql.ts";
import { listExports } from "../../server/http/exports.routes.ts";

const ctx = { viewer: { isStaff: true, providerIds: [] }, now: () => new Date() } as unknown as Context;

/** IDs of rows are nothing to a reader of a file. */
const isId = (field: string): boolean => /^id$|Id$/.test(field);

test.each(listExports.map((list) => [list.name, list] as const))(
  "%s.csv: each field of the list has a column, or is left out on purpose",
  (_, { list, columns, leftOut }) => {
    const fields = Object.entries(list.fields(new Bindings().bind, ctx) as Record<string, string>).filter(
      ([field]) => !isId(field),
    );
    const written = Object.values(columns).join("\n");
    expect(new Set(fields.filter(([, sql]) => !written.includes(sql)).map(([field]) => field))).toEqual(
      new Set(leftOut),
    );
  },
);
