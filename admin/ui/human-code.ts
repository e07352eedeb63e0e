/** UNKNOWN_MEMBER as people read it. */
export const humanCode = (code: string): string => {
  const words = code.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
