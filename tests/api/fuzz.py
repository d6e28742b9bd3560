"""Asks every operation of the API for what it does not expect, as three people of the demo's fund.

    fuzz.py JOINTFUND SCHEMATHESIS FOLDER

All three ask at the same time, each a demo's server of their own, in FOLDER; afterwards its fund
must still hold together.
"""

import json
import re
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
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
    """Whether every check holds for these operations, and what was printed."""
    command = [
        schemathesis, "--config-file", HERE / "schemathesis.toml",
        "run", f"{address}/api/v1/openapi.json", "--checks", "all", "--no-color",
        "--header", f"Authorization: Bearer {bearer}", *which,
    ]
    # It leaves notes of its own where it is started.
    done = subprocess.run(
        command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.returncode == 0, done.stdout


def holds(program, folder):
    """Whether what must be true of a fund is true, and what was printed."""
    verify = [
        program, "verify",
        "--set", f"database.url=sqlite:{folder / 'demo' / 'fund.db'}",
        "--set", f"storage.attachments={folder / 'demo' / 'attachments'}",
        "--set", f"anchors.key_file={folder / 'demo' / 'anchor-key'}",
    ]
    done = subprocess.run(verify, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode == 0, done.stdout


def asked(program, schemathesis, folder, email):
    """What failed when one person asked, and all that was printed."""
    folder.mkdir()
    server, address = serve(program, folder)
    try:
        bearer = token(address, email)
        steps = [
            ("the operations", ask(schemathesis, folder, address, bearer, "--exclude-path", LAST)),
            ("signing out", ask(schemathesis, folder, address, bearer, "--include-path", LAST)),
            ("the server, which ended", (server.poll() is None, "")),
        ]
    finally:
        server.terminate()
        server.wait()
    steps.append(("the fund itself", holds(program, folder)))
    failed = [what for what, (is_right, _) in steps if not is_right]
    return failed, "".join(printed for _, (_, printed) in steps)


def main(program, schemathesis, folder):
    program, folder = Path(program).resolve(), Path(folder).resolve()
    failed = []
    with ThreadPoolExecutor() as pool:
        asking = {
            role: pool.submit(asked, program, schemathesis, folder / role.replace(" ", "_"), email)
            for role, email in PEOPLE.items()
        }
        for role, one in asking.items():
            own, printed = one.result()
            print(f"--- {role}", printed, sep="\n", flush=True)
            failed += [f"{role}: {what}" for what in own]
    if failed:
        sys.exit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
