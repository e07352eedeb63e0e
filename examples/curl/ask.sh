# What the recipes in this folder share; they read it with `. ./ask.sh`.
: "${ACCRUE_URL:?the address of the server, such as http://127.0.0.1:4000}" "${ACCRUE_KEY:?an API key}"

# ask TOKEN DOCUMENT [VARIABLES] [IDEMPOTENCY_KEY]: sends an operation, and prints the answer. An empty token is nobody.
# curl tries again by itself after 429 and 503, for as long as Retry-After says.
ask() {
  got=$(curl -sS --retry 4 "$ACCRUE_URL/graphql" -H 'Content-Type: application/json' ${1:+-H "Authorization: Bearer $1"} \
    ${4:+-H "Idempotency-Key: $4"} -d "{\"query\":\"$(printf %s "$2" | tr '\n' ' ' | sed 's/"/\\"/g')\",\"variables\":${3:-{\}}}")
  refused "$got"
  printf '%s\n' "$got"
}

# Ends the program where an answer has errors: they say what to do.
refused() {
  case $1 in
    *'"errors":[{"message"'*) printf '%s\n' "$1" >&2; exit 1 ;;
  esac
}

# pick NAME: the first value of that name in the answer that comes in.
pick() { grep -o "\"$1\":[^],}]*" | head -n 1 | sed -e 's/^[^:]*://' -e 's/^"//' -e 's/"$//'; }

# A key for an Idempotency-Key: the same for the same work, so that it is done once however often it is sent.
once() { printf %s "$*" | cksum | tr -d ' '; }
