"""An LMS reports who completed a course, and fetches the certificate.

The key is the provider's, with PROGRAMS_READ, ATTENDANCE_WRITE and CERTIFICATES_READ.
"""

import os

from accrue import ask, fetch, once, waits

given = os.environ.get
program = given("PROGRAM", "A09164")
member = given("MEMBER", "100100")
row = {
    "programNumber": program,
    "memberNumber": member,
    "firstName": given("FIRST_NAME", "John"),
    "lastName": given("LAST_NAME", "Smith"),
    "completionDate": given("COMPLETED_ON", "2009-04-10"),
    "credits": given("CREDITS", "1"),
}

# 1. What the key is, and whether the program takes attendance.
about = ask("query ($program: String!) { apiKey { name expiresAt } program(number: $program) { name status } }", {"program": program})
print(about["apiKey"]["name"], "reports for", about["program"]["name"])

# 2. The roster, as a preview first: its errors are data. Line 2 is the first row.
send = """
mutation ($rows: [AttendanceRowInput!]!, $preview: Boolean!) {
  enterAttendances(rows: $rows, preview: $preview, clientReference: "course 17") { id status message errors(first: 5) { nodes { line column code message } } }
}"""
preview = ask(send, {"rows": [row], "preview": True})["enterAttendances"]
if preview["status"] != "PREVIEWED":
    raise SystemExit("\n".join(error["message"] for error in preview["errors"]["nodes"]) or preview["message"])

# 3. For good. Sent again with the same key, it is recorded once.
sent = ask(send, {"rows": [row], "preview": False}, idempotency_key=once("roster", row))["enterAttendances"]
print(sent["status"], sent["message"])

# 4. Jobs make the certificate: ask until it is there.
find = """
query ($program: String!, $member: String!) {
  certificates(filter: { programNumber: $program, memberNumber: $member }, first: 1) { nodes { number verifyUrl downloadUrl(minutes: 10) } }
}"""
for _ in waits():
    found = ask(find, {"program": program, "member": member})["certificates"]["nodes"]
    if found:
        break

# 5. The PDF. The address needs no key, and holds for ten minutes.
with open("certificate.pdf", "wb") as file:
    file.write(fetch(found[0]["downloadUrl"]))
print(f"Certificate {found[0]['number']} is in certificate.pdf.")
