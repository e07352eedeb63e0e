#!/bin/sh
# A conference app: the member who is signed in to it claims sessions and gets the certificate.
# The key is the accreditor's, with MEMBERS_ACT. It stays on the app's server; the phone gets the member's token at most.
set -eu
. "$(dirname "$0")/ask.sh"
: "${MEMBER:=100100}"

# 1. A token for the member. Who it is, the app's server has made sure of.
token=$(ask "$ACCRUE_KEY" 'mutation { createMemberToken(memberNumber: "'"$MEMBER"'", scopes: [CONFERENCES, CLAIMS, CERTIFICATES], expiresInMinutes: 15) { token } }' | pick token)

# 2. What the member can claim. Everything from here on is asked as the member.
answer=$(ask "$token" '{ conferences { id name claimedCredits days { date sessions { id title credits eligible attendedFrom attendedUntil claim { attendedOn } } } } }')
conference=$(printf %s "$answer" | pick id)
session=$(printf %s "$answer" | grep -o '"id":"[^"]*","title":"[^"]*","credits":"[^"]*","eligible":true' | head -n 1 | pick id)
day=$(printf %s "$answer" | grep -o "\"id\":\"$session\"[^}]*" | pick attendedFrom)

# 3. The whole choice, as a preview: `problems` says what would be refused.
claims='[{"sessionId":"'$session'","attendedOn":"'$day'"}]'
save='mutation ($conference: ID!, $claims: [ClaimInput!]!, $preview: Boolean!) {
  saveClaims(conferenceId: $conference, claims: $claims, preview: $preview) { problems { index code message } conference { id claimedCredits } }
}'
ask "$token" "$save" '{"conference":"'"$conference"'","claims":'"$claims"',"preview":true}'

# 4. For good.
ask "$token" "$save" '{"conference":"'"$conference"'","claims":'"$claims"',"preview":false}' "$(once "$MEMBER" "$claims")"

# 5. The certificate of what is chosen. The same choice again gives the same certificate.
answer=$(ask "$token" 'mutation ($conference: ID!) { generateCertificate(conferenceId: $conference) { number credits verifyUrl pdfUrl } }' \
  '{"conference":"'"$conference"'"}' "$(once certificate "$MEMBER" "$claims")")

# 6. Its PDF, with the member's token.
curl -sS --retry 4 --fail -H "Authorization: Bearer $token" "$(printf %s "$answer" | pick pdfUrl)" -o certificate.pdf
echo "Certificate $(printf %s "$answer" | pick number) is in certificate.pdf."
