"""The association's website: what is on, and on a member's own page all their credit and certificates.

The key is the accreditor's, with MEMBERS_READ and CERTIFICATES_READ. It stays on the website's server.
"""

import os

from accrue import ask, fetch

member = os.environ.get("MEMBER", "100100")

# 1. What is on: open to everybody, so without the key.
for entry in ask("{ calendar(first: 5) { programNumber title startsOn credits creditUnit } }", token=None)["calendar"]:
    print(entry["startsOn"], entry["title"], entry["credits"], entry["creditUnit"])

# 2. The member's page, in one request: who it is, all credit, and the certificates with links that can be followed.
page = ask(
    """
    query ($member: String!) {
      member(number: $member) { name active }
      transcript(memberNumber: $member) { totals { creditUnit credits } lines { completedOn title credits } }
      certificates(filter: { memberNumber: $member, status: [ISSUED] }, first: 20) {
        nodes { number title verificationCode verifyUrl downloadUrl(minutes: 10) }
      }
    }""",
    {"member": member},
)
print(page["member"]["name"], page["transcript"]["totals"])
certificate = page["certificates"]["nodes"][0]

# 3. A certificate's PDF, as the member's browser fetches it.
with open("certificate.pdf", "wb") as file:
    file.write(fetch(certificate["downloadUrl"]))

# 4. What an employer does who was shown it: without a key.
checked = ask(
    "query ($code: String!) { verifyCertificate(code: $code) { status recipientName } }",
    {"code": certificate["verificationCode"]},
    token=None,
)
print(checked["verifyCertificate"])

# 5. What happened since the last time. A real website keeps the cursor, and begins there tomorrow.
follow = """
query ($after: String) {
  events(after: $after, first: 100, types: [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED]) {
    nodes { type certificate { certificateId memberId status } }
    pageInfo { endCursor hasNextPage }
  }
}"""
events = ask(follow, {"after": None})["events"]
print(len(events["nodes"]), "events, to be followed from", events["pageInfo"]["endCursor"])
print(f"Certificate {certificate['number']} is in certificate.pdf.")
