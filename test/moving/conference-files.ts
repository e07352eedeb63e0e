/** A bundle of two conferences, with what was earned of one. */
export const conferenceFiles = {
  "providers.csv": "Provider ID,Name\nP0007,Lone Star Acupuncture\n",
  "members.csv": "Member ID,First Name,Last Name\n100200,Jane,Jones\n100201,Jim,Miller\n",
  "conferences.csv": [
    "Program ID,Provider ID,Title,Type,Status,Credits,Submitted",
    "A25010,P0007,Spring of 2025,Conference,Completed,6,2025-01-02",
    "A26020,P0007,Autumn,Conference,Approved,6,2026-01-02",
  ].join("\n"),
  "offerings.csv": [
    "Program ID,First Day,Last Day,Place,Time Zone",
    "A25010,2025-04-10,2025-04-12,Austin,America/Chicago",
    "A26020,2026-10-31,2026-11-01,Austin,America/Chicago",
  ].join("\n"),
  "sessions.csv": [
    "Program ID,Session ID,Title,Date,Start,End,Minutes,Speakers,Room,Type,Virtual,Released On,Recording Of,Credits,Registration Types",
    "A25010,1,Points,2025-04-10,9:00 AM,10:30,90,Ann Lee; Bo Chu,A,Lecture,,,,,",
    "A25010,2,Needles,,2025-04-10 10:00,2025-04-10T11:00,,,B,Lecture,,,,2,Full; Day",
    "A25010,3,Lunch,2025-04-10,12:00,13:00,,,,Lunch,,,,,",
    "A25010,4,Points again,2025-04-12,9:00,10:30,,Ann Lee,,,yes,2025-05-01,1,,",
    "A26020,night,Night of the clocks,2026-11-01,0:30,2026-11-01 1:30,,,,,,,,,",
  ].join("\n"),
  "registrations.csv": [
    "Program ID,Email,Registration Type,Name,Access From,Access Until,Virtual",
    "A25010,Jane@Example.test,Full,Jane Jones,,,",
    "A25010,jim@example.test,Day,,2025-04-10,2025-04-10,no",
    "A26020,jane@example.test,Full,,,,yes",
  ].join("\n"),
  "certificates.csv": [
    "Certificate Number,Member ID,Title,Program ID,Completion Date,Credits",
    "C000120,100200,Spring of 2025,A25010,2025-04-12,1.5",
  ].join("\n"),
  "attendance.csv": [
    "Program ID,Session ID,Member ID,Completion Date,Credits",
    "A25010,1,100200,2025-04-10,1.5",
    "A25010,2,100201,2025-04-10,2",
    "A25010,4,100201,2025-05-03,1.5",
  ].join("\n"),
};
