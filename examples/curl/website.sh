#!/bin/sh
# The association's website: what is on, and on a member's own page all their credit and certificates.
# The key is the accreditor's, with MEMBERS_READ and CERTIFICATES_READ. It stays on the website's server.
set -eu
. "$(dirname "$0")/ask.sh"
: "${MEMBER:=100100}"

# 1. What is on: open to everybody, so without the key.
ask "" '{ calendar(first: 5) { programNumber title startsOn place credits creditUnit } }'

# 2. The member's page, in one request: who it is, all credit, and the certificates with links that can be followed.
answer=$(ask "$ACCRUE_KEY" '{
  member(number: "'"$MEMBER"'") { name active }
  transcript(memberNumber: "'"$MEMBER"'") { totals { creditUnit credits } lines { completedOn title credits } }
  certificates(filter: { memberNumber: "'"$MEMBER"'", status: [ISSUED] }, first: 20) { nodes { number title verificationCode verifyUrl downloadUrl(minutes: 10) } }
}')
printf '%s\n' "$answer"

# 3. A certificate's PDF, as the member's browser fetches it.
curl -sS --retry 4 --fail "$(printf %s "$answer" | pick downloadUrl)" -o certificate.pdf

# 4. What an employer does who was shown it: without a key.
ask "" '{ verifyCertificate(code: "'"$(printf %s "$answer" | pick verificationCode)"'") { status recipientName } }'

# 5. What happened since the last time: keep endCursor, and ask with it as `after` tomorrow.
ask "$ACCRUE_KEY" '{ events(first: 100, types: [CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED]) { nodes { type certificate { certificateId memberId status } } pageInfo { endCursor hasNextPage } } }'
echo "Certificate $(printf %s "$answer" | pick number) is in certificate.pdf."
