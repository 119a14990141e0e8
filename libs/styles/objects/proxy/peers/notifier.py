"""Talks with the receiver of the style from its README alone. Arguments: host, port."""
import json
import struct
import sys

import rpyc


def packed(number, body):
    head = json.dumps({
        "id": f"p-{number}", "sender": "python", "seq": number, "type": "text",
        "contentType": "application/octet-stream", "headers": {},
    }).encode()
    return b"PY1\n" + struct.pack("!L", len(head)) + head + body


connection = rpyc.connect(sys.argv[1], int(sys.argv[2]))
older = connection.root.desk("python", 1)
desk = connection.root.desk("python", 2)
print("notify", desk.notify(packed(1, b"from python")))
reply = desk.reserve(packed(2, b"?"))
(length,) = struct.unpack("!L", reply[4:8])
print("reserve", reply[:3].decode(), json.loads(reply[8:8 + length])["headers"]["in-reply-to"])
try:
    desk.notify(b"nonsense")
except Exception as error:
    print("garbage", error.reason)
try:
    older.notify(packed(3, b"too late"))
except Exception as error:
    print("older", error.kind)
