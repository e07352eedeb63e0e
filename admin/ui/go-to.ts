/** Leads to another part of the page, by its `place`: it comes into sight, and the keyboard goes on from there. */
export const goTo = (place: string, block: ScrollLogicalPosition = "center"): void => {
  const section = document.getElementById(place);
  section?.scrollIntoView({ block });
  section?.focus({ preventScroll: true });
};
