"""Submits one message as a mail: sender.py HOST PORT ID TEXT."""
import json
import smtplib
import sys
from email.message import EmailMessage

host, port, message_id, text = sys.argv[1:]
head = {
    "id": message_id, "sender": "python", "seq": 1, "type": "parley.python.v1.Notice",
    "contentType": "application/octet-stream", "headers": {"greeting": "olá"},
}
mail = EmailMessage()
mail["From"] = "python@sender.example"
mail["To"] = "warehouse@recipient.example"
mail["Subject"] = head["type"]
mail["Message-ID"] = f"<{message_id}@sender.example>"
mail.set_content("A notice is attached.\n")
mail.add_attachment(json.dumps(head).encode(), "application", "json", filename="head.json")
mail.add_attachment(text.encode(), "application", "octet-stream", filename="body")
with smtplib.SMTP(host, int(port)) as server:
    server.send_message(mail)
print("sent", flush=True)
