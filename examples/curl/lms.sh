#!/bin/sh
# An LMS reports who completed a course, and fetches the certificate.
# The key is the provider's, with PROGRAMS_READ, ATTENDANCE_WRITE and CERTIFICATES_READ.
set -eu
. "$(dirname "$0")/ask.sh"
: "${PROGRAM:=A09164}" "${MEMBER:=100100}" "${FIRST_NAME:=John}" "${LAST_NAME:=Smith}" "${COMPLETED_ON:=2009-04-10}" "${CREDITS:=1}"

# 1. What the key is, and which programs take attendance.
ask "$ACCRUE_KEY" '{ apiKey { name expiresAt provider { name } } program(number: "'"$PROGRAM"'") { name status } }'

# 2. The roster, as a preview first: its errors are data, with line and column.
cat > roster.csv <<CSV
Program ID,Member ID,First Name,Last Name,Completion Date,Credits
$PROGRAM,$MEMBER,$FIRST_NAME,$LAST_NAME,$COMPLETED_ON,$CREDITS
CSV
upload() {
  curl -sS --retry 4 "$ACCRUE_URL/graphql" -H "Authorization: Bearer $ACCRUE_KEY" -H 'Apollo-Require-Preflight: true' -H "Idempotency-Key: $2" \
    -F operations='{"query":"mutation ($file: Upload!, $preview: Boolean) { uploadAttendance(file: $file, preview: $preview) { id status message errors(first: 5) { nodes { line column code message } } } }","variables":{"file":null,"preview":'"$1"'}}' \
    -F map='{"0":["variables.file"]}' -F 0=@roster.csv
}
answer=$(upload true "$(once preview "$(cat roster.csv)")")
refused "$answer"
if [ "$(printf %s "$answer" | pick status)" != PREVIEWED ]; then printf '%s\n' "$answer" >&2; exit 1; fi

# 3. For good. Sent again with the same Idempotency-Key, it is recorded once.
answer=$(upload false "$(once roster "$(cat roster.csv)")")
refused "$answer"
printf '%s\n' "$answer"

# 4. Jobs make the certificate: ask until it is there.
wait=1
while :; do
  answer=$(ask "$ACCRUE_KEY" '{ certificates(filter: { programNumber: "'"$PROGRAM"'", memberNumber: "'"$MEMBER"'" }, first: 1) { nodes { number verifyUrl downloadUrl(minutes: 10) } } }')
  number=$(printf %s "$answer" | pick number)
  if [ -n "$number" ]; then break; fi
  if [ "$wait" -gt 120 ]; then echo "There is no certificate yet." >&2; exit 1; fi
  sleep "$wait"
  wait=$((wait * 2))
done

# 5. The PDF. The address needs no key, and holds for ten minutes.
curl -sS --retry 4 --fail "$(printf %s "$answer" | pick downloadUrl)" -o certificate.pdf
echo "Certificate $number is in certificate.pdf."
