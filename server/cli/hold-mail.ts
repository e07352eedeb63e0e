import { holdMail } from "../mail/hold-mail.ts";
import { UsageError, withDatabase } from "./with-database.ts";

/** `node dist/server/cli/hold-mail.js REASON`: nothing goes out until staff release it. For a restored backup that nothing can notice. */
await withDatabase(async (ctx) => {
  const reason = process.argv.slice(2).join(" ").trim();
  if (!reason) throw new UsageError("Say why: node dist/server/cli/hold-mail.js REASON");
  const isNew = await holdMail(ctx, reason);
  console.log(`${isNew ? "Mail is held" : "Mail was held already"}. Staff release or drop it in the console.`);
});
