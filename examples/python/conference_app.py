"""A conference app: the member who is signed in to it claims sessions and gets the certificate.

The key is the accreditor's, with MEMBERS_ACT. It stays on the app's server; the phone gets the member's token at most.
"""

import os

from accrue import ask, fetch, once

member = os.environ.get("MEMBER", "100100")

# 1. A token for the member. Who it is, the app's server has made sure of.
made = ask(
    """
    mutation ($member: String!) {
      createMemberToken(memberNumber: $member, scopes: [CONFERENCES, CLAIMS, CERTIFICATES], expiresInMinutes: 15) { token }
    }""",
    {"member": member},
)
token = made["createMemberToken"]["token"]

# 2. What the member can claim. Everything from here on is asked as the member.
conferences = ask(
    "{ conferences { id name days { date sessions { id title credits eligible attendedFrom claim { attendedOn } } } } }", token=token
)["conferences"]
conference = conferences[0]
session = next(session for day in conference["days"] for session in day["sessions"] if session["eligible"])

# 3. The whole choice, as a preview: `problems` says what would be refused.
claims = [{"sessionId": session["id"], "attendedOn": session["attendedFrom"]}]
save = """
mutation ($conference: ID!, $claims: [ClaimInput!]!, $preview: Boolean!) {
  saveClaims(conferenceId: $conference, claims: $claims, preview: $preview) {
    problems { index code message }
    conference { id claimedCredits }
  }
}"""
choice = {"conference": conference["id"], "claims": claims}
problems = ask(save, {**choice, "preview": True}, token)["saveClaims"]["problems"]
if problems:
    raise SystemExit("\n".join(problem["message"] for problem in problems))

# 4. For good.
saved = ask(save, {**choice, "preview": False}, token, once("claims", member, choice))["saveClaims"]
print(saved["conference"]["claimedCredits"], "claimed of", conference["name"])

# 5. The certificate of what is chosen. The same choice again gives the same certificate.
certificate = ask(
    "mutation ($conference: ID!) { generateCertificate(conferenceId: $conference) { number credits verifyUrl pdfUrl } }",
    {"conference": conference["id"]},
    token,
    once("certificate", member, choice),
)["generateCertificate"]

# 6. Its PDF, with the member's token.
with open("certificate.pdf", "wb") as file:
    file.write(fetch(certificate["pdfUrl"], token))
print(f"Certificate {certificate['number']} is in certificate.pdf.")
