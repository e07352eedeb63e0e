/** Whether a text can be one of our IDs at all. PostgreSQL fails on any other, where the answer should be "no such thing". */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
