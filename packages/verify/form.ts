/** What each part of an Open Badge is called in its `type`, by the property that holds it. */
const typeOf: Readonly<Record<string, string>> = {
  issuer: "Profile",
  creator: "Profile",
  parentOrg: "Profile",
  source: "Profile",
  credentialSubject: "AchievementSubject",
  achievement: "Achievement",
  result: "Result",
  resultDescription: "ResultDescription",
  rubricCriterionLevel: "RubricCriterionLevel",
  alignment: "Alignment",
  related: "Related",
  identifier: "IdentityObject",
  otherIdentifier: "IdentifierEntry",
  evidence: "Evidence",
};

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

const isObject = (value: unknown): value is JsonDocument => typeof value === "object" && value !== null;

/** What keeps a document from being an Open Badge of version 3.0, one sentence each; none: it is one. */
export function faultsOfForm(credential: JsonDocument): string[] {
  const faults: string[] = [];
  const [first, second] = listOf(credential["@context"]);
  if (first !== "https://www.w3.org/ns/credentials/v2")
    faults.push("It does not begin with the words of Verifiable Credentials 2.0.");
  if (
    typeof second !== "string" ||
    !/^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.0\.\d)?\.json$/.test(second)
  )
    faults.push("It does not use the words of Open Badges 3.0.");
  const types = listOf(credential.type);
  if (
    !types.includes("VerifiableCredential") ||
    !types.some((type) => type === "OpenBadgeCredential" || type === "AchievementCredential")
  )
    faults.push("It does not call itself an Open Badge.");
  for (const part of ["id", "name", "issuer", "credentialSubject", "validFrom"])
    if (credential[part] === undefined) faults.push(`It has no ${part}.`);
  const subjects = listOf(credential.credentialSubject).filter(isObject);
  if (subjects.some((subject) => !isObject(subject.achievement) && typeof subject.achievement !== "string"))
    faults.push("It does not say what was achieved.");
  faults.push(...faultsOfParts(credential, ""));
  return faults;
}

/** So deep do the parts of a badge go at most. */
const deepest = 12;

function faultsOfParts(part: JsonDocument, place: string, depth = 0): string[] {
  if (depth > deepest) return [`${place} is nested too deep.`];
  return Object.entries(part).flatMap(([name, value]) => {
    if (name === "@context" || name === "proof") return [];
    return listOf(value)
      .filter(isObject)
      .flatMap((each) => {
        const here = place ? `${place}.${name}` : name;
        const expected = typeOf[name];
        // What others say of somebody is a credential of its own.
        if (name === "endorsement") return [];
        const fits = !expected || listOf(each.type).includes(expected);
        return [
          ...(fits ? [] : [`${here} does not call itself ${expected}.`]),
          ...faultsOfParts(each, here, depth + 1),
        ];
      });
  });
}
