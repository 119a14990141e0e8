"""A message as the README of each style here describes it: PY1 and a line feed, the head's length, head, body."""
import json, struct


def pack(id, seq, body, headers={}):
    head = json.dumps({"id": id, "sender": "python", "seq": seq, "type": "bytes",
                       "contentType": "application/octet-stream", "headers": headers}).encode()
    return b"PY1\n" + struct.pack(">I", len(head)) + head + body


def unpack(datagram):
    mark, size = struct.unpack_from(">4sI", datagram)
    assert mark == b"PY1\n"
    return json.loads(datagram[8 : 8 + size]), datagram[8 + size :]
