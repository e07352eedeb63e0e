/** SQL of what a program is approved for of further kinds of credit, as JSON of `ApprovedKind`, in the order that staff set. */
export const approvedKindsSql = (
  programId: string,
): string => `(SELECT coalesce(json_agg(json_build_object('kindId', k.id, 'name', k.name,
    'credits', a.credits::text, 'isPart', k.part_of_id IS NOT NULL, 'wholeId', w.id, 'rule', json_build_object('name', r.name, 'unit', k.unit,
    'minutesPerUnit', r.minutes_per_unit, 'step', r.step::text, 'rounding', r.rounding, 'minimumMinutes', r.minimum_minutes,
    'minimumCredits', r.minimum_credits::text, 'firstUnitWhole', r.first_unit_whole)) ORDER BY k.position, k.id), '[]')
  FROM program_credit_kind a JOIN credit_kind k ON k.id = a.kind_id JOIN credit_rule r ON r.id = a.credit_rule_id
  LEFT JOIN credit_kind w ON w.id = k.part_of_id AND NOT w.is_default WHERE a.program_id = ${programId})`;
