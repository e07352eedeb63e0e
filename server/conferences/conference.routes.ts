import { type RequestHandler, Router } from "express";
import type { CsvColumn } from "../core/csv/read-csv.ts";
import { writeCsv } from "../core/csv/write-csv.ts";
import { sendStream } from "../core/send-file.ts";
import { registrationFileColumns } from "./read-registrations.ts";
import { scheduleColumns } from "./schedule/schedule-csv.ts";

const templates: Record<string, readonly CsvColumn<string>[]> = {
  "schedule-template": scheduleColumns,
  "registrations-template": registrationFileColumns,
};

/** The headings of a file, for anyone who fills it in. */
export const templateRoute =
  (name: string, columns: readonly CsvColumn<string>[]): RequestHandler =>
  async (_req, res) => {
    res.type("text/csv").attachment(`${name}.csv`);
    await sendStream(
      res,
      writeCsv(
        columns.map((column) => column.headings[0]),
        [],
      ),
    );
  };

/** `/conferences/schedule-template.csv` and `/conferences/registrations-template.csv`, for anyone: the headings that are read. */
export function conferenceRoutes(): Router {
  const router = Router();
  for (const [name, columns] of Object.entries(templates))
    router.get(`/conferences/${name}.csv`, templateRoute(name, columns));
  return router;
}
