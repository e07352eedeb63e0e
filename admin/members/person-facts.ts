/** Who somebody is, as far as merging and erasing have to know. */
export interface PersonFacts {
  id: string;
  memberNumber: string;
  lastName: string;
  name: string;
}
