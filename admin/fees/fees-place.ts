/** Where the page of a program has its fees. */
export const feesPlace = "program-fees";
