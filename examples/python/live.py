"""Looks on at a program, and prints each new line of its timeline, until nothing more comes of it. A connection that was lost is opened again."""

import json
import os
import time
import urllib.error
import urllib.request

from accrue import KEY, URL, ask

# Nothing is said for longer than this only by a connection that is broken: a comment comes every 15 seconds.
SILENT = 60

DOCUMENT = "subscription ($id: ID!) { program(id: $id) { status timeline { id at action actor reason } } }"


def open_stream(variables, seen):
    headers = {
        "Accept": "text/event-stream",
        "Content-Type": "application/json",
        "Authorization": f"Bearer {KEY}",
    }
    if seen:
        headers["Last-Event-ID"] = seen
    body = json.dumps({"query": DOCUMENT, "variables": variables}).encode()
    return urllib.request.urlopen(urllib.request.Request(f"{URL}/graphql", body, headers), timeout=SILENT)


def events(stream):
    """(event, id, data) of each block of lines; what begins with a colon is a comment."""
    block = {}
    for line in stream:
        name, _, value = line.decode().rstrip("\n").partition(":")
        if name:
            block[name] = value.removeprefix(" ")
        elif not value and "event" in block:
            yield block["event"], block.get("id"), json.loads(block["data"] or "null")
            block = {}


def look_on(variables):
    """Each answer in turn. What was seen before the connection was lost does not come again."""
    seen = None
    while True:
        try:
            with open_stream(variables, seen) as stream:
                for event, seen, answer in events(stream):
                    if event == "complete":
                        return
                    if "errors" in answer:
                        raise SystemExit(answer["errors"][0]["message"])
                    yield answer["data"]
        except urllib.error.HTTPError as refused:
            if refused.code not in (429, 503):
                raise
        except (OSError, TimeoutError):
            pass
        time.sleep(2)


which = {"id": os.environ["PROGRAM_ID"]} if "PROGRAM_ID" in os.environ else {"number": os.environ.get("PROGRAM", "A09164")}
program = ask("query ($id: ID, $number: String) { program(id: $id, number: $number) { id name } }", which)["program"]
print(program["name"], flush=True)
told = set()
for answer in look_on({"id": program["id"]}):
    for entry in answer["program"]["timeline"]:
        if entry["id"] not in told:
            print(entry["at"], entry["action"], entry["reason"] or "", flush=True)
            told.add(entry["id"])
    if answer["program"]["status"] in ("COMPLETED", "DENIED", "WITHDRAWN", "CANCELLED"):
        break
