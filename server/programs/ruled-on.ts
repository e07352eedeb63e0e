/**
 * SQL of the day whose rules of its type hold for a program: that on which it ends, or, of what each completes on a day of their own, begins;
 * null: it has no dates yet.
 * @param p the program's alias
 * @param t its type's
 */
export const ruledOnSql = (p: string, t: string): string =>
  `(SELECT CASE WHEN ${t}.form = 'ON_DEMAND' THEN min(ro.starts_on) ELSE max(ro.ends_on) END FROM offering ro WHERE ro.program_id = ${p}.id)`;
