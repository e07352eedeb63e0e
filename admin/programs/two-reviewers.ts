interface Reviewed {
  review: { reviewersRequired: number; recommendation: object | null } | null;
}

/** Whether approving it is to recommend it: another reviewer decides then. */
export const isFirstOfTwo = ({ review }: Reviewed): boolean =>
  review?.reviewersRequired === 2 && !review.recommendation;
