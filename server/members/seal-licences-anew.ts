import { MoreThan } from "typeorm";
import type { Context } from "../core/context.ts";
import { isSealedWith, seal, sealKeyIn, unseal } from "../core/seal.ts";
import { Licence, LicenceKind } from "./licence.entity.ts";
import { aboutLicence, numberKeyOf } from "./licence.queries.ts";

/** So many are in memory at once. */
const chunk = 500;

/**
 * At a start with the key before: seals with the present one whatever licence the other sealed, and finds it by it. Throws where neither key
 * opens one.
 */
export async function sealLicencesAnew({ config, db }: Pick<Context, "config" | "db">): Promise<void> {
  const { previousSecretsKey: previous } = config;
  if (!previous) return;
  const key = sealKeyIn(config);
  for (const kind of await db.manager.findBy(LicenceKind, { sensitive: true })) {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const licences = await db.manager.find(Licence, {
        where: { kindId: kind.id, id: MoreThan(after) },
        order: { id: "ASC" },
        take: chunk,
      });
      const last = licences.at(-1);
      if (!last) break;
      for (const { id, sealed } of licences) {
        const about = aboutLicence(id);
        if (!sealed || isSealedWith(key, sealed, about)) continue;
        const number = unseal(previous, sealed, about);
        await db.manager.update(
          Licence,
          // Nobody has changed it meanwhile.
          { id, sealed },
          { sealed: seal(key, number, about), numberKey: numberKeyOf(config, kind, number.toString()) },
        );
      }
      after = last.id;
    }
  }
}
