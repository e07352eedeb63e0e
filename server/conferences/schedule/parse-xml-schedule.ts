import { say } from "../../core/messages/message.ts";
import type { ScheduleProblem } from "./parsed-schedule.ts";
import {
  type RawKind,
  type RawSchedule,
  type RawSession,
  type SessionField,
  sessionFields,
  tidy,
} from "./raw-schedule.ts";
import { childrenOf, MalformedXml, readXml, type XmlElement } from "./xml-tree.ts";

/**
 * frab's and pentabarf's `schedule.xml`, which pretalx and the c3voc's tools write too: `schedule` holds `conference`
 * and `day`s, these `room`s, these `event`s. An event may also stand directly in its day. The c3voc's schema says what is
 * usual; all of it but title and times may be missing.
 */
export function parseXmlSchedule(text: string): RawSchedule | ScheduleProblem {
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (error) {
    if (!(error instanceof MalformedXml)) throw error;
    const advice = say("file.notXml", { finding: error.message.replace(/\.$/, "") });
    const message = say("file.line", { line: error.line, advice });
    return { line: error.line, column: null, value: null, code: "UNREADABLE_FILE", message };
  }
  if (root.name !== "schedule") {
    const message = say("file.line", { line: root.line, advice: say("file.otherRoot", { name: root.name }) });
    return { line: root.line, column: `/${root.name}`, value: root.name, code: "NOT_A_SCHEDULE", message };
  }

  const conference = childrenOf(root, "conference")[0];
  const about = (name: string) => {
    const element = conference && childrenOf(conference, name)[0];
    const place = {
      line: element?.line ?? null,
      column: `/schedule/conference/${name}`,
      name,
    };
    return { value: element ? tidy(element.text) : null, place };
  };
  return {
    about: {
      title: about("title"),
      acronym: about("acronym"),
      timeZone: about("time_zone_name"),
      startsOn: about("start"),
      endsOn: about("end"),
      dayChange: about("day_change"),
    },
    sessions: childrenOf(root, "day").flatMap((day, dayAt) => {
      const dayPath = `/schedule/day[${dayAt + 1}]`;
      const listedOn = tidy(day.attributes.date ?? "");
      const eventsIn = (place: XmlElement, path: string, room: string | null) =>
        childrenOf(place, "event").map((event, at) => rawSession(event, `${path}/event[${at + 1}]`, listedOn, room));
      return [
        ...eventsIn(day, dayPath, null),
        ...childrenOf(day, "room").flatMap((room, at) =>
          eventsIn(room, `${dayPath}/room[${at + 1}]`, tidy(room.attributes.name ?? "")),
        ),
      ];
    }),
  };
}

/** `<credit_kinds><credit_kind kind="ETHICS">0.50</credit_kind></credit_kinds>`; one without an amount earns what its minutes do. */
const kindsOf = (element: XmlElement | undefined, path: string): RawKind[] =>
  (element ? childrenOf(element, "credit_kind") : []).map(({ attributes, text, line }, at) => ({
    kind: tidy(attributes.kind ?? "") ?? "",
    amount: tidy(text) ?? "yes",
    place: { line, column: `${path}/credit_kinds/credit_kind[${at + 1}]`, name: "credit_kind" },
  }));

function rawSession(event: XmlElement, path: string, listedOn: string | null, room: string | null): RawSession {
  const elements = new Map(event.children.map((child) => [child.name, child]));
  const isAttribute = (field: SessionField) => field === "guid" || field === "id";
  const textOf = (field: SessionField) =>
    tidy((isAttribute(field) ? event.attributes[field] : elements.get(field)?.text) ?? "");
  const values = Object.fromEntries(sessionFields.map((field) => [field, textOf(field)]));
  const persons = elements.get("persons");
  return {
    ...(values as Record<SessionField, string | null>),
    room: textOf("room") ?? room,
    speakers: persons ? childrenOf(persons, "person").flatMap((person) => tidy(person.text) ?? []) : [],
    virtual: null,
    kinds: kindsOf(elements.get("credit_kinds"), path),
    listedOn: listedOn?.slice(0, 10) ?? null,
    line: event.line,
    path,
    placeOf(field) {
      if (field === "speakers")
        return { line: persons?.line ?? event.line, column: `${path}/persons`, name: "persons" };
      const line = (isAttribute(field) ? null : elements.get(field)?.line) ?? event.line;
      return { line, column: `${path}/${isAttribute(field) ? "@" : ""}${field}`, name: field };
    },
  };
}
