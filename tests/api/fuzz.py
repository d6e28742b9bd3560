"""Asks every operation of the API for what it does not expect, as three people of the demo's fund.

    fuzz.py JOINTFUND SCHEMATHESIS FOLDER

A demo's server of its own, in FOLDER, answers; afterwards its fund must still hold together.
"""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

PASSWORD = "a kettle of seven herons"
PEOPLE = {
    "applicant": "mara.lindqvist@lumen.example",
    "reviewer": "ada.moreau@reviewers.example",
    "finance officer": "finance@avaria.example",
}
# All is asked from one network and by few people, more often than any of them may; and the longest
# way through all operations must not outlive its token.
SETTINGS = [
    "security.access_minutes=60",
    "limits.sign_ins_at_once=1000000",
    "limits.sign_ins_a_minute=1000000",
    "limits.letters_an_hour_of_a_network=1000000",
    "limits.letters_an_hour_of_a_person=1000000",
]
# Signing out ends the session by which everything else is asked, so it comes last.
LAST = "/api/v1/session/end"
HERE = Path(__file__).resolve().parent


def serve(program, folder):
    """Starts the demo; gives it with its address."""
    said = [word for setting in SETTINGS for word in ("--set", setting)]
    command = [program, "demo", "--bind", "127.0.0.1:0", "--folder", folder / "demo", *said]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if found := re.match(r"Listening on (http://\S+)", line):
            return server, found[1]
    sys.exit(f"the demo did not start: {server.wait()}")


def token(address, email):
    """Signs in."""
    body = json.dumps({"email": email, "password": PASSWORD}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/tokens", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["access_token"]


def ask(schemathesis, folder, address, bearer, *which):
    """Whether every check holds for these operations."""
    command = [
        schemathesis, "--config-file", HERE / "schemathesis.toml",
        "run", f"{address}/api/v1/openapi.json", "--checks", "all", "--no-color",
        "--header", f"Authorization: Bearer {bearer}", *which,
    ]
    # It leaves notes of its own where it is started.
    return subprocess.run(command, cwd=folder).returncode == 0


def main(program, schemathesis, folder):
    program, folder = Path(program).resolve(), Path(folder).resolve()
    server, address = serve(program, folder)
    failed = []
    try:
        for role, email in PEOPLE.items():
            print(f"--- {role}", flush=True)
            bearer = token(address, email)
            holds = ask(schemathesis, folder, address, bearer, "--exclude-path", LAST)
            if not ask(schemathesis, folder, address, bearer, "--include-path", LAST) or not holds:
                failed.append(role)
        if server.poll() is not None:
            failed.append("the server, which ended")
    finally:
        server.terminate()
        server.wait()
    print("--- what must be true of the fund", flush=True)
    found = folder / "demo" / "fund.db"
    verify = [
        program, "verify",
        "--set", f"database.url=sqlite:{found}",
        "--set", f"storage.attachments={folder / 'demo' / 'attachments'}",
    ]
    if subprocess.run(verify).returncode != 0:
        failed.append("the fund itself")
    if failed:
        sys.exit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
