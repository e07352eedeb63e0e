"""What the recipes in this folder share: how an operation is sent, and when it is sent again. Nothing but the standard library."""

import hashlib
import json
import os
import random
import time
import urllib.error
import urllib.request

URL = os.environ["ACCRUE_URL"]
KEY = os.environ["ACCRUE_KEY"]

MOST_TRIES = 5


class Refused(Exception):
    """An answer with errors. A program decides by `code`; the message is for people."""

    def __init__(self, errors):
        super().__init__("; ".join(error["message"] for error in errors))
        self.errors = errors
        self.code = errors[0]["extensions"]["code"]
        self.retryable = all(error["extensions"].get("retryable") for error in errors)
        self.wait = max(error["extensions"].get("retryAfterSeconds", 0) for error in errors)


def once(*parts):
    """An Idempotency-Key that is the same for the same work, so that it is done once however often it is sent."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def ask(document, variables=None, token=KEY, idempotency_key=None):
    """Sends an operation and answers with its data; None as the token is nobody."""
    body = json.dumps({"query": document, "variables": variables or {}}).encode()
    return _send(body, token, idempotency_key)


def fetch(url, token=None):
    """A file's bytes."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        return answer.read()


def waits(most=120):
    """Sleeps for 1, 2, 4 … seconds between the rounds of a loop, and ends after `most` seconds."""
    waited, pause = 0, 1
    while True:
        yield
        if waited >= most:
            raise TimeoutError(f"Nothing has come within {most} seconds.")
        time.sleep(pause)
        waited, pause = waited + pause, min(pause * 2, 15)


def _send(body, token, idempotency_key):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    for tried in range(1, MOST_TRIES + 1):
        wait = 2**tried * random.uniform(0.5, 1)
        try:
            request = urllib.request.Request(f"{URL}/graphql", body, headers)
            return _data(_read(request))
        except Refused as refusal:
            if not refusal.retryable or tried == MOST_TRIES:
                raise
            wait = max(wait, refusal.wait)
        except (urllib.error.URLError, ConnectionError, TimeoutError, json.JSONDecodeError):
            # No answer, or none of Accrue's. It may have been carried out: a mutation needs its key to be sent again.
            if tried == MOST_TRIES or ("mutation" in str(body) and not idempotency_key):
                raise
        time.sleep(wait)


def _read(request):
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        return json.load(refused)


def _data(answer):
    if answer.get("errors"):
        raise Refused(answer["errors"])
    return answer["data"]
