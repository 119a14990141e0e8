"""Reads a maildir until a mail has come, prints its message as JSON, and marks it as seen: reader.py FOLDER."""
import json
import mailbox
import sys
import time

box = mailbox.Maildir(sys.argv[1], factory=None, create=False)
while len(box) == 0:
    time.sleep(0.05)
for name, mail in box.iteritems():
    parts = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if part.get_filename()}
    head = json.loads(parts["head.json"])
    print(json.dumps({"messageId": mail["Message-ID"], "head": head, "body": parts["body"].decode()}), flush=True)
    mail.set_subdir("cur")
    mail.set_flags("S")
    box[name] = mail
