import type { EntityManager } from "typeorm";
import type { Context } from "../core/context.ts";
import { DomainError, ErrorCode, notFound } from "../core/errors.ts";
import { fold } from "../core/fold.ts";
import { isId } from "../core/ids.ts";
import {
  keptFields,
  type RequestedKind,
  type Written,
  type WrittenOffering,
  type WrittenSpeaker,
} from "./application-fields.ts";
import { Offering, type Program, ProgramType, Speaker } from "./program.entity.ts";
import type { ProgramInput } from "./program.input.ts";

/** An application as it is kept: trimmed, blanks dropped, with what follows from it. */
export interface Application {
  columns: Written;
  speakers: WrittenSpeaker[];
  creditKinds: RequestedKind[];
  /** Each with the ID of the offering that it replaces; null for a new one. */
  offerings: (WrittenOffering & { id: string | null })[];
}

/** First day of the first offering and last day of the last; null where there is none. */
export function datesOf(offerings: Pick<Offering, "startsOn" | "endsOn">[]): Pick<Program, "startsOn" | "endsOn"> {
  return {
    startsOn: offerings.map((o) => o.startsOn).sort()[0] ?? null,
    endsOn:
      offerings
        .map((o) => o.endsOn)
        .sort()
        .at(-1) ?? null,
  };
}

/** Makes the application of an input that is valid in itself. */
export function applicationOf(input: ProgramInput): Application {
  const { speakers, offerings, creditKinds, ...columns } = keptFields(input);
  return {
    columns: { ...columns, nameKey: fold(columns.name), ...datesOf(offerings) },
    speakers,
    creditKinds,
    offerings: offerings.map((offering, at) => ({ id: input.offerings?.[at]?.id ?? null, ...offering })),
  };
}

/** What PostgreSQL says of a time zone that it does not know. */
const invalidParameterValue = "22023";

/**
 * Refuses time zones that the database does not know: it compares them with the clock, and one bad name would stop every
 * statement that does. Runs on a connection of its own, since a refusal would end the transaction.
 * @throws BAD_INPUT that names the offering
 */
export async function assertTimeZones(ctx: Context, { offerings }: Application): Promise<void> {
  for (const zone of new Set(offerings.map((o) => o.timeZone))) {
    try {
      await ctx.db.query("SELECT now() AT TIME ZONE $1", [zone]);
    } catch (error) {
      if ((error as { code?: string }).code !== invalidParameterValue) throw error;
      const field = `offerings.${offerings.findIndex((o) => o.timeZone === zone)}.timeZone`;
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.noTimeZone", { field, zone });
    }
  }
}

/**
 * The type that an application names.
 * @param current the type that the program has already: it may stay when staff have closed it to new programs
 */
export async function assertType(tx: EntityManager, typeId: string, current: string | null): Promise<void> {
  const type = isId(typeId) ? await tx.findOneBy(ProgramType, { id: typeId }) : null;
  if (!type) throw notFound("programType", "typeId");
  if (!type.active && type.id !== current)
    throw new DomainError(ErrorCode.BAD_INPUT, "programs.typeNotOffered", { field: "typeId", type: type.name });
}

/** The offerings of a program in the order of their dates. */
export const loadOfferings = (tx: EntityManager, programId: string): Promise<Offering[]> =>
  tx.find(Offering, { where: { programId }, order: { startsOn: "ASC", id: "ASC" } });

/** The speakers of a program in their order. */
export const loadSpeakers = (tx: EntityManager, programId: string): Promise<Speaker[]> =>
  tx.find(Speaker, { where: { programId }, order: { position: "ASC" } });

/** Replaces the speakers of a program. */
export async function writeSpeakers(tx: EntityManager, programId: string, speakers: WrittenSpeaker[]): Promise<void> {
  await tx.delete(Speaker, { programId });
  if (speakers.length > 0)
    await tx.insert(
      Speaker,
      speakers.map((speaker, position) => ({ ...speaker, programId, position })),
    );
}

/**
 * Makes the offerings of a program those of the application: one that is named by its ID keeps it.
 * @throws BAD_INPUT for an ID that is not one of this program's, or stands twice
 */
export async function writeOfferings(
  tx: EntityManager,
  programId: string,
  offerings: Application["offerings"],
): Promise<void> {
  const existing = new Set((await loadOfferings(tx, programId)).map((o) => o.id));
  const kept = new Set<string>();
  for (const [index, { id }] of offerings.entries()) {
    if (id === null) continue;
    if (!existing.has(id) || kept.has(id))
      throw new DomainError(ErrorCode.BAD_INPUT, "programs.foreignOffering", { field: `offerings.${index}.id` });
    kept.add(id);
  }
  const gone = [...existing].filter((id) => !kept.has(id));
  if (gone.length > 0) await tx.delete(Offering, gone);
  for (const { id, ...offering } of offerings) if (id !== null) await tx.update(Offering, id, offering);
  const added = offerings.filter((o) => o.id === null).map(({ id: _, ...offering }) => ({ ...offering, programId }));
  if (added.length > 0) await tx.insert(Offering, added);
}
